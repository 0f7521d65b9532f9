"""The yardsticks for certified evaluation: mpmath.iv as a number system, and plans evaluated one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb
from mpmath import iv

from numerics.model.operators import Operators, operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, precision
from numerics.numbers.reals import N, Reals
from numerics.plans.canonical import CANONICAL
from numerics.plans.evaluate import run
from numerics.plans.plan import Plan
from numerics.sweeps.scan import PlanProgram, Point


class Intervals:
    """Enclosures by mpmath.iv at its current precision (`iv.prec`, in bits)."""

    def rational(self, value: Fraction | int, /) -> Any:
        exact = Fraction(value)
        return iv.mpf(exact.numerator) / exact.denominator

    def sqrt(self, value: Any, /) -> Any:
        return iv.sqrt(value)

    def exp(self, value: Any, /) -> Any:
        return iv.exp(value)

    def log(self, value: Any, /) -> Any:
        return iv.log(value)

    def cos_pi(self, turn: Fraction, /) -> Any:
        return iv.cos(iv.pi * turn.numerator / turn.denominator)

    def sin_pi(self, turn: Fraction, /) -> Any:
        return iv.sin(iv.pi * turn.numerator / turn.denominator)


@dataclass(frozen=True)
class Yardstick:
    """What a scan encloses at its points, by other means, at `bits` bits. The lambda of the points are distinct."""

    schedule: Schedule
    budget: Fraction
    bits: int

    def canonical(self) -> list[Plan]:
        return [make(self.schedule.steps) for make in CANONICAL.values()]

    def with_flint(self, points: Sequence[Point]) -> list[list[arb]]:
        """Plan after plan, in balls."""
        with precision(self.bits):
            return self._plainly(Balls(), points, arb.sqrt)

    def with_iv(self, points: Sequence[Point]) -> None:
        """Plan after plan, in mpmath.iv."""
        iv.prec = self.bits
        self._plainly(Intervals(), points, iv.sqrt)

    def shared_with_iv(self, points: Sequence[Point]) -> None:
        """The scan's own way of sharing work between plans, handed to mpmath.iv."""
        iv.prec = self.bits
        ops: Operators[Any] = operators(self._problem(points), Intervals())
        together = PlanProgram(self.canonical(), self.schedule.steps)
        programs = {plan: together.with_plan(plan) for plan in {p.plan for p in points}}
        for place, point in enumerate(points):
            weight = iv.sqrt(ops.norm[-1][place])
            min([weight * abs(error) for _, error in programs[point.plan].run(*_columns(ops, place))])

    def _plainly(self, reals: Reals[N], points: Sequence[Point], root: Callable[[N], N]) -> list[list[N]]:
        """As the package evaluates one plan in any number system."""
        found = []
        ops = operators(self._problem(points), reals)
        for place, point in enumerate(points):
            plans = list(dict.fromkeys([*self.canonical(), point.plan]))  # one that is among the four comes once
            weight = root(ops.norm[-1][place])
            found.append([weight * abs(run(plan, *_columns(ops, place))[1]) for plan in plans])
            min(found[-1])
        return found

    def _problem(self, points: Sequence[Point]) -> Problem:
        return Problem(self.schedule, Spectrum(tuple(p.lam for p in points)), self.budget)


def _columns(ops: Operators[N], place: int) -> list[list[N]]:
    return [[row[place] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink)]
