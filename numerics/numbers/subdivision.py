"""Enclosures over boxes of parameters: subdivision with exact cells.

A claim "f > 0 on the whole box" is decided cell by cell; the cells have rational ends and are checked to tile the box.
`centered.py` has the numbers that are evaluated on a cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final, TypeAlias

from flint import arb

from numerics.errors import NotDecided
from numerics.numbers.balls import bounds

Box: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
Decide: TypeAlias = Callable[[Box], Fraction | None]

MAX_DEPTH: Final = 20
MAX_CELLS: Final = 4_000
_MARGIN_BITS: Final = 8


@dataclass(frozen=True)
class Cell:
    """A box on which the claim holds by at least the margin."""

    box: Box
    margin: Fraction


@dataclass(frozen=True)
class Cover:
    """Cells that together are the box. depth: the largest number of bisections that lead to a cell."""

    box: Box
    cells: tuple[Cell, ...]
    depth: int

    @property
    def margin(self) -> Fraction:
        """What the claim holds by on the whole box."""
        return min(cell.margin for cell in self.cells)


def interval(low: Fraction | int | str, high: Fraction | int | str) -> tuple[Fraction, Fraction]:
    """An interval with exact ends, low < high."""
    ends = Fraction(low), Fraction(high)
    if not ends[0] < ends[1]:
        raise ValueError(f"interval [{low}, {high}]: the ends must rise")
    return ends


def shown(box: Box) -> str:
    return " x ".join(f"[{low}, {high}]" for low, high in box)


def subdivide(box: Box, decide: Decide, max_depth: int = MAX_DEPTH, max_cells: int = MAX_CELLS) -> Cover:
    """Bisects until every cell is decided, the coarsest cells first.

    decide: a positive lower bound of the margin on a box, None when it cannot tell; whatever it raises where
    the claim is certainly false is passed on. Raises NotDecided at the first cell that is undecided after max_depth bisections.
    """
    cells: list[Cell] = []
    waiting = deque([(box, 0)])
    depth = 0
    while waiting:
        part, level = waiting.popleft()
        margin = decide(part)
        if margin is not None:
            if margin <= 0:
                raise NotDecided(f"margin {margin} on {shown(part)}")
            cells.append(Cell(part, margin))
            depth = max(depth, level)
        elif level >= max_depth or len(cells) + len(waiting) >= max_cells:
            raise NotDecided(f"undecided on {shown(part)} after {level} bisections and {len(cells)} decided cells")
        else:
            waiting.extend((half, level + 1) for half in halves(part, box))
    return Cover(box, tuple(sorted(cells, key=lambda cell: cell.box)), depth)


def halves(box: Box, whole: Box) -> tuple[Box, Box]:
    """The box cut in two across its relatively longest edge; nearness to zero counts up to 1/16 of the whole."""

    def relative(axis: int) -> Fraction:
        low, high = box[axis]
        return (high - low) / max(abs(low), abs(high), (whole[axis][1] - whole[axis][0]) / 16)

    axis = max(range(len(box)), key=relative)
    low, high = box[axis]
    middle = (low + high) / 2
    before, after = box[:axis], box[axis + 1 :]
    return (*before, (low, middle), *after), (*before, (middle, high), *after)


def tiles(box: Box, cells: Sequence[Cell]) -> bool:
    """Whether the union of the cells is the box, exactly; knows nothing of how the cells were made.

    Every cell lies in the box, no two overlap in their interiors, and the volumes add up.
    """
    axes = range(len(box))
    inside = all(
        len(cell.box) == len(box) and all(box[i][0] <= cell.box[i][0] < cell.box[i][1] <= box[i][1] for i in axes)
        for cell in cells
    )
    if not inside or sum(_volume(cell.box) for cell in cells) != _volume(box):
        return False
    marks = [sorted({end for cell in cells for end in cell.box[i]}) for i in axes]
    ranks = [
        [(bisect_left(marks[i], x), bisect_left(marks[i], y)) for cell in cells for x, y in (cell.box[i],)]
        for i in axes
    ]
    return all(
        any(axis[a][1] <= axis[b][0] or axis[b][1] <= axis[a][0] for axis in ranks)
        for a, b in combinations(range(len(cells)), 2)
    )  # fmt: skip


def _volume(box: Box) -> Fraction:
    volume = Fraction(1)
    for low, high in box:
        volume *= high - low
    return volume


def margin_below(bound: arb) -> Fraction | None:
    """A short positive rational below every number of the ball, by a little; None when there is none."""
    if not bound > 0 or not bound.is_finite():
        return None
    low, _ = bounds(bound)
    low *= Fraction(31, 32)  # another arithmetic of the same bound will be a little different
    shift = _MARGIN_BITS + low.denominator.bit_length() - low.numerator.bit_length()
    scale = Fraction(2) ** shift
    return (low * scale).__floor__() / scale
