"""P3.2: the checks of the teacher's contraction, and what they say at single points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.counterexample import CIRCLE
from numerics.checks.enclosure import decide
from numerics.checks.strategies import CIRCLES, Coordinate, coordinates
from numerics.checks.teacher import P32_BOXES, checks, contracts, equality, loses
from numerics.model.operators import operators
from numerics.model.problem import Problem
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.numbers.subdivision import interval, subdivide
from numerics.plans.evaluate import teacher
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_the_statements_agree_with_exact_arithmetic() -> None:
    """P3.2 at a cell of one point's width, against fractions."""
    (statement,) = [s for s in P32_BOXES if s.schedule == FlowMatching(6)]
    lam = Fraction(7, 5)
    narrow = replace(statement, box=(interval(lam, lam + Fraction(1, 10**12)),))
    margin = subdivide(narrow.box, decide(narrow)).margin
    ops = operators(Problem(FlowMatching(6), Spectrum((lam,)), Fraction(0)), Exact())
    exact = lam - ops.norm[6][0] * teacher(ops)[0] ** 2
    assert Fraction(95, 100) * exact < margin < exact


@given(coordinates)
def test_running_the_steps_is_multiplying_the_operators(instance: Coordinate) -> None:
    """The output variance n_T tau^2 by the library's operators lies below lambda exactly where the check says so."""
    schedule, lam = instance
    ops = operators(Problem(schedule, Spectrum((lam,)), F(0)), Exact())
    produced = ops.norm[schedule.steps][0] * teacher(ops)[0] ** 2
    for factor in (F(1, 4), F(1, 2), F(1)):
        assert contracts(instance, factor) is (produced < factor * lam)


@given(coordinates)
def test_what_a_step_loses(instance: Coordinate) -> None:
    assert loses(instance) and not loses((CIRCLE, instance[1]), sign=F(-1))


@pytest.mark.parametrize("schedule", [*CIRCLES, CIRCLE])
def test_equality_holds_at_zero_only(schedule: object) -> None:
    assert equality(schedule, F(0))  # type: ignore[arg-type]
    assert not any(equality(schedule, lam) for lam in (F(1, 100), F(1), F(50)))  # type: ignore[arg-type]
