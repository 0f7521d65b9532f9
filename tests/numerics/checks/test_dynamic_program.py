"""A1, T4.1, T4.1-sharp: the checks of the one-operator program, and where it is beaten."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import given

from numerics.checks import dynamic_program
from numerics.checks.check import Check, Violation
from numerics.checks.dynamic_program import (
    GAPS,
    RATIO,
    Gap,
    checks,
    exhibits,
    farther,
    misses,
    one_operator_is_enough,
    table_is_algorithm,
)
from numerics.checks.strategies import ExactOperators, drawn_operators, free_operators
from numerics.errors import NotDecided
from numerics.model.operators import FloatOperators, float_operators, operators
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.balls import Balls
from numerics.numbers.reals import Exact
from numerics.plans.assess import assess
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp_floats, interval_plan
from numerics.solvers.solve import solve
from tests import oracles
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


@pytest.mark.parametrize("gap", GAPS)
def test_the_program_misses_by_the_factor_claimed_and_by_little_more(gap: Gap) -> None:
    problem = gap.problem()
    ratio = assess(interval_plan(problem), problem).w2 / solve(problem).w2
    assert misses(gap) and float(gap.factor) < ratio
    assert not misses(replace(gap, factor=F(ratio) * F(101, 100))) and misses(
        replace(gap, factor=F(ratio) * F(99, 100))
    )


def test_where_the_program_is_optimal_it_misses_nothing() -> None:
    same = Gap(Cosine(5), ("0.5",), "0.5", F(1))
    assert not misses(same) and misses(replace(same, factor=F(99, 100)))
    exhibits(GAPS[:1])()
    with pytest.raises(Violation, match="no certified gap at Gap"):
        exhibits((GAPS[0], same))()


def test_a_gap_that_balls_do_not_tell_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamic_program, "BITS", 2)
    with pytest.raises(NotDecided, match="the gap is not decided"):
        misses(replace(GAPS[0], factor=F(3)))


def test_distances_are_compared_by_balls() -> None:
    assert farther(arb(3), arb(1), F(29, 10)) and not farther(arb(3), arb(1), F(3))
    with pytest.raises(NotDecided, match="the balls hold the factor 3"):
        farther(arb(3, 1e-9), arb(1), F(3))


def test_the_ratio_that_the_edge_takes() -> None:
    """Straight from the definitions, at 60 digits; and the schedules end with other variances than 1."""
    with mpmath.workdps(60):
        gap = GAPS[3]
        alpha, sigma = map(oracles.convert, gap.schedule.coefficients(Exact()))
        setting = alpha, sigma, [mpmath.mpf(3) / 2, mpmath.mpf(6)], 1
        ratio = oracles.one_operator_dp(*setting) / oracles.minimum(*setting)
        assert 0 < ratio - mpmath.mpf(RATIO.numerator) / RATIO.denominator < mpmath.mpf(10) ** -19
    for gap in GAPS:
        norms = operators(gap.problem(), Balls()).norm[-1]
        assert all(n.overlaps(arb(1)) for n in norms) is isinstance(gap.schedule, Cosine)


def test_the_norms_decide_where_they_are_not_one() -> None:
    """Without n_T the program keeps another plan (the first), or the factor is not reached (the second)."""
    for gap in GAPS[3:]:
        problem = gap.problem()
        ops = float_operators(problem)
        unweighted = replace(ops, norm=np.ones_like(ops.norm))
        kept, better = interval_plan(problem), solve(problem).plan

        def distance(plan: Plan, ops: FloatOperators = ops) -> float:
            return float(np.sqrt(np.sum(evaluate_floats(plan, ops)[1] ** 2)))

        other = interval_dp_floats(unweighted).plan() != kept
        assert other or distance(kept) < float(gap.factor) * distance(better)


@given(drawn_operators(("any",)))
def test_the_table_is_the_algorithm(ops: ExactOperators) -> None:
    assert table_is_algorithm(ops)


def test_one_operator_is_not_enough_on_both_sides() -> None:
    keep = [F(1), *[F(1, 2)] * 3]
    assert one_operator_is_enough(free_operators([[F(1), F(1, 2), F(1, 3), F(2)]], [keep]))
    mixed = [free_operators([[F(1), F(x, 4), F(y, 4), F(1)]], [keep]) for x in range(1, 9) for y in range(1, 9)]
    assert not all(map(one_operator_is_enough, mixed))
