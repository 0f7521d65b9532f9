"""Algorithm A1: dynamic programming over intervals that keeps ONE operator per interval (claims T4.1, A1).

For every interval (i, j]: F(j-1, j) = a_j, and F(i, j) is the closest to tau_{i,j} = a_j … a_{i+1} in W_2 (coordinates
weighted by n_j) among F(m, j) (1 - gamma_j + gamma_j tau_{i,m}), i < m < j: first operand F(m, j), then the steps
m, …, i+1, left unmerged because their product is then exact. F(i, j) uses only operators that end at the same j, so one
end time costs O(T^2) and the full table O(T^3).

Optimal for one contracting or expanding coordinate; in general only a feasible plan (T4.1).
Ties go to the largest m: the shortest first operand, hence the fewest merges. Errors v - tau are carried, not formed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError
from numerics.model.operators import FloatOperators, Operators, ball_operators, float_operators
from numerics.model.problem import Problem
from numerics.numbers.balls import START_BITS, Order, compare, precision
from numerics.numbers.reals import Floats, N
from numerics.plans.plan import Plan
from numerics.solvers.optimum import Optimum

_BALL_COST: Final = 500_000  # T^2 d


@dataclass(frozen=True)
class Kept(Generic[N]):
    """The operators kept for the intervals (i, end], i = 0 … end-1.

    error[i][c]: F(i, end) - tau_{i,end} on coordinate c.  cut[i]: the m chosen; cut[end-1] = end, a single step.
    undecided: comparisons that stayed undecided; the tie rule settled them, so optimality is then not certified.
    """

    end: int
    error: list[list[N]]
    cut: list[int]
    undecided: int

    def plan(self, start: int = 0) -> Plan:
        """Plan of F(start, end)."""
        return plan_from_cuts(self.cut, start, self.end)


@dataclass(frozen=True)
class FloatKept:
    """`Kept` in doubles: error of shape (end, d); cut of shape (end, d) if separate, (end, 1) if shared."""

    end: int
    error: Floats
    cut: NDArray[np.intp]

    def plan(self, start: int = 0, column: int = 0) -> Plan:
        """Plan of F(start, end), for one coordinate if the coordinates were solved separately."""
        return plan_from_cuts([int(m) for m in self.cut[:, column]], start, self.end)


def plan_from_cuts(cut: list[int], start: int, end: int) -> Plan:
    """Plan over (start, end] whose first operand covers (cut[start], end], and so on inwards."""
    chain = [start]
    while chain[-1] != end - 1:
        chain.append(cut[chain[-1]])
    code = [end]
    for inner, outer in zip(chain[:0:-1], chain[-2::-1], strict=True):
        code += (*range(inner, outer, -1), outer - inner - 1)
    return Plan(tuple(code))


def _checked_end(end: int | None, steps: int) -> int:
    if end is not None and not 1 <= end <= steps:
        raise InputError(f"end = {end}: must lie in 1 … {steps}")
    return steps if end is None else end


def interval_dp(ops: Operators[N], order: Callable[[N, N], Order], end: int | None = None) -> Kept[N]:
    """A1 for one end time (default T) in any number system; the coordinates share one plan. O(end^2 d) operations.

    order: how to compare two squared distances, for instance `balls.compare` or `balls.compare_fractions`.
    """
    last, dim = _checked_end(end, ops.steps), range(ops.dim)
    keep, shrink = ops.keep[last], ops.shrink[last]
    weight = [w * n for w, n in zip(ops.weights, ops.norm[last], strict=True)]
    error = [ops.complement[0]] * last
    cut, undecided = [last] * last, 0
    # For the current i, indexed by m: tau_{i,m} and 1 - tau_{i,m}. carried[m] = tau_{m,last}.
    product, complement = [ops.step[0]] * (last + 1), [ops.complement[0]] * (last + 1)
    carried = [ops.step[0]] * (last + 1)
    for i in range(last - 1, -1, -1):
        a, u = ops.step[i + 1], ops.complement[i + 1]
        for m in range(i + 1, last + 1):
            complement[m] = [u[c] + a[c] * complement[m][c] for c in dim]
            product[m] = [a[c] * product[m][c] for c in dim]
        carried[i] = product[last]
        best: N | None = None
        for m in range(last - 1, i, -1):
            candidate = [
                error[m][c] * (keep[c] + shrink[c] * product[m][c]) + carried[m][c] * (keep[c] * complement[m][c])
                for c in dim
            ]
            distance, *others = [weight[c] * (candidate[c] * candidate[c]) for c in dim]
            for term in others:
                distance = distance + term
            verdict = Order.LESS if best is None else order(distance, best)
            undecided += verdict is Order.UNDECIDED
            if verdict is Order.LESS:
                best, error[i], cut[i] = distance, candidate, m
    return Kept(last, error, cut, undecided)


def interval_dp_floats(ops: FloatOperators, shared: bool = True, end: int | None = None) -> FloatKept:
    """A1 for one end time in doubles: one plan for all coordinates (shared) or one plan per coordinate (a batch).

    Vectorised over m and over the coordinates; O(end^2 d) time, O(end d) memory. Every error of one end time has the
    factor keep_end, which is taken out: plans stay distinguishable where keep underflows.
    """
    last = _checked_end(end, ops.steps)
    keep, shrink = ops.keep[last], ops.shrink[last]
    alone = np.where(np.isfinite(ops.log_keep[last]), 1.0, 0.0)  # infinite budget: every candidate is exact, all tie
    spread = np.sqrt(ops.norm[last] * ops.weights) * ops.relative_keep(last) if shared else alone
    error = np.zeros((last, ops.dim))
    cut = np.full((last, 1 if shared else ops.dim), last, dtype=np.intp)
    product, complement = np.ones((last + 1, ops.dim)), np.zeros((last + 1, ops.dim))
    carried = np.ones((last + 1, ops.dim))
    for i in range(last - 1, -1, -1):
        complement[i + 1 :] = ops.complement[i + 1] + ops.step[i + 1] * complement[i + 1 :]
        product[i + 1 :] *= ops.step[i + 1]
        carried[i] = product[last]
        if i == last - 1:
            continue
        window = slice(last - 1, i, -1)  # m from the largest to the smallest: argmin takes the first of equals
        candidates = error[window] * (keep + shrink * product[window]) + carried[window] * complement[window]
        weighted = distance = np.abs(candidates) * spread
        if shared:
            largest = float(weighted.max())
            distance = np.sum(np.square(weighted / largest if largest > 0 else weighted), axis=1, keepdims=True)
        row = np.argmin(distance, axis=0)
        cut[i] = last - 1 - row
        error[i] = candidates[row[0]] if shared else np.take_along_axis(candidates, row[None, :], axis=0)[0]
    return FloatKept(last, error * keep, cut)


def interval_plan(problem: Problem, _: Optimum | None = None) -> Plan:
    """Plan of Algorithm A1, all coordinates sharing it: in balls while that is cheap, else in doubles."""
    if problem.steps**2 * problem.dim <= _BALL_COST:
        with precision(2 * START_BITS):
            return interval_dp(ball_operators(problem), compare).plan()
    return interval_dp_floats(float_operators(problem)).plan()
