"""P3.2: the teacher contracts the covariance, run step by step, at the boundary, and over whole boxes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from flint import arb

from numerics.checks.check import TINY, Check, at_points, edge, mutant, no_violation
from numerics.checks.counterexample import CIRCLE
from numerics.checks.enclosure import Coefficients, Statement, Terms, enclosed, norm, step, widened
from numerics.checks.oracles import ddim_chain, denoise
from numerics.checks.strategies import CIRCLES, CIRCLES_NAMED, SCHEDULES_DRAWN, Coordinate, coordinates
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.centered import Centered
from numerics.numbers.subdivision import interval
from proofs.logic.verdict import Level


def equality(schedule: Tabulated, lam: Fraction) -> bool:
    """P3.2: output variance equals lambda."""
    norm = schedule.alpha[-1] ** 2 * lam + schedule.sigma[-1] ** 2
    return norm * ddim_chain(schedule, lam) ** 2 == lam


def contraction(factor: int = 1, first: int = 1, sign: int = 1) -> Terms:
    """P3.2: the variance that the teacher produces is below lambda / factor. first: the last step that is run."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        last = len(c[0]) - 1
        produced = norm(c, last, lam)
        for t in range(last, first - 1, -1):
            a = step(c, t, lam)
            produced = produced * (a * a)
        return [(lam - produced.affine(arb(factor), arb(0))).affine(arb(sign), arb(0))]

    return terms


P32_BOXES = tuple(
    Statement("P3.2", "lambda - n_T a_T^2 ... a_1^2", ("lambda",), schedule, (interval("1/20", 50),), contraction())
    for schedule in (Cosine(8), FlowMatching(6), CIRCLE)
)


def remaining(instance: Coordinate, first: int = 1) -> Fraction:
    """The share of lambda > 0 that the teacher's output variance n_T tau^2 is."""
    schedule, lam = instance
    norm = schedule.alpha[-1] ** 2 * lam + schedule.sigma[-1] ** 2
    return norm * ddim_chain(schedule, lam, stop=first - 1) ** 2 / lam


def contracts(instance: Coordinate, factor: Fraction = Fraction(1), first: int = 1) -> bool:
    """P3.2: the teacher's output variance is below factor * lambda."""
    return remaining(instance, first) < factor


def loses(instance: Coordinate, sign: Fraction = Fraction(1)) -> bool:
    """P3.2: a step from variance n_t ends lambda (alpha_{t-1} sigma_t - alpha_t sigma_{t-1})^2 / n_t below n_{t-1}."""
    schedule, lam = instance
    for (alpha_p, sigma_p), (alpha, sigma) in pairwise(zip(schedule.alpha, schedule.sigma, strict=True)):
        guessed = denoise(Fraction(1), alpha, sigma, lam)
        ends = alpha_p * guessed + sigma_p * (1 - alpha * guessed) / sigma
        begin, end = alpha**2 * lam + sigma**2, alpha_p**2 * lam + sigma_p**2
        if (end - ends**2 * begin) * begin != lam * (alpha_p * sigma - sign * alpha * sigma_p) ** 2:
            return False
    return True


_PLAIN: Coordinate = (CIRCLES[0], Fraction(2))
_SHARE = remaining(_PLAIN)


def checks(digits: int) -> tuple[Check, ...]:
    """Exactly on random schedules and at lambda = 0, enclosed over whole intervals."""
    return (
        Check(
            "P3.2", Level.PROPERTY, "Fractions", "random schedules and lambda > 0", SCHEDULES_DRAWN,
            no_violation(coordinates, contracts),
            (
                mutant("to half the variance", coordinates, lambda x: contracts(x, factor=Fraction(1, 2))),
                mutant("stopped one step early", coordinates, lambda x: contracts(x, first=2)),
            ),
            edge=edge(lambda: contracts(_PLAIN, _SHARE + TINY), lambda: contracts(_PLAIN, _SHARE)),
        ),
        Check(
            "P3.2", Level.PROPERTY, "Fractions, steps", "random schedules and lambda, what each step loses", SCHEDULES_DRAWN,
            no_violation(coordinates, loses),
            (mutant("sign flipped in the area", coordinates, lambda x: loses(x, sign=Fraction(-1))),),
            edge=edge(lambda: loses(_PLAIN), lambda: loses(_PLAIN, sign=1 + TINY)),
        ),
        Check(
            "P3.2", Level.SAMPLED, "boundary", "lambda = 0: equality", CIRCLES_NAMED,
            at_points(CIRCLES, lambda x: equality(x, Fraction(0))),
            (("equality at lambda = 1", at_points(CIRCLES, lambda x: equality(x, Fraction(1)))),),
            edge=edge(lambda: equality(CIRCLES[0], Fraction(0)), lambda: equality(CIRCLES[0], TINY)),
        ),
        enclosed(
            "P3.2", "lambda in the whole interval", "T = 8, 6 and 4", P32_BOXES,
            ("to half the variance", replace(P32_BOXES[0], terms=contraction(factor=2))),
            ("stopped one step early", widened(replace(P32_BOXES[1], terms=contraction(first=2)), ("1/1000", "1/50"))),
            ("sign flipped", replace(P32_BOXES[2], terms=contraction(sign=-1))),
        ),
    )  # fmt: skip
