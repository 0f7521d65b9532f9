"""N1 and N2: the checks of BOOT and vanilla against every plan, and their boxes at single points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from flint import arb

from numerics.checks.check import Check, Violation
from numerics.checks.enclosure import Statement, decide, enclose
from numerics.checks.onesided import N1_BOXES, N2_BOXES, above_boot, below_vanilla, checks, plan_gaps
from numerics.checks.strategies import free_operators
from numerics.errors import NotDecided
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, precision
from numerics.numbers.subdivision import interval, subdivide
from numerics.plans.canonical import boot, consistency, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate
from tests.numerics.checks.running import DIGITS, each, require_sound
from tests.oracles import all_plans

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


@pytest.mark.parametrize("statement", [*N1_BOXES, *N2_BOXES], ids=lambda s: f"{s.claim} {s.schedule.name}")
def test_the_margins_hold_at_points(statement: Statement) -> None:
    """Against the library's evaluation without cancellation, at the corners and the centre of some cells."""
    cover = subdivide(statement.box, decide(statement))
    steps = statement.schedule.steps
    assert len(enumerate_plans(0, steps)) == len(all_plans(tuple(range(steps, 0, -1))))
    for cell in cover.cells[::29]:
        ends = [(low, (low + high) / 2, high) for low, high in cell.box]
        for lam, s in product(*ends):
            with precision(128):
                ops = ball_operators(Problem(statement.schedule, Spectrum((lam,)), s))
                values = sorted((evaluate(p, ops)[1][0] for p in enumerate_plans(0, steps)), key=abs)
                gaps = [abs(values[1]) - abs(values[0]), abs(values[0])]
                assert all(gap > arb(cell.margin.numerator) / cell.margin.denominator for gap in gaps)


def test_the_boxes_keep_clear_of_equality() -> None:
    for statement, below in [*((s, True) for s in N1_BOXES), *((s, False) for s in N2_BOXES)]:
        with precision(96):
            (low, high), (least, _) = statement.box
            assert least > 0
            for c in critical_variances(statement.schedule, Balls()):
                end = high if below else low
                assert (c > arb(end.numerator) / end.denominator) is below


def test_a_box_across_a_boundary_is_refused() -> None:
    wide = replace(N1_BOXES[2], box=(interval("1/20", "1/2"), *N1_BOXES[2].box[1:]))
    with pytest.raises(Violation):
        enclose([wide])()
    closed = replace(N1_BOXES[2], box=(N1_BOXES[2].box[0], interval(0, "1/2")))
    with pytest.raises(NotDecided):  # equality at s = 0
        enclose([closed])()
    with pytest.raises(Violation):
        enclose([replace(N1_BOXES[2], terms=plan_gaps(boot, -1))])()


def test_the_order_of_the_operators_at_one_point() -> None:
    """BOOT is the least operator where steps contract, vanilla the largest where they expand; equal where none does."""
    half = [F(1, 2)] * 4
    contracting, expanding, neither = (free_operators([[F(1), a, a, F(1, 2)]], [half]) for a in (F(1, 3), F(3), F(1)))
    for plan in enumerate_plans(0, 3):
        assert above_boot((contracting, plan)) and below_vanilla((expanding, plan))
        assert above_boot((neither, plan)) and below_vanilla((neither, plan))
    assert not above_boot((contracting, boot(3)), vanilla) and not below_vanilla((expanding, vanilla(3)), boot)
    assert not above_boot((expanding, consistency(3))) and not below_vanilla((contracting, consistency(3)))
