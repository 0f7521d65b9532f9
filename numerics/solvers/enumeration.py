"""All merge plans of a problem at once, in arrays of enclosures: which of them can be the best (claims D4.1, N7).

A merge over (k, j] uses the same two tables whatever surrounds it: the errors v - tau of every plan over (m, j] and
of every product of plans over (k, m]. Shorter intervals are tabulated once, so one plan costs a few multiplications.
Only plans that are not certainly farther than another one are returned; balls rank those.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.numbers.ball_arrays import Enclosure, exactly, from_balls
from numerics.numbers.balls import precision
from numerics.plans.canonical import schroeder
from numerics.plans.plan import Plan
from numerics.plans.rank import rank
from numerics.solvers.optimum import Optimum, ranked

_BITS: Final = 128


class Enumeration:
    """Errors of all plans over every interval, T >= 2; plans are numbered as `canonical.enumerate_plans` lists them."""

    def __init__(self, problem: Problem) -> None:
        self.steps = problem.steps
        with precision(_BITS):
            ops = ball_operators(problem)
            weight = [n * w for n, w in zip(ops.norm[self.steps], ops.weights, strict=True)]
            self._weight = from_balls([weight])[0]
            self._step, self._complement = from_balls(ops.step), from_balls(ops.complement)
            self._keep, self._shrink = from_balls(ops.keep), from_balls(ops.shrink)
        self._tau: dict[tuple[int, int], tuple[Enclosure, Enclosure]] = {}  # tau and 1 - tau of (i, j]
        self._merged: dict[tuple[int, int], Enclosure] = {}  # errors of single operators, shape (plans, d)
        self._content: dict[tuple[int, int], Enclosure] = {}  # errors of products, shape (products, d)
        with np.errstate(all="ignore"):
            self._tabulate()

    def _tabulate(self) -> None:
        zero = exactly(np.zeros((1, self._weight.mid.size)))
        for length in range(1, self.steps):
            for i in range(self.steps - length + 1):
                j = i + length
                if length == 1:
                    self._tau[i, j] = self._step[j], self._complement[j]
                    self._merged[i, j] = self._content[i, j] = zero
                    continue
                (p, u), (q, w) = self._tau[j - 1, j], self._tau[i, j - 1]
                self._tau[i, j] = p * q, u + p * w
                cuts = range(j - 1, i, -1)
                self._merged[i, j] = _stack([self._merge(i, m, j) for m in cuts])
                if j < self.steps:
                    self._content[i, j] = _stack([self._merged[i, j], *(self._product(i, m, j) for m in cuts)])

    def _merge(self, i: int, m: int, j: int) -> Enclosure:
        """Errors of every first operand over (m, j] with every content over (i, m], as one merge at time j."""
        (p, _), (q, u) = self._tau[m, j], self._tau[i, m]
        rest, keep, shrink = self._content[i, m], self._keep[j], self._shrink[j]
        student, bias = keep + shrink * (q + rest), p * (keep * u + shrink * rest)
        return _outer(self._merged[m, j], student, bias)

    def _product(self, i: int, m: int, j: int) -> Enclosure:
        (p, _), (q, _) = self._tau[m, j], self._tau[i, m]
        rest = self._content[i, m]
        return _outer(self._merged[m, j], q + rest, p * rest)

    def contenders(self) -> list[Plan]:
        """Plans over T … 1 that are not certainly farther than another one, nearest first as far as doubles tell."""
        kept: list[tuple[float, int, int]] = []  # (W_2^2, first cut, number among the plans with that cut)
        lows: list[float] = []
        upper, shift = np.inf, 0
        with np.errstate(all="ignore"):
            chunks = [(m, self._merge(0, m, self.steps)) for m in range(self.steps - 1, 0, -1)]
            largest = max(float(np.max(abs(errors.mid))) for _, errors in chunks)
            shift = -int(np.frexp(largest)[1]) if np.isfinite(largest) and largest > 0 else 0
            scale = -int(np.frexp(float(np.max(self._weight.mid)))[1])
            weight = Enclosure(np.ldexp(self._weight.mid, scale), np.ldexp(self._weight.rad, scale))
            for m, errors in chunks:
                scaled = Enclosure(np.ldexp(errors.mid, shift), np.ldexp(errors.rad, shift))
                terms = weight * scaled * scaled
                total, spread = terms.mid.sum(axis=1), terms.rad.sum(axis=1)
                spread = spread * (1 + 1e-12) + 1e-12 * total
                low, high = np.nan_to_num(total - spread, nan=-np.inf), total + spread
                upper = min(upper, float(np.nanmin(np.where(np.isnan(high), np.inf, high))))
                for number in np.flatnonzero(low <= upper):
                    kept.append((float(total[number]), m, int(number)))
                    lows.append(float(low[number]))
        chosen = sorted(row for row, low in zip(kept, lows, strict=True) if low <= upper)
        return [self._chosen(m, number, 0, self.steps) for _, m, number in chosen]

    def _chosen(self, m: int, number: int, i: int, j: int) -> Plan:
        first, rest = divmod(number, len(self._content[i, m].mid))
        return Plan.merge([self._plan(first, m, j), *self._operands(rest, i, m)])

    def _plan(self, number: int, i: int, j: int) -> Plan:
        if j - i == 1:
            return Plan((j,))
        m, number = self._cut(number, i, j)
        return self._chosen(m, number, i, j)

    def _operands(self, number: int, i: int, j: int) -> list[Plan]:
        singles = len(self._merged[i, j].mid)
        if number < singles:
            return [self._plan(number, i, j)]
        m, number = self._cut(number - singles, i, j)
        first, rest = divmod(number, len(self._content[i, m].mid))
        return [self._plan(first, m, j), *self._operands(rest, i, m)]

    def _cut(self, number: int, i: int, j: int) -> tuple[int, int]:
        """The cut m of a numbered plan over (i, j], and its number among the plans with that cut."""
        for m in range(j - 1, i, -1):
            count = len(self._merged[m, j].mid) * len(self._content[i, m].mid)
            if number < count:
                return m, number
            number -= count
        raise IndexError(number)


def _outer(first: Enclosure, factor: Enclosure, term: Enclosure) -> Enclosure:
    """first[a] factor[b] + term[b] for every pair, shape (a b, d)."""
    value = first[:, None, :] * factor[None] + term[None]
    dim = value.mid.shape[-1]
    return Enclosure(value.mid.reshape(-1, dim), value.rad.reshape(-1, dim))


def _stack(parts: list[Enclosure]) -> Enclosure:
    return Enclosure(np.concatenate([x.mid for x in parts]), np.concatenate([x.rad for x in parts]))


ENUMERATION_STEPS: Final = 8  # enumerated at once up to this T
LATE_ENUMERATION_STEPS: Final = 12  # up to this T when branch and bound leaves a gap; on request one step more
ENUMERATION_COST: Final = 3_000_000  # plans times distinct eigenvalues; on request five times as many


def cost(problem: Problem) -> int:
    return schroeder(min(problem.steps, 40)) * problem.dim


def enumerated(problem: Problem) -> Optimum:
    ranking = rank(Enumeration(problem).contenders(), problem)
    return ranked("enumeration", ranking, f"all {schroeder(problem.steps)} plans compared")
