"""Certified numbers of a plan: operator, errors and W_2 as balls at rising precision (claims D4.1, T4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flint import arb

from numerics.model.operators import Coefficients, ball_operators, coefficients
from numerics.model.problem import Problem
from numerics.numbers.balls import (
    LIMIT_BITS,
    START_BITS,
    UNDECIDED,
    Ball,
    Balls,
    decimal,
    doublings,
    nearest_double,
    precision,
    sqrt_nonnegative,
)
from numerics.plans.canonical import CANONICAL
from numerics.plans.evaluate import evaluate, teacher
from numerics.plans.plan import Plan

_CHUNK: Final = 64
_COORDINATE_LIMIT_BITS: Final = 1024


@dataclass(frozen=True)
class Strategy:
    """A plan with its certified numbers; per coordinate in the order of the problem's spectrum.

    operator: v.  errors: v - tau.  w2: sqrt(sum_i n_T^i (v_i - tau_i)^2). Floats are nearest doubles, certainly so if
    `sharp`; the balls enclose the exact values and can be unpacked at any time. bits: highest precision used.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Spectrum, vanilla
    >>> found = assess(vanilla(3), Problem(Cosine(3), Spectrum.of(1), Fraction(1, 2)))
    >>> found.sharp, found.w2 == abs(found.errors[0]), round(found.operator[0], 3)
    (True, True, 0.729)
    """

    plan: Plan
    operator: tuple[float, ...]
    errors: tuple[float, ...]
    w2: float
    operator_balls: tuple[Ball, ...]
    error_balls: tuple[Ball, ...]
    w2_ball: Ball
    bits: int
    sharp: bool


def is_sharp(x: arb, digits: int | None) -> bool:
    """Whether the ball fixes the nearest double and, if asked for, that many decimal digits."""
    return nearest_double(x) is not UNDECIDED and (digits is None or decimal(x, digits) is not UNDECIDED)


def assess(plan: Plan, problem: Problem, digits: int | None = None, limit: int = LIMIT_BITS) -> Strategy:
    """Certified operator, errors and W_2 of a plan, at rising precision until all are sharp or the limit is reached.

    digits: decimal digits to certify besides the nearest doubles. An error whose ball still holds 0 at 1024 bits is
    given up, and `sharp` is False. InputError unless the plan is one over exactly the problem's steps.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Spectrum, boot
    >>> round(assess(boot(8), Problem(Cosine(8), Spectrum.of("0.3"), Fraction(1, 2))).w2, 6)
    0.155176
    """
    plan.require_over(problem.steps)
    found: dict[int, tuple[arb, arb]] = {}
    pending = list(range(problem.dim))
    for bits in doublings(2 * START_BITS, limit):
        with precision(bits):
            known = coefficients(problem.schedule, Balls())
            for k, value, error in _evaluated(plan, problem, pending, known):
                found[k] = (value, error)
            blurred = [k for k in pending if not all(is_sharp(ball, digits) for ball in found[k])]
            w2 = _w2([found[k][1] for k in range(problem.dim)], problem, known)
            done = is_sharp(w2, digits)
        if done and (not blurred or bits >= _COORDINATE_LIMIT_BITS):
            break
        pending = blurred if blurred and bits < _COORDINATE_LIMIT_BITS else list(range(problem.dim))
    packed = {k: (Ball.pack(value), Ball.pack(error)) for k, (value, error) in found.items()}
    operator = tuple(packed[k][0] for k in problem.spectrum.where)
    errors = tuple(packed[k][1] for k in problem.spectrum.where)
    return Strategy(
        plan=plan,
        operator=tuple(ball.nearest() for ball in operator),
        errors=tuple(ball.nearest() for ball in errors),
        w2=Ball.pack(w2).nearest(),
        operator_balls=operator,
        error_balls=errors,
        w2_ball=Ball.pack(w2),
        bits=bits,
        sharp=done and not blurred,
    )


def _evaluated(
    plan: Plan, problem: Problem, coordinates: Sequence[int], known: Coefficients[arb]
) -> Iterator[tuple[int, arb, arb]]:
    for start in range(0, len(coordinates), _CHUNK):
        chunk = tuple(coordinates[start : start + _CHUNK])
        yield from zip(chunk, *evaluate(plan, ball_operators(problem.only(chunk), known)), strict=True)


def _w2(errors: Sequence[arb], problem: Problem, known: Coefficients[arb]) -> arb:
    signal, noise = known.alpha[-1] * known.alpha[-1], known.sigma[-1] * known.sigma[-1]
    total = arb(0)
    for error, weight, lam in zip(errors, problem.weights, problem.lam, strict=True):
        total += weight * ((signal * Balls().rational(lam) + noise) * (error * error))
    return sqrt_nonnegative(total)


def all_strategies(problem: Problem, digits: int | None = None) -> dict[str, Strategy]:
    """The four canonical plans with operator, errors and W_2, by name.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Spectrum
    >>> found = all_strategies(Problem(Cosine(8), Spectrum.of("0.3"), Fraction(1, 2)))
    >>> {name: round(strategy.w2, 3) for name, strategy in found.items()}
    {'vanilla': 0.193, 'progressive': 0.282, 'consistency': 0.429, 'boot': 0.155}
    """
    return {name: assess(make(problem.steps), problem, digits) for name, make in CANONICAL.items()}


def teacher_operator(problem: Problem, bits: int = 256) -> tuple[Ball, ...]:
    """Enclosures of tau (claim D2.1) at the given precision, in the order of the problem's spectrum.

    >>> from numerics import Cosine, Spectrum
    >>> [round(tau.nearest(), 4) for tau in teacher_operator(Problem(Cosine(8), Spectrum.of(1, 4), None))]
    [0.8562, 1.6455]
    """
    with precision(bits):
        tau = [Ball.pack(x) for x in teacher(ball_operators(problem))]
    return tuple(tau[k] for k in problem.spectrum.where)
