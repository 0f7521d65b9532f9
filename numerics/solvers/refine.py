"""Inner merges made explicit: branching over plans that merge below T, best first (claims D4.1, N7).

A partial plan is a chain of blocks whose contents may hold holes: one merge over (k, j], any content of (k, m], or any
content with at least one merge. With every hole at its own best end the logarithms rho = log(value / tau) of all operators
move to one side, because a merge grows with its operands: that bounds each coordinate, and the sum of the bounds W_2^2.
Branching fills the first hole in every way that fixes its first operand.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from numerics.numbers.ball_arrays import Enclosure, exactly
from numerics.numbers.reals import Floats
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.relaxation import Relaxation


def outer_ends(value: Enclosure, high: NDArray[np.bool_]) -> Floats:
    """The end beyond which no number lies: the upper one where high, else the lower one."""
    return np.where(high, value.upper(), value.lower())


@dataclass(frozen=True, order=True)
class Hole:
    """Something still open over (start, end], at least two steps: one merge, any content, or some merge in a content."""

    kind: Literal["merge", "any", "some"]
    start: int
    end: int


Item: TypeAlias = "int | Hole | tuple[Item, ...]"
Content = tuple[Item, ...]
Chain = tuple[Content, ...]


def skeleton(points: Sequence[int], merged: Sequence[bool]) -> Chain:
    """Chain with the cut points T-1 > … > 0; the blocks marked hold at least one inner merge."""
    blocks: list[Content] = []
    for (outer, inner), some in zip(itertools.pairwise(points), merged, strict=True):
        blocks.append((Hole("some", inner, outer),) if some else tuple(range(outer, inner, -1)))
    return tuple(blocks)


def refine(
    problem: Relaxation,
    start: list[tuple[float, Chain]],
    upper: Callable[[], float],
    offer: Callable[[Plan], None],
    deadline: Deadline,
    max_nodes: int,
) -> float:
    """Explore all plans of some skeletons, each with a bound; returns a bound of those left unexplored (inf: none).

    upper: the value above which nothing is of interest. offer: takes every explicit plan that is.
    """
    values = _Values(problem)
    heap = [(bound, number, chain) for number, (bound, chain) in enumerate(start)]
    heapq.heapify(heap)
    number = len(heap)
    while heap and heap[0][0] <= upper():
        if number > max_nodes or deadline.spent():
            return heap[0][0]
        bound, _, chain = heapq.heappop(heap)
        for child in _filled(chain):
            low = max(bound, values.bound(child))
            if low > upper():
                continue
            if _holes(child):
                heapq.heappush(heap, (low, number, child))
                number += 1
            else:
                offer(_plan(child, problem.steps))
    return np.inf


def _plan(chain: Chain, steps: int) -> Plan:
    plan = Plan((steps,))
    for content in chain:
        plan = Plan.merge([plan, *map(Plan.of, content)])  # type: ignore[arg-type]  # no holes are left
    return plan


def _holes(item: Item | Chain) -> bool:
    return isinstance(item, Hole) or (isinstance(item, tuple) and any(_holes(part) for part in item))


def _filled(chain: Chain) -> list[Chain]:
    """The chain with its first hole filled in every way."""
    for position, content in enumerate(chain):
        if _holes(content):
            return [(*chain[:position], new, *chain[position + 1 :]) for new in _variants(content)]
    return []


def _variants(items: Content) -> list[Content]:
    for position, item in enumerate(items):
        if not _holes(item):
            continue
        before, after = items[:position], items[position + 1 :]
        if isinstance(item, Hole):
            found = _fillings(item)
        else:
            assert isinstance(item, tuple)
            found = [(new,) for new in _variants(item)]
        return [(*before, *new, *after) for new in found]
    return []


def _fillings(hole: Hole) -> list[Content]:
    start, end = hole.start, hole.end
    if hole.kind == "merge":
        return [((_merge(m, end), _rest(start, m)),) for m in range(end - 1, start, -1)]
    found: list[Content] = []
    for m in range(end - 1, start - 1, -1):
        if m == end - 1 and hole.kind == "some":
            if m - start >= 2:
                found.append((end, Hole("some", start, m)))
        else:
            found.append((_merge(m, end), _rest(start, m)) if m > start else (_merge(m, end),))
    return found


def _merge(start: int, end: int) -> Item:
    return end if end == start + 1 else Hole("merge", start, end)


def _rest(start: int, end: int) -> Item:
    return end if end == start + 1 else Hole("any", start, end)


class _Values:
    """Ends of rho and D: the low end of contracting coordinates, the high end of expanding ones, both of open ones."""

    def __init__(self, problem: Relaxation) -> None:
        self.problem = problem
        inside = np.flatnonzero(problem.open)
        sided = [np.flatnonzero(problem.contracting), np.flatnonzero(problem.expanding)]
        self.columns = np.concatenate([sided[0], sided[1], inside, inside])
        self.high = np.repeat([False, True, False, True], [len(sided[0]), len(sided[1]), len(inside), len(inside)])
        self.one_sided = len(sided[0]) + len(sided[1])
        self.floor = np.repeat([True, False], [len(sided[0]), len(self.columns) - len(sided[0])])
        at = np.searchsorted(problem.ranged, inside)
        near = np.where(problem.contracting, problem.near, -problem.near)
        zero = np.zeros((len(problem.blocks), self.one_sided))
        self.merge = np.hstack([near[:, sided[0]], near[:, sided[1]], *(x[:, at] for x in self._ends("low", "high"))])
        self.content = np.hstack([zero, *(x[:, at] for x in self._ends("all_low", "all_high"))])
        self.keep, self.shrink = problem.keep[:, self.columns], problem.shrink[:, self.columns]
        self.ratio, self.tangent = problem.ratio[:, self.columns], problem.tangent[:, self.columns]
        self.shift = problem.shift[:, self.columns]
        self.known: dict[Item, tuple[int, int, Floats]] = {}
        self.blocks: dict[Content, Floats] = {}

    def _ends(self, *names: str) -> list[Floats]:
        empty = np.zeros((len(self.problem.blocks), 0))
        return [getattr(self.problem, name, empty) for name in names]

    def bound(self, chain: Chain) -> float:
        """Lower bound of 4^exponent W_2^2 of every plan that fills the holes."""
        with np.errstate(all="ignore"):
            total = exactly(np.zeros(len(self.columns)))
            for content in chain:
                if content not in self.blocks:
                    self.blocks[content] = self._block(content)
                total = total + exactly(self.blocks[content])
            ends = self._end(total)
            count = (len(ends) - self.one_sided) // 2
            low, high = ends[self.one_sided : self.one_sided + count], ends[self.one_sided + count :]
            inside = np.where(low > 0, low, np.where(high < 0, high, 0.0))
            nearest = np.zeros(self.problem.dim)
            nearest[self.columns[: self.one_sided + count]] = np.concatenate([ends[: self.one_sided], inside])
            nearest = np.where(self.problem.contracting, np.maximum(nearest, 0.0), nearest)
            nearest = np.where(self.problem.expanding, np.minimum(nearest, 0.0), nearest)
            terms = np.nan_to_num(self.problem.distances(exactly(nearest)).lower(), nan=0.0)
        return float(np.sum(terms) * (1 - 1e-12))

    def _end(self, value: Enclosure) -> Floats:
        end = outer_ends(value, self.high)
        return np.where(self.floor & ~np.isfinite(end), 0.0, end)  # a contracting coordinate: rho >= 0 in any case

    def _block(self, content: Content) -> Floats:
        start, end, rho = self._content(content)
        row = self.problem.row[start, end]
        return self._end(self.shift[row] + (self.tangent[row] * exactly(rho).expm1()).log1p())

    def _content(self, items: Content) -> tuple[int, int, Floats]:
        parts = [self._item(item) for item in items]
        total = parts[0][2]
        for _, _, rho in parts[1:]:
            total = self._end(exactly(total) + exactly(rho))
        return parts[-1][0], parts[0][1], total

    def _item(self, item: Item) -> tuple[int, int, Floats]:
        if isinstance(item, int):
            return item - 1, item, np.zeros(len(self.columns))
        if isinstance(item, Hole):
            table = self.merge if item.kind == "merge" else self.content
            return item.start, item.end, table[self.problem.row[item.start, item.end]]
        if item not in self.known:
            _, top, first = self._item(item[0])
            start, middle, rest = self._content(item[1:])
            row = self.problem.row[start, middle]
            grown = (self.keep[top] * self.ratio[row] + self.shrink[top] * exactly(rest).expm1()).log1p()
            self.known[item] = start, top, self._end(exactly(first) + exactly(self._end(grown)))
        return self.known[item]
