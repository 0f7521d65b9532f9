"""Certified counterexamples to the program that keeps one operator per interval, in exact rationals (claims T4.1, A1).

T4.1 as titled says that Algorithm A1 returns the closest plan. It does so for one coordinate on one side of 1, and not
in general; each counterexample below is the smallest possible in T.

One coordinate. T <= 2 has a single plan, so T = 3 is least; there A1 sees [3,2,1] and [[3,2],1] and misses [3,[2,1]].
That plan is useful in the open window alone (N1, N2).

Two one-sided coordinates. Their best plan merges only at time T (N6). At T = 3 these plans are vanilla [3,2,1] and BOOT
[[3,2],1]; over (1, 3] there is one plan, so A1 drops nothing and compares both: it is exact. Hence T = 4 is least. There A1
keeps one of [4,3,2] and [[4,3],2] over (1, 4], the closer to tau_{1,4}, and the other one may be the better beginning.

Shrinkage is rational as well: exp(-2 s n_t) = p^(q n_t) with p = exp(-2 s / q) rational and q n_t a whole number, at every
time t at which some plan considered merges. `search` finds such instances at random, `shrink` simplifies them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from numerics.errors import InputError
from numerics.model.operators import Operators, coefficients
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import compare_fractions
from numerics.numbers.reals import Exact
from numerics.plans.canonical import enumerate_plans
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp

_MOST: Final = 60  # largest exponent q n_t
_DENOMINATORS: Final = 9


@dataclass(frozen=True)
class Instance:
    """Rational data of a variance preserving problem: alpha_t and sigma_t (t = 0 … T), spectrum, p = exp(-2 s / q), q."""

    alpha: tuple[Fraction, ...]
    sigma: tuple[Fraction, ...]
    lam: tuple[Fraction, ...]
    base: Fraction
    scale: int

    @property
    def steps(self) -> int:
        return len(self.alpha) - 1

    def operators(self) -> Operators[Fraction]:
        """Operators in exact arithmetic; InputError if they are irrational. gamma_t = 0 at t <= 1, where nothing starts.

        Several coordinates: gamma_t = 0 below T too, for only plans that merge at time T are considered (N6).
        """
        c = coefficients(Tabulated(self.alpha, self.sigma), Exact())
        one, times = Fraction(1), range(self.steps + 1)
        norm = [[c.alpha[t] ** 2 * x + c.sigma[t] ** 2 for x in self.lam] for t in times]
        missing = [[(c.p[t] - c.q[t] * x) / (norm[t][i] or one) for i, x in enumerate(self.lam)] for t in times]
        first = 2 if len(self.lam) == 1 else self.steps
        keep = [[one] * len(self.lam) if t < first else [self._keep(n) for n in norm[t]] for t in times]
        return Operators(
            step=[[one - u for u in row] for row in missing],
            norm=norm,
            keep=keep,
            shrink=[[one - k for k in row] for row in keep],
            complement=missing,
            weights=[one] * len(self.lam),
        )

    def _keep(self, norm: Fraction) -> Fraction:
        exponent = self.scale * norm
        if exponent.denominator != 1 or exponent > _MOST:
            raise InputError(f"q n_t = {exponent}: must be a whole number up to {_MOST}")
        return self.base ** int(exponent)

    def size(self) -> int:
        """Digits needed to write the instance down."""
        numbers = [*self.alpha, *self.sigma, *self.lam, self.base, Fraction(self.scale)]
        return sum(len(str(x.numerator)) + len(str(x.denominator)) for x in numbers) * 1000 + sum(
            x.numerator + x.denominator for x in numbers
        )


@dataclass(frozen=True)
class Counterexample:
    """An instance on which A1 returns `kept`, at W_2^2 = kept_squared, though `better` is closer: better_squared."""

    instance: Instance
    kept: Plan
    kept_squared: Fraction
    better: Plan
    better_squared: Fraction

    @property
    def ratio(self) -> float:
        """How many times farther the plan of A1 is, in W_2."""
        return float(self.kept_squared / self.better_squared) ** 0.5 if self.better_squared else float("inf")

    def check(self) -> None:
        """Recompute everything in exact arithmetic; ArithmeticError unless it is a counterexample as described."""
        data = self.instance
        if any(a * a + s * s != 1 for a, s in zip(data.alpha, data.sigma, strict=True)) or not 0 < data.base < 1:
            raise ArithmeticError("not a variance preserving schedule with a positive budget")
        ops = data.operators()
        if len(data.lam) > 1:
            if not all(_one_sided(ops, i) for i in range(ops.dim)):
                raise ArithmeticError("some coordinate is in the open window")
            if any(merge.first != data.steps for merge in self.better.merges()):
                raise ArithmeticError("the better plan merges below T")
        if _beaten(data) != self:
            raise ArithmeticError("the recorded plans or values are not those of the instance")
        if not self.better_squared < self.kept_squared:
            raise ArithmeticError("the better plan is not closer")


def _one_sided(ops: Operators[Fraction], i: int) -> bool:
    inner = [ops.complement[t][i] for t in range(1, ops.steps)]
    return all(u >= 0 for u in inner) or all(u <= 0 for u in inner)


def _beaten(data: Instance) -> Counterexample:
    """What A1 returns on an instance beside the plan that is closest, which may be the same."""
    ops = data.operators()

    def squared(plan: Plan) -> Fraction:
        return w2_squared(evaluate(plan, ops)[1], ops)

    kept = interval_dp(ops, compare_fractions).plan()
    plans = enumerate_plans(0, data.steps)
    if len(data.lam) > 1:
        plans = [plan for plan in plans if all(merge.first == data.steps for merge in plan.merges())]
    better = min(plans, key=squared)
    return Counterexample(data, kept, squared(kept), better, squared(better))


def find(data: Instance, ratio: float = 1.0) -> Counterexample | None:
    """The counterexample that an instance gives, with W_2 at least `ratio` times the minimum; None if it gives none."""
    try:
        found = _beaten(data)
        if found.better_squared < found.kept_squared and found.ratio >= ratio:
            found.check()
            return found
    except (InputError, ArithmeticError):
        pass
    return None


def search(steps: int, dim: int, seed: int, tries: int = 2_000, ratio: float = 1.0) -> Counterexample | None:
    """Random variance preserving instances until one is a counterexample; None if none is."""
    rng = random.Random(seed)
    for _ in range(tries):
        slopes = sorted(rng.sample(_SLOPES, steps - 1))
        points = [_point(m) for m in slopes] + [(Fraction(0), Fraction(1))]
        lam = tuple(rng.choice(_LAMBDAS) for _ in range(dim))
        found = find(_instance(points, lam, rng.choice(_BASES)), ratio)
        if found is not None:
            return found
    return None


def shrink(found: Counterexample, ratio: float = 1.0) -> Counterexample:
    """Replace one number after the other by a simpler one as long as the counterexample stands."""
    improved = True
    while improved:
        improved = False
        for data in _simpler(found.instance):
            other = find(data, ratio) if data.size() < found.instance.size() else None
            if other is not None:
                found, improved = other, True
                break
    return found


def _simpler(data: Instance) -> Iterator[Instance]:
    points = list(zip(data.alpha[1:], data.sigma[1:], strict=True))
    for k in range(len(points)):
        for m in (*_SLOPES, Fraction(1)):
            changed = sorted([*points[:k], _point(m), *points[k + 1 :]], key=lambda point: point[1])
            yield _instance(changed, data.lam, data.base)
    for k in range(len(data.lam)):
        for x in _LAMBDAS:
            yield _instance(points, (*data.lam[:k], x, *data.lam[k + 1 :]), data.base)
    for base in _BASES:
        yield replace(data, base=base)


def _instance(points: list[tuple[Fraction, Fraction]], lam: tuple[Fraction, ...], base: Fraction) -> Instance:
    """The instance with the least q that makes every needed exponent whole."""
    alpha, sigma = zip((Fraction(1), Fraction(0)), *points, strict=True)
    scale = 1
    for t in range(2 if len(lam) == 1 else len(points), len(points) + 1):
        for x in lam:
            scale *= (scale * (alpha[t] ** 2 * x + sigma[t] ** 2)).denominator
    return Instance(tuple(alpha), tuple(sigma), lam, base, scale)


def _point(slope: Fraction) -> tuple[Fraction, Fraction]:
    """Rational point of the quarter circle, from (1, 0) at slope 0 to (0, 1) at slope 1."""
    return (1 - slope * slope) / (1 + slope * slope), 2 * slope / (1 + slope * slope)


_SLOPES: Final = sorted({Fraction(a, b) for b in range(2, _DENOMINATORS + 1) for a in range(1, b)})
_LAMBDAS: Final = sorted({Fraction(a, b) for b in range(1, _DENOMINATORS + 1) for a in range(2 * _DENOMINATORS + 1)})
_BASES: Final = sorted({Fraction(a, b) for b in range(2, 5) for a in range(1, b)})


def _fractions(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(word) for word in text.split())


ONE_COORDINATE: Final = Counterexample(
    Instance(_fractions("1 4/5 3/5 0"), _fractions("0 3/5 4/5 1"), _fractions("2"), Fraction(3, 4), 25),
    kept=Plan.of(((3, 2), 1)),
    kept_squared=Fraction(
        1524191488810882127166694963008995833504603288758242481,
        4220723206874004145603184808164834898187223800857616806471270400,
    ),
    better=Plan.of((3, (2, 1))),
    better_squared=Fraction(
        7327867442314162604460975833833567289318133669428821186277286111081,
        20955815568674856268811820691855871612686379991632020762355942066498201190400,
    ),
)
"""The simplest one found for one coordinate, T = 3."""

ONE_COORDINATE_FAR: Final = Counterexample(
    Instance(_fractions("1 24/25 4/5 0"), _fractions("0 7/25 3/5 1"), _fractions("13/8"), Fraction(1, 3), 5),
    kept=Plan.of(((3, 2), 1)),
    kept_squared=Fraction(76597504, 11511479470663265625),
    better=Plan.of((3, (2, 1))),
    better_squared=Fraction(364816, 103603315235969390625),
)
"""One coordinate, T = 3: the plan of A1 is more than 43 times as far from the teacher as the best one."""

TWO_COORDINATES: Final = Counterexample(
    Instance(_fractions("1 4/5 3/5 5/13 0"), _fractions("0 3/5 4/5 12/13 1"), _fractions("4 0"), Fraction(1, 3), 1),
    kept=Plan.of((((4, 3), 2), 1)),
    kept_squared=Fraction(150208575604, 1936870641225),
    better=Plan.of(((4, 3, 2), 1)),
    better_squared=Fraction(4472579588, 58000436325),
)
"""The simplest one found for two one-sided coordinates, T = 4: one expanding, one contracting, gamma_T = 2/3 on both."""

COUNTEREXAMPLES: Final = (ONE_COORDINATE, ONE_COORDINATE_FAR, TWO_COORDINATES)
