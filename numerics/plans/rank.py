"""Ranking of merge plans: balls at rising precision, ties proved or reported as undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from numerics.errors import InputError
from numerics.model.operators import ball_operators, rational_coefficients
from numerics.model.problem import Problem
from numerics.numbers.balls import LIMIT_BITS, START_BITS, Ball, doublings, precision
from numerics.plans.evaluate import run
from numerics.plans.plan import Plan

_MAX_PROVED_TIES: Final = 200


@dataclass(frozen=True)
class Ranking:
    """Outcome of comparing plans: every plan not among best and ties is certainly farther from the teacher.

    ties: plans not told apart from the best one. decided: none, or all of them proved exactly equal to it.
    lower: enclosure whose lower end is below W_2^2 of every plan ranked.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Spectrum, boot, vanilla
    >>> found = rank([vanilla(3), boot(3)], Problem(Cosine(3), Spectrum.of(1), Fraction(1, 2)))
    >>> str(found.best), found.ties, found.decided
    ('[[3,2],1]', (), True)
    """

    best: Plan
    ties: tuple[Plan, ...]
    decided: bool
    lower: Ball
    bits: int


def rank(plans: Sequence[Plan], problem: Problem, limit: int = LIMIT_BITS) -> Ranking:
    """Certified arg-min of W_2 over plans; put good plans first, they let the others be rejected early.

    A plan is rejected as soon as the sum over some of the coordinates certainly exceeds the best total. InputError for
    no plan, and unless every plan is one over exactly the problem's steps.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Spectrum, enumerate_plans
    >>> str(rank(enumerate_plans(0, 4), Problem(Cosine(4), Spectrum.of(4), Fraction(1, 2))).best)
    '[4,3,2,1]'
    """
    contenders = list(plans)
    if not contenders:
        raise InputError("plans: none was given, and there is no best of none")
    for plan in contenders:
        plan.require_over(problem.steps)
    for bits in doublings(START_BITS, limit):
        with precision(bits):
            contenders, lower = _contest(contenders, problem)
        decided = len(contenders) == 1 or (bits >= 4 * START_BITS and proved_equal(contenders, problem))
        if decided:
            break
    return Ranking(contenders[0], tuple(contenders[1:]), decided, Ball.pack(lower), bits)


def _contest(plans: list[Plan], problem: Problem) -> tuple[list[Plan], arb]:
    """Plans that are not certainly worse than another one, in the given order; and an enclosure of the least W_2^2."""
    ops = ball_operators(problem)
    dim = problem.dim
    columns = [
        tuple([row[k] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink))
        for k in range(dim)
    ]
    weight = [n * w for n, w in zip(ops.norm[ops.steps], ops.weights, strict=True)]

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
