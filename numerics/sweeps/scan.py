"""Certified scan over lambda: the four canonical plans and one more per lambda, one coordinate at a time.

Plans that are evaluated together share their work. They are compiled once into a straight program: each product of
steps and each error of a sub-plan is computed once per lambda, and an error that is zero is never touched. The formulas
are those of `plans.evaluate.run`, without subtraction of nearby numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from flint import arb

from numerics.errors import InputError
from numerics.model.operators import ball_operators, coefficients, float_operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, doublings, precision, sqrt_nonnegative
from numerics.numbers.reals import N
from numerics.plans.canonical import CANONICAL
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp_floats

OWN: Final = "own"  # the plan that each lambda has for itself
NAMES: Final = (*CANONICAL, OWN)

DOUBLE_DIGITS: Final = 20  # more than fix a double
_GUARD_BITS: Final = 25  # 50 digits then fit three machine words
_LIMIT: Final = 16  # times the first precision
_CHUNK: Final = 64
_EXACT: Final = -1  # place of an error that is zero by construction


class _Node(NamedTuple):
    """An operator of the program: places of its product P and of its error v - P."""

    product: int
    error: int


class _Error(NamedTuple):
    """Error of first . rest, merged by the student of time `start`, or (start 0) multiplied exactly."""

    start: int
    first: int
    first_error: int
    rest: int
    rest_error: int


class PlanProgram:
    """Several plans over the same T steps, compiled; see `run`. Plans can be added until it is run."""

    def __init__(self, plans: Sequence[Plan], steps: int) -> None:
        self.roots: list[_Node] = []
        self._steps = steps
        # Products by their two factors; the steps t = 1 … T are the places 0 … T-1, further ones follow in order.
        self._products: dict[tuple[int, int], int] = {}
        self._starts = list(range(1, steps + 1))  # first step of the product at each place
        self._errors: dict[_Error, int] = {}
        self._pairs: list[tuple[int, int, bool]] | None = None
        for plan in plans:
            self._add(plan)

    def with_plan(self, plan: Plan) -> PlanProgram:
        """A program of the same plans and one more."""
        other = PlanProgram((), self._steps)
        other.roots, other._starts = self.roots.copy(), self._starts.copy()
        other._products, other._errors = self._products.copy(), self._errors.copy()
        other._add(plan)
        return other

    def _add(self, plan: Plan) -> None:
        self.roots.append(plan.fold(lambda t: _Node(t - 1, _EXACT), self._merge))

    def _merge(self, operands: list[_Node]) -> _Node:
        first, *others = operands
        rest = others.pop()
        while others:
            rest = self._joined(0, others.pop(), rest)
        return self._joined(self._starts[first.product], first, rest)

    def _joined(self, start: int, first: _Node, rest: _Node) -> _Node:
        place = self._products.setdefault((first.product, rest.product), len(self._starts))
        if place == len(self._starts):
            self._starts.append(self._starts[first.product])
        if start == 0 and first.error == rest.error == _EXACT:
            return _Node(place, _EXACT)
        return _Node(place, self._errors.setdefault(_Error(start, *first, *rest), len(self._errors)))

    def _compiled(self) -> list[tuple[int, int, bool]]:
        """Factors of each product, and whether 1 - P is needed besides P."""
        if self._pairs is None:
            needed = [False] * len(self._starts)
            for error in self._errors:
                needed[error.rest] = needed[error.rest] or error.start > 0
            for (first, rest), place in reversed(self._products.items()):
                if needed[place]:
                    needed[first] = needed[rest] = True
            self._pairs = [(*pair, needed[place]) for pair, place in self._products.items()]
        return self._pairs

    def run(
        self, step: Sequence[N], complement: Sequence[N], keep: Sequence[N], shrink: Sequence[N]
    ) -> list[tuple[N, N]]:
        """(tau, v - tau) of every plan on one coordinate, from numbers indexed t = 0 … T."""
        product, missing, zero = list(step[1:]), list(complement[1:]), complement[0]
        for first, rest, needed in self._compiled():
            left = product[first]
            missing.append(missing[first] + left * missing[rest] if needed else zero)
            product.append(left * product[rest])
        found: list[N] = []
        for start, first, first_error, rest, rest_error in self._errors:
            if start == 0:
                if first_error == _EXACT:
                    error = product[first] * found[rest_error]
                elif rest_error == _EXACT:
                    error = found[first_error] * product[rest]
                else:
                    error = product[first] * found[rest_error] + found[first_error] * (
                        product[rest] + found[rest_error]
                    )
            else:
                # What the student misses of the target: phi(Q) - P = keep (1 - P) + shrink (Q - P), Q = P + its error.
                missed = keep[start] * missing[rest]
                if rest_error != _EXACT:
                    missed = missed + shrink[start] * found[rest_error]
                error = product[first] * missed
                if first_error != _EXACT:
                    error = error + found[first_error] * (product[rest] + missed)
            found.append(error)
        return [(product[r.product], zero if r.error == _EXACT else found[r.error]) for r in self.roots]


@dataclass(frozen=True)
class Point:
    """What is certified at one lambda, in the order of NAMES.

    plan: the lambda's own plan. tau: the teacher's operator. errors: enclosures of v - tau. w2: enclosures of W_2.
    best: names of the plans that no other certainly beats. sharp: every error and W_2 has the digits asked for.

    >>> from numerics import Cosine
    >>> point = scan(Cosine(4), [Fraction(1)], Fraction(1, 2), digits=20)[0]
    >>> point.sharp, point.best
    (True, ('boot', 'own'))
    """

    lam: Fraction
    plan: Plan
    tau: arb
    errors: tuple[arb, ...]
    w2: tuple[arb, ...]
    best: tuple[str, ...]
    sharp: bool


def scan(
    schedule: Schedule,
    lams: Sequence[Fraction],
    budget: Fraction | None,
    digits: int = 50,
    plans: Sequence[Plan] | None = None,
) -> list[Point]:
    """Certified points, one per lambda; a lambda whose digits are not reached is redone at twice the precision.

    plans: the own plan of each lambda; without it the plan of Algorithm A1. An error that is zero without being an
    exact zero never becomes sharp: the precision stops at 16 times the first. InputError unless there is one plan for
    each lambda, over exactly the schedule's steps.

    >>> from numerics import Cosine
    >>> [point.best for point in scan(Cosine(4), [Fraction(1, 2), Fraction(4)], Fraction(1, 2), digits=20)]
    [('boot', 'own'), ('vanilla', 'own')]
    """
    if digits < 1:
        raise InputError(f"digits = {digits}: must be at least 1")
    problem = Problem(schedule, Spectrum(tuple(lams)), budget)
    where = problem.spectrum.where
    if plans is None:
        kept = _plans_of_a1(problem)
        plans = [kept[k] for k in where]
    elif len(plans) != len(lams):
        raise InputError(f"plans: {len(plans)} were given for {len(lams)} values of lambda; each has its own")
    distinct = dict.fromkeys(plans)
    for plan in distinct:
        plan.require_over(schedule.steps)
    canonical = PlanProgram([make(schedule.steps) for make in CANONICAL.values()], schedule.steps)
    programs = {plan: canonical.with_plan(plan) for plan in distinct}
    listed: list[list[int]] = [[] for _ in problem.lam]  # for each distinct lambda its places in the list
    for index, k in enumerate(where):
        listed[k].append(index)
    wanted = math.ceil(digits * math.log2(10))
    points: dict[int, Point] = {}
    pending, first = list(range(problem.dim)), wanted + _GUARD_BITS
    for bits in doublings(first, _LIMIT * first):
        with precision(bits):
            coefficient = coefficients(schedule, Balls())
            for start in range(0, len(pending), _CHUNK):
                chunk = pending[start : start + _CHUNK]
                ops = ball_operators(problem.only(chunk), coefficient)
                columns = zip(
                    *(zip(*table, strict=True) for table in (ops.step, ops.complement, ops.keep, ops.shrink)),
                    strict=True,
                )
                for k, column, norm in zip(chunk, columns, ops.norm[-1], strict=True):
                    for index in listed[k]:
                        found = programs[plans[index]].run(*column)
                        points[index] = _point(problem.lam[k], plans[index], found, norm, wanted)
        pending = [k for k in pending if not all(points[index].sharp for index in listed[k])]
        if not pending:
            break
    return [points[index] for index in range(len(where))]


def _plans_of_a1(problem: Problem) -> list[Plan]:
    """Plan of Algorithm A1 for each distinct eigenvalue alone; equal columns of cuts share one object."""
    kept = interval_dp_floats(float_operators(problem), shared=False)
    known: dict[bytes, Plan] = {}
    keys = [kept.cut[:, column].tobytes() for column in range(problem.dim)]
    for column, key in enumerate(keys):
        if key not in known:
            known[key] = kept.plan(0, column)
    return [known[key] for key in keys]


def _point(lam: Fraction, plan: Plan, found: list[tuple[arb, arb]], norm: arb, wanted: int) -> Point:
    root = sqrt_nonnegative(norm)
    errors = tuple([error for _, error in found])
    w2 = tuple([root * abs(error) for error in errors])
    least = min(w2, key=arb.upper)
    best = tuple([name for name, value in zip(NAMES, w2, strict=True) if not least < value])
    sharp = all(x.is_zero() or x.rel_accuracy_bits() >= wanted for x in (*errors, *w2))
    return Point(lam, plan, found[0][0], errors, w2, best, sharp)
