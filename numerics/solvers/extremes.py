"""The smallest and the largest operator of any plan on one coordinate, by dynamic programming (claims D4.1, N7).

A merged operator X_1 (1 - gamma + gamma Q) grows with its first operand X_1 and with the content Q, and Q grows with each of
its operands. So the extreme operators over (i, j] are made of extreme operators over shorter intervals: O(T^3), exact.
If the teacher's tau lies outside the range of the operators, the nearer end is the best plan. If it lies inside, errors
can cancel to nearly zero and no such shortcut is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flint import arb

from numerics.errors import InputError
from numerics.model.operators import Operators, ball_operators
from numerics.model.problem import Problem
from numerics.numbers.balls import LIMIT_BITS, START_BITS, Ball, Order, compare, doublings, precision, sign
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.optimum import Optimum, root_below


@dataclass(frozen=True)
class Extreme:
    """An end of the range: a plan that attains it, its error v - tau, and whether every choice on the way was certain.

    error encloses the end itself even if some choice was not.
    """

    plan: Plan
    error: Ball
    decided: bool


def extreme(
    problem: Problem, largest: bool, limit: int = LIMIT_BITS // 4, deadline: Deadline | None = None
) -> Extreme | None:
    """Largest or smallest operator over all plans of a problem with one coordinate, T >= 2; None if time runs out."""
    if problem.dim != 1 or problem.steps < 2:
        raise InputError("extremes: the problem must have one coordinate and at least two steps")
    for bits in doublings(2 * START_BITS, limit):
        with precision(bits):
            table = _Table(ball_operators(problem), largest)
            if not table.filled(deadline or Deadline()):
                return None
            found = table.result()
        if found.decided:
            break
    return found


class _Table:
    """Errors of the extreme merges and contents over every interval, and the cuts that make them."""

    def __init__(self, ops: Operators[arb], largest: bool) -> None:
        self.steps, self.sign, self.decided = ops.steps, 1 if largest else -1, True
        self.step, self.complement, self.keep, self.shrink = (
            [row[0] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink)
        )
        self.tau: dict[tuple[int, int], tuple[arb, arb]] = {}
        self.merged: dict[tuple[int, int], tuple[arb, int]] = {}  # error, cut (the interval's end: a single step)
        self.content: dict[tuple[int, int], tuple[arb, int]] = {}  # error, cut (the interval's start: one operand)

    def filled(self, deadline: Deadline) -> bool:
        """Whether the time sufficed for every interval."""
        for length in range(1, self.steps + 1):
            for i in range(self.steps - length + 1):
                if deadline.spent():
                    return False
                self._fill(i, i + length)
        return True

    def _fill(self, i: int, j: int) -> None:
        if j == i + 1:
            self.tau[i, j] = self.step[j], self.complement[j]
            self.merged[i, j], self.content[i, j] = (arb(0), j), (arb(0), i)
            return
        p, u = self.tau[j - 1, j]
        q, w = self.tau[i, j - 1]
        self.tau[i, j] = p * q, u + p * w
        merges, products = [], []
        for m in range(j - 1, i, -1):
            (p, _), (q, u) = self.tau[m, j], self.tau[i, m]
            first, rest = self.merged[m, j][0], self.content[i, m][0]
            student = self.keep[j] + self.shrink[j] * (q + rest)
            merges.append((first * student + p * (self.keep[j] * u + self.shrink[j] * rest), m))
            products.append((first * (q + rest) + p * rest, m))
        self.merged[i, j] = self._best(merges)
        if j < self.steps:
            self.content[i, j] = self._best([(self.merged[i, j][0], i), *products])

    def _best(self, options: list[tuple[arb, int]]) -> tuple[arb, int]:
        best, cut = options[0]
        for value, m in options[1:]:
            order = compare(value, best)
            self.decided &= order is not Order.UNDECIDED
            if order.value == self.sign:
                best, cut = value, m
            elif order is Order.UNDECIDED:
                best = best.max(value) if self.sign > 0 else best.min(value)
        return best, cut

    def result(self) -> Extreme:
        return Extreme(self._plan(0, self.steps), Ball.pack(self.merged[0, self.steps][0]), self.decided)

    def _plan(self, i: int, j: int) -> Plan:
        _, m = self.merged[i, j]
        return Plan((j,)) if m == j else Plan.merge([self._plan(m, j), *self._operands(i, m)])

    def _operands(self, i: int, j: int) -> list[Plan]:
        _, m = self.content[i, j]
        return [self._plan(i, j)] if m == i else [self._plan(m, j), *self._operands(i, m)]


_RANGE_STEPS: Final = 256  # the range of all plans of one coordinate is computed up to this T


def end_of_range(problem: Problem, deadline: Deadline) -> tuple[Optimum | None, str]:
    """One coordinate: if tau lies outside the range of all plans, the nearer end of the range is optimal.

    Otherwise what is known instead, in words.
    """
    if problem.steps > _RANGE_STEPS:
        return (
            None,
            f"the range of all plans is not computed beyond T = {_RANGE_STEPS}, so errors may cancel to nearly zero",
        )
    for largest in (True, False):
        end = extreme(problem, largest, deadline=deadline)
        if end is None:
            return None, "no time was left for the range of all plans, so errors may cancel to nearly zero"
        with precision(4 * START_BITS):
            if sign(end.error.unpack()) is (Order.LESS if largest else Order.GREATER):
                word, side = ("largest", "below") if largest else ("smallest", "above")
                reason = f"the {word} operator of any plan, found by dynamic programming, is still {side} tau"
                lower = None if end.decided else _distance(end.error, problem)
                return Optimum("extreme", end.plan, end.decided, lower, notes=(reason,)), ""
    return None, "tau is not shown to lie outside the range of all plans, so errors can cancel to nearly zero"


def _distance(error: Ball, problem: Problem) -> Ball:
    """W_2 of an error, for a problem with one distinct eigenvalue."""
    bits = 4 * START_BITS
    with precision(bits):
        norm = ball_operators(problem).norm[problem.steps][0]
        return root_below(Ball.pack(problem.weights[0] * norm * error.unpack() ** 2), bits)
