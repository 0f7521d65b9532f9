"""Certified evaluation and ranking of merge plans: balls at rising precision, ties proved or reported as undecided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from numerics.balls import (
    LIMIT_BITS,
    START_BITS,
    UNDECIDED,
    Ball,
    Balls,
    decimal,
    nearest_double,
    precision,
    sqrt_nonnegative,
)
from numerics.operators import Coefficients, Problem, ball_operators, coefficients, rational_coefficients
from numerics.plans import Plan, evaluate, run

_CHUNK: Final = 64
_COORDINATE_LIMIT_BITS: Final = 1024
_MAX_PROVED_TIES: Final = 200


@dataclass(frozen=True)
class Strategy:
    """A plan with its certified numbers; per coordinate in the order of the problem's spectrum.

    operator: v.  errors: v - tau.  w2: sqrt(sum_i n_T^i (v_i - tau_i)^2). Floats are nearest doubles, certainly so if
    `sharp`; the balls enclose the exact values and can be unpacked at any time. bits: highest precision used.
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


@dataclass(frozen=True)
class Distinct:
    """A problem with repeated eigenvalues counted: weights[k] copies of problem.lam[k]; where[i] = k."""

    problem: Problem
    weights: tuple[int, ...]
    where: tuple[int, ...]


def distinct(problem: Problem) -> Distinct:
    """Merge equal eigenvalues, which share every operator."""
    counts = Counter(problem.lam)
    lam = tuple(counts)
    index = {value: k for k, value in enumerate(lam)}
    reduced = Problem(problem.schedule, lam, problem.budget)
    return Distinct(reduced, tuple(counts[x] for x in lam), tuple(index[x] for x in problem.lam))


def is_sharp(x: arb, digits: int | None) -> bool:
    """Whether the ball fixes the nearest double and, if asked for, that many decimal digits."""
    return nearest_double(x) is not UNDECIDED and (digits is None or decimal(x, digits) is not UNDECIDED)


def assess(plan: Plan, problem: Problem, digits: int | None = None, limit: int = LIMIT_BITS) -> Strategy:
    """Certified operator, errors and W_2 of a plan, at rising precision until all are sharp or the limit is reached.

    digits: decimal digits to certify besides the nearest doubles. An error whose ball still holds 0 at 1024 bits is
    given up, and `sharp` is False.
    """
    reduced = distinct(problem)
    found: dict[int, tuple[arb, arb]] = {}
    pending = list(range(reduced.problem.dim))
    bits = START_BITS * 2
    while True:
        with precision(bits):
            known = coefficients(problem.schedule, Balls())
            for k, value, error in _evaluated(plan, reduced.problem, pending, known):
                found[k] = (value, error)
            blurred = [k for k in pending if not all(is_sharp(ball, digits) for ball in found[k])]
            w2 = _w2([found[k][1] for k in range(reduced.problem.dim)], reduced, known)
            done = is_sharp(w2, digits)
        if (done and not blurred) or bits >= limit or (done and bits >= _COORDINATE_LIMIT_BITS):
            break
        pending = blurred if blurred and bits < _COORDINATE_LIMIT_BITS else list(range(reduced.problem.dim))
        bits *= 2
    packed = {k: (Ball.pack(value), Ball.pack(error)) for k, (value, error) in found.items()}
    operator = tuple(packed[k][0] for k in reduced.where)
    errors = tuple(packed[k][1] for k in reduced.where)
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


def _w2(errors: Sequence[arb], reduced: Distinct, known: Coefficients[arb]) -> arb:
    signal, noise = known.alpha[-1] * known.alpha[-1], known.sigma[-1] * known.sigma[-1]
    total = arb(0)
    for error, weight, lam in zip(errors, reduced.weights, reduced.problem.lam, strict=True):
        total += weight * ((signal * Balls().rational(lam) + noise) * (error * error))
    return sqrt_nonnegative(total)


@dataclass(frozen=True)
class Ranking:
    """Outcome of comparing plans: every plan not among best and ties is certainly farther from the teacher.

    ties: plans not told apart from the best one. decided: none, or all of them proved exactly equal to it.
    lower: enclosure whose lower end is below W_2^2 of every plan ranked.
    """

    best: Plan
    ties: tuple[Plan, ...]
    decided: bool
    lower: Ball
    bits: int


def rank(plans: Sequence[Plan], problem: Problem, limit: int = LIMIT_BITS) -> Ranking:
    """Certified arg-min of W_2 over plans; put good plans first, they let the others be rejected early.

    A plan is rejected as soon as the sum over some of the coordinates certainly exceeds the best total.
    """
    reduced = distinct(problem)
    contenders, bits = list(plans), START_BITS
    while True:
        with precision(bits):
            contenders, lower = _contest(contenders, reduced)
        decided = len(contenders) == 1 or (bits >= 4 * START_BITS and proved_equal(contenders, reduced.problem))
        if decided or bits >= limit:
            return Ranking(contenders[0], tuple(contenders[1:]), decided, Ball.pack(lower), bits)
        bits *= 2


def _contest(plans: list[Plan], reduced: Distinct) -> tuple[list[Plan], arb]:
    """Plans that are not certainly worse than another one, in the given order; and an enclosure of the least W_2^2."""
    ops = ball_operators(reduced.problem)
    dim = reduced.problem.dim
    columns = [
        tuple([row[k] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink))
        for k in range(dim)
    ]
    weight = [ops.norm[ops.steps][k] * reduced.weights[k] for k in range(dim)]

    def term(plan: Plan, k: int) -> arb:
        step, complement, keep, shrink = columns[k]
        error = run(plan, step, complement, keep, shrink)[1]
        return weight[k] * (error * error)

    order = sorted(range(dim), key=lambda k: term(plans[0], k).mid(), reverse=True)
    survivors: list[tuple[Plan, arb]] = []
    best: arb | None = None
    for plan in plans:
        total = arb(0)
        for k in order:
            total += term(plan, k)
            if best is not None and total > best:
                break
        else:
            survivors.append((plan, total))
            if best is None or total.upper() < best.upper():
                best = total
    assert best is not None
    kept = [(plan, total) for plan, total in survivors if not total > best]
    lower = best
    for _, total in kept:
        lower = lower.min(total)
    return [plan for plan, _ in kept], lower


def proved_equal(plans: Sequence[Plan], problem: Problem) -> bool:
    """Whether all plans have the same operator on every coordinate for EVERY budget, proved in exact arithmetic.

    With a rational schedule, operators are polynomials in the unknowns 1 - gamma_t, one for each value that n_t takes on
    the coordinate; equal polynomials are equal numbers. False: not proved.
    """
    exact = rational_coefficients(problem.schedule)
    if exact is None or len(plans) > _MAX_PROVED_TIES:
        return False
    steps = problem.steps
    ring = fmpq_mpoly_ctx.get(tuple(f"k{t}" for t in range(steps + 1)), Ordering.lex)
    unknowns, one, zero = ring.gens(), ring.constant(1), ring.constant(0)
    for lam in problem.lam:
        norms = [a**2 * lam + s**2 for a, s in zip(exact.alpha, exact.sigma, strict=True)]
        keep = [unknowns[norms.index(norm)] for norm in norms]
        shrink = [one - k for k in keep]
        step, complement = [one], [zero]
        for t, norm in list(enumerate(norms))[1:]:
            missing = (exact.p[t] - exact.q[t] * lam) / norm
            complement.append(ring.constant(fmpq(missing.numerator, missing.denominator)))
            step.append(one - complement[t])
        first, *others = (run(plan, step, complement, keep, shrink)[1] for plan in plans)
        if any(error != first for error in others):
            return False
    return True
