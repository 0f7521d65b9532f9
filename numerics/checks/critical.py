"""N3: on which side of 1 a step operator lies, for random schedules, at the critical variances, and over boxes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from flint import arb
from hypothesis import strategies as st

from numerics.checks import derived
from numerics.checks.against_all import attains
from numerics.checks.check import TINY, Check, at_points, edge, mutant, no_violation
from numerics.checks.enclosure import BITS, Coefficients, Statement, Terms, enclosed, one_minus, step, widened
from numerics.checks.strategies import (
    CIRCLES,
    RANDOM,
    SCHEDULES,
    SCHEDULES_NAMED,
    STRICT,
    Coordinate,
    S,
    coordinates,
    step_operators,
)
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, bounds, precision
from numerics.numbers.centered import Centered
from numerics.numbers.reals import Exact
from numerics.numbers.subdivision import interval
from numerics.plans.canonical import boot, vanilla
from proofs.logic.verdict import Level


def window_ends(schedule: Schedule) -> tuple[Fraction, Fraction]:
    """lambda_- and lambda_+, exact."""
    found = [c for c in critical_variances(schedule, Exact()) if c is not None]
    return min(found), max(found)


def ends_belong(schedule: Schedule, beyond: Fraction = Fraction(0)) -> bool:
    """N3: BOOT is optimal at lambda_- itself and vanilla at lambda_+ itself; beyond: how far inside the window."""
    low, high = window_ends(schedule)
    step = beyond * (high - low)
    return attains(Problem(schedule, Spectrum((low + step,)), S), boot) and attains(
        Problem(schedule, Spectrum((high - step,)), S), vanilla
    )


def same_side(late: int = 0, sign: int = 1) -> Terms:
    """N3: 1 - a_t and c_t - lambda have the same sign for every t < T. late: c of a later step."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        alpha, sigma = c
        found = []
        for t in range(1, len(alpha) - 1 - late):
            j = t + late
            critical = sigma[j] * (sigma[j] - sigma[j - 1]) / (alpha[j] * (alpha[j - 1] - alpha[j]))
            found.append(one_minus(step(c, t, lam)) * lam.affine(arb(-sign), sign * critical))
        return found

    return terms


def between_critical(schedule: Schedule, low: Fraction, high: Fraction, margin: Fraction) -> list[Statement]:
    """N3 on every interval of [low, high] that keeps the margin away from all c_t; ends in hundredths."""
    with precision(BITS):
        found = [c for c in critical_variances(schedule, Balls()) if c is not None]
        forbidden = sorted(tuple(bounds(c)) for c in found)
    edges = [low]
    for below, above in forbidden:
        edges += [Fraction(floor(100 * (below - margin)), 100), Fraction(ceil(100 * (above + margin)), 100)]
    edges.append(high)
    boxes = [(interval(x, y),) for x, y in zip(edges[::2], edges[1::2], strict=True) if x < y]
    bounded = "(1 - a_t)(c_t - lambda) for every t < T"
    return [Statement("N3", bounded, ("lambda",), schedule, box, same_side()) for box in boxes]


N3_BOXES = tuple(
    statement
    for schedule, highest in ((Cosine(6), 4), (FlowMatching(6), 8))
    for statement in between_critical(schedule, Fraction(1, 20), Fraction(highest), Fraction(1, 100))
)


def sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)


def decides_the_side(instance: Coordinate, shift: int = 0, scale: Fraction = Fraction(1)) -> bool:
    """N3: 1 - a_j and c_j - lambda have the same sign; c_j infinite means a_j <= 1. shift: off by so many steps."""
    schedule, lam = instance
    a = step_operators(schedule, lam)
    for j, c in enumerate(critical_variances(schedule, Exact())):
        if j + shift >= len(a):
            return True
        if c is None and a[j + shift] > 1:
            return False
        if c is not None and sign(1 - a[j + shift]) != sign(scale * c - lam):
            return False
    return True


def at_critical(schedule: Tabulated, scale: Fraction = Fraction(1)) -> bool:
    """N3 at the boundary itself: a_j = 1 exactly when lambda = c_j. scale: how far from it."""
    found = critical_variances(schedule, Exact())
    return all(c is None or step_operators(schedule, scale * c)[j] == 1 for j, c in enumerate(found))


_AT_CRITICAL: Coordinate = (CIRCLES[0], window_ends(CIRCLES[0])[0])


def checks(digits: int) -> tuple[Check, ...]:
    """digits: of the derived 1 - a_t."""
    return (
        Check(
            "N3", Level.PROPERTY, "Fractions", "random schedules and lambda, every j < T",
            RANDOM + ", lambda <= 4, and lambda = c_j",
            no_violation(st.tuples(coordinates, STRICT), lambda x: decides_the_side(x[0]) and at_critical(x[1])),
            (
                mutant("c_j of the next step", coordinates, lambda x: decides_the_side(x, shift=1)),
                mutant("c_j a tenth larger", coordinates, lambda x: decides_the_side(x, scale=Fraction(11, 10))),
            ),
            edge=edge(
                lambda: decides_the_side(_AT_CRITICAL) and at_critical(CIRCLES[0]),
                lambda: decides_the_side(_AT_CRITICAL, scale=1 + TINY) or at_critical(CIRCLES[0], 1 + TINY),
            ),
        ),
        derived.arrays("N3", "1 - a_t through c_t", digits, "complement"),
        Check(
            "N3", Level.SAMPLED, "boundary", "lambda = lambda_- and lambda = lambda_+ exactly", SCHEDULES_NAMED,
            at_points(SCHEDULES, ends_belong),
            (("a third into the window", at_points(SCHEDULES, lambda x: ends_belong(x, Fraction(1, 3)))),),
            edge=edge(lambda: ends_belong(CIRCLES[0]), lambda: ends_belong(CIRCLES[0], TINY)),
        ),
        enclosed(
            "N3", "lambda in whole intervals 1/100 away from every c_t; every t < T", "T = 6", N3_BOXES,
            ("c of the next step", replace(N3_BOXES[2], terms=same_side(late=1))),
            ("sign flipped", replace(N3_BOXES[1], terms=same_side(sign=-1))),
            left_open=(("across the smallest c_t", widened(N3_BOXES[0], ("1/20", "3/2"))),),
        ),
    )  # fmt: skip
