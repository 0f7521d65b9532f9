"""Boxes: the cover is a cover, the slopes are slopes, and what is claimed on a box holds at its points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.checks.check import Check, Violation
from numerics.checks.critical import N3_BOXES
from numerics.checks.enclosure import CHECKS, Statement, decide, enclose
from numerics.checks.onesided import N1_BOXES, N2_BOXES, plan_gaps
from numerics.checks.teacher import P32_BOXES
from numerics.errors import NotDecided
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import precision
from numerics.numbers.centered import Centered, variables
from numerics.numbers.reals import Exact
from numerics.numbers.subdivision import Box, Cell, interval, margin_below, subdivide, tiles
from numerics.plans.canonical import boot, enumerate_plans
from numerics.plans.evaluate import evaluate, teacher
from tests.oracles import all_plans

UNIT: Box = (interval(0, 1), interval(0, 1))
each_check = pytest.mark.parametrize("check", CHECKS, ids=[c.claim for c in CHECKS])


def at_least(size: str):  # type: ignore[no-untyped-def]
    """Decides cells whose every edge is at most the size."""
    limit = Fraction(size)
    return lambda box: limit if all(high - low <= limit for low, high in box) else None


def test_a_box_is_cut_down_to_what_can_be_decided() -> None:
    square = (interval(1, 2), interval(1, 2))
    cover = subdivide(square, at_least("1/4"))
    assert (len(cover.cells), cover.depth, cover.margin) == (16, 4, Fraction(1, 4))
    assert tiles(square, cover.cells)
    assert tiles(UNIT, subdivide(UNIT, at_least("1/4")).cells)  # the edges at zero are cut finer


def test_what_stays_undecided_is_not_accepted() -> None:
    with pytest.raises(NotDecided, match="after 3 bisections"):
        subdivide(UNIT, at_least("1/4"), max_depth=3)
    with pytest.raises(NotDecided):
        subdivide(UNIT, at_least("1/64"), max_cells=100)
    with pytest.raises(NotDecided, match="margin 0"):
        subdivide(UNIT, lambda box: Fraction(0))


def test_a_violation_is_not_swallowed() -> None:
    def decide_nothing(box: Box) -> Fraction | None:
        raise Violation("here")

    with pytest.raises(Violation, match="here"):
        subdivide(UNIT, decide_nothing)


HALVES = (interval(0, "1/2"), interval("1/2", 1))
QUARTERS = tuple(Cell(box, Fraction(1)) for box in product(HALVES, HALVES))
LEFT = QUARTERS[0].box


@pytest.mark.parametrize(
    "cells",
    [
        QUARTERS[:-1],
        (*QUARTERS, QUARTERS[0]),
        (*QUARTERS[1:], Cell((interval(0, "3/4"), LEFT[1]), Fraction(1))),
        (*QUARTERS[1:], Cell((interval("-1/2", "1/2"), LEFT[1]), Fraction(1))),
        (*QUARTERS[1:], Cell((interval(0, "1/2"),), Fraction(1))),
        (*QUARTERS[1:], QUARTERS[1]),
        (),
    ],
    ids=["missing", "twice", "widened", "outside", "flat", "one for another", "empty"],
)
def test_a_false_cover_is_recognised(cells: tuple[Cell, ...]) -> None:
    assert tiles(UNIT, QUARTERS)
    assert not tiles(UNIT, cells)


parts = st.lists(st.integers(0, 8).map(lambda k: Fraction(k, 8)), min_size=1, max_size=8)


@given(parts, st.integers(0, 8).map(lambda k: Fraction(k, 8)))
def test_the_cells_hold_every_point(cuts: list[Fraction], depth: Fraction) -> None:
    cover = subdivide(UNIT, at_least(str(Fraction(1, 1 + int(4 * depth)))))
    for point in product(cuts, repeat=2):
        assert any(all(low <= x <= high for x, (low, high) in zip(point, c.box, strict=True)) for c in cover.cells)


def formula(x, y, one):  # type: ignore[no-untyped-def]
    """One formula for numbers of any kind."""
    return (x * y + x) / (one + x * x) - y * y * x


@given(st.integers(0, 16), st.integers(0, 16), st.integers(1, 20))
def test_a_centred_number_encloses_its_formula(i: int, j: int, size: int) -> None:
    width = Fraction(1, size)
    box = (interval(Fraction(1, 3), Fraction(1, 3) + width), interval(Fraction(1, 5), Fraction(1, 5) + width))
    point = [low + Fraction(k, 16) * (high - low) for k, (low, high) in zip((i, j), box, strict=True)]
    exact = formula(point[0], point[1], Fraction(1))
    with precision(96):
        x, y = variables(box)
        found = formula(x, y, x.affine(arb(0), arb(1)))
        value = arb(exact.numerator) / exact.denominator
        assert found.range.overlaps(value)
        sloped = found.centre
        for slope, mark, (low, high) in zip(found.slopes, point, box, strict=True):
            away = mark - (low + high) / 2
            sloped += slope * (arb(away.numerator) / away.denominator)
        assert sloped.overlaps(value)
        grown = (x * y).exp()
        product_ = point[0] * point[1]
        assert grown.range.overlaps((arb(product_.numerator) / product_.denominator).exp())


def test_the_error_falls_with_the_square_of_the_width() -> None:
    def excess(width: Fraction) -> float:
        with precision(96):
            box = (interval(1, 1 + width), interval(1, 1 + width))
            x, y = variables(box)
            value: Centered = x * y - y * x  # zero
            return float(value.range.rad())

    assert excess(Fraction(1, 64)) < 1.1 * excess(Fraction(1, 32)) / 4


@given(st.fractions(Fraction(1, 10**9), 1))
def test_the_margin_is_short_and_below(bound: Fraction) -> None:
    with precision(96):
        margin = margin_below(arb(bound.numerator) / bound.denominator)
    assert margin is not None
    assert bound * Fraction(95, 100) < margin < bound
    assert margin.numerator.bit_length() <= 9
    with precision(96):
        assert margin_below(arb(0)) is None
        assert margin_below(arb(1, 2)) is None
        assert margin_below(arb("inf")) is None


@each_check
def test_the_claim_holds_and_its_twins_do_not(check: Check) -> None:
    certificates = check.run()
    assert certificates
    assert all(c.claim == check.claim for c in certificates)
    assert len(check.mutants) >= 4
    for _, search in check.mutants:
        with pytest.raises(Violation):
            search()


def test_most_twins_are_refuted_not_merely_undecided() -> None:
    refuted = 0
    for check in CHECKS:
        for _, search in check.mutants:
            try:
                search()
            except NotDecided:
                continue
            except Violation:
                refuted += 1
    assert refuted >= 15


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
            from numerics.numbers.balls import Balls

            for c in critical_variances(statement.schedule, Balls()):
                end = high if below else low
                assert (c > arb(end.numerator) / end.denominator) is below


def test_the_intervals_of_the_variance_leave_out_the_critical_ones_only() -> None:
    boxes = sorted(s.box[0] for s in N3_BOXES if s.schedule == FlowMatching(6))
    critical = [c for c in critical_variances(FlowMatching(6), Exact()) if c is not None]
    holes = list(zip([x[1] for x in boxes], [x[0] for x in boxes[1:]], strict=False))
    assert len(holes) == len(critical)
    for c, (low, high) in zip(critical, holes, strict=True):
        assert low < c < high
        assert high - low <= Fraction(1, 25)
        assert min(c - low, high - c) >= Fraction(1, 100)


def test_the_statements_agree_with_exact_arithmetic() -> None:
    """P3.2 and N3 at a cell of one point's width, against fractions."""
    (statement,) = [s for s in P32_BOXES if s.schedule == FlowMatching(6)]
    lam = Fraction(7, 5)
    narrow = replace(statement, box=(interval(lam, lam + Fraction(1, 10**12)),))
    margin = subdivide(narrow.box, decide(narrow)).margin
    from numerics.model.operators import operators

    ops = operators(Problem(FlowMatching(6), Spectrum((lam,)), Fraction(0)), Exact())
    exact = lam - ops.norm[6][0] * teacher(ops)[0] ** 2
    assert Fraction(95, 100) * exact < margin < exact


def test_a_box_across_a_boundary_is_refused() -> None:
    wide = replace(N1_BOXES[2], box=(interval("1/20", "1/2"), *N1_BOXES[2].box[1:]))
    with pytest.raises(Violation):
        enclose([wide])()
    closed = replace(N1_BOXES[2], box=(N1_BOXES[2].box[0], interval(0, "1/2")))
    with pytest.raises(NotDecided):  # equality at s = 0
        enclose([closed])()
    with pytest.raises(Violation):
        enclose([replace(N1_BOXES[2], terms=plan_gaps(boot, -1))])()


def test_intervals_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise"):
        interval(1, 1)
