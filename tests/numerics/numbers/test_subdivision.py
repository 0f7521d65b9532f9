"""Boxes: the cover is a cover, and what stays undecided is not accepted."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.checks.check import Violation
from numerics.errors import NotDecided
from numerics.numbers.balls import precision
from numerics.numbers.subdivision import Box, Cell, halves, interval, margin_below, shown, subdivide, tiles

UNIT: Box = (interval(0, 1), interval(0, 1))


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


def test_intervals_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise"):
        interval(1, 1)


def test_a_box_is_halved_across_its_relatively_longest_edge() -> None:
    wide = (interval(1, 3), interval(100, 101))
    for box in (wide, wide[::-1]):
        parts = halves(box, box)
        assert tiles(box, [Cell(part, Fraction(1)) for part in parts])
        assert sorted(part[box.index(wide[0])] for part in parts) == [(1, 2), (2, 3)]
    near_zero = (interval(0, "1/1000"), interval(1, 2))
    assert halves(near_zero, UNIT)[0][1] == (1, Fraction(3, 2))  # an edge at zero is not cut for ever
    assert shown(near_zero) == "[0, 1/1000] x [1, 2]"


def test_cells_beside_the_box_are_no_cover() -> None:
    """As many as would fill it, none on another."""
    moved = [Cell(tuple((low + 1, high + 1) for low, high in cell.box), cell.margin) for cell in QUARTERS]
    assert not tiles(UNIT, moved)
    assert not tiles((interval(0, 2),), [Cell((interval(0, 1),), Fraction(1)), Cell((interval(2, 3),), Fraction(1))])


def test_the_margin_of_a_cover_is_that_of_its_worst_cell_and_its_depth_that_of_its_deepest() -> None:
    line = (interval(0, 8),)

    def uneven(box: Box) -> Fraction | None:
        ((low, high),) = box
        return None if high - low > (1 if low < 2 else 4) else high + 1

    cover = subdivide(line, uneven)
    assert [cell.box for cell in cover.cells] == [((0, 1),), ((1, 2),), ((2, 4),), ((4, 8),)]
    assert (cover.margin, cover.depth) == (2, 3)
    shallow_last = subdivide(line, lambda box: None if box[0][0] == 0 and box[0][1] > 1 else Fraction(1))
    assert shallow_last.depth == 3


def test_the_margin_is_below_the_lower_end() -> None:
    """By a thirty-second, rounded down to eight places."""
    wide = margin_below(arb(2, 1))
    assert wide is not None and Fraction(9, 10) < wide <= Fraction(31, 32)
    third = margin_below(arb(1) / 3)
    assert third is not None and Fraction(95, 300) < third <= Fraction(31, 96)
    for k in range(257, 300):
        found = margin_below(arb(k))
        assert found is not None and found <= Fraction(31 * k, 32) < found + Fraction(2)
