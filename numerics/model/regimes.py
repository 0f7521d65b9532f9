"""On which side of the window a coordinate lies: critical variances, phase boundaries, sides (claims N1, N2, N3)."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from flint import arb

from numerics.model.operators import Coefficients, coefficients, rational_coefficients
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.numbers.balls import (
    START_BITS,
    UNDECIDED,
    Ball,
    Balls,
    Order,
    Undecided,
    compare_fractions,
    doublings,
    escalate,
    nearest_double,
    precision,
    sign,
)
from numerics.numbers.reals import N, Reals


def critical_variances(schedule: Schedule, reals: Reals[N]) -> list[N | None]:
    """c_1 … c_{T-1} (claim N3): a_j <= 1 iff lambda <= c_j. None: infinite, alpha_j (alpha_{j-1} - alpha_j) = 0.

    A denominator counts as zero if it equals an exact zero; a ball that merely contains zero gives an unbounded ball.
    """
    c = coefficients(schedule, reals)
    zero = reals.rational(0)
    return [None if c.q[j] == zero else c.p[j] / c.q[j] for j in range(1, schedule.steps)]


@dataclass(frozen=True)
class PhaseBoundaries:
    """lambda_- and lambda_+ of claim N3 as nearest doubles, with their enclosures (None: infinite, or T = 1).

    BOOT is optimal for lambda <= boot, vanilla for lambda >= vanilla. certified False: some c_j stayed undecided, and
    boot is then rounded down to 0, vanilla up to infinity, so that both statements remain true.

    >>> from numerics import FlowMatching
    >>> found = phase_boundaries(FlowMatching(5))
    >>> found.boot, found.vanilla, found.certified
    (0.25, 4.0, True)
    """

    boot: float
    vanilla: float
    boot_ball: Ball | None
    vanilla_ball: Ball | None
    certified: bool


def phase_boundaries(schedule: Schedule) -> PhaseBoundaries:
    """Smallest and largest critical variance, escalated until the nearest doubles are unambiguous.

    Steps with p_j = q_j = 0 (a repeated point of the schedule, a_j = 1 for every lambda) set no boundary. When none is
    left, as for T = 1, all plans are equal: every lambda is on both sides, so boot = inf and vanilla = 0.

    >>> from numerics import Cosine
    >>> found = phase_boundaries(Cosine(32))
    >>> round(found.boot, 4), round(found.vanilla, 4)
    (1.0503, 2.0012)
    """
    exact = rational_coefficients(schedule)
    result = escalate(lambda bits: _boundaries(coefficients(schedule, Balls()), exact))
    return PhaseBoundaries(0.0, math.inf, None, None, False) if result is UNDECIDED else result


def _boundaries(c: Coefficients[arb], exact: Coefficients[Fraction] | None) -> PhaseBoundaries | Undecided:
    finite: list[arb] = []
    unbounded = False
    for j in range(1, len(c.p) - 1):
        p, q = sign(c.p[j]), sign(c.q[j])
        if exact is not None:
            p, q = compare_fractions(exact.p[j], Fraction(0)), compare_fractions(exact.q[j], Fraction(0))
        if q is Order.GREATER:
            finite.append(c.p[j] / c.q[j])
        elif q is Order.EQUAL and p is Order.GREATER:
            unbounded = True
        elif not (q is Order.EQUAL and p is Order.EQUAL):
            return UNDECIDED
    low = functools.reduce(arb.min, finite) if finite else None
    high = functools.reduce(arb.max, finite) if finite and not unbounded else None
    boot = math.inf if low is None else nearest_double(low)
    vanilla = (math.inf if unbounded else 0.0) if high is None else nearest_double(high)
    if boot is UNDECIDED or vanilla is UNDECIDED:
        return UNDECIDED
    boot_ball, vanilla_ball = (None if x is None else Ball.pack(x) for x in (low, high))
    return PhaseBoundaries(boot, vanilla, boot_ball, vanilla_ball, True)


Side = Literal["contracting", "expanding", "open", "both"]


@dataclass(frozen=True)
class Sides:
    """Side of each distinct eigenvalue: every a_j <= 1, every a_j >= 1 (j = 1 … T-1), neither, or all a_j = 1 (N1, N2).

    undecided: those whose sign could not be certified. They are listed as open, which claims nothing.

    >>> Sides(("contracting", "open"), ()).kind
    ('contracting', 'open')
    """

    kind: tuple[Side, ...]
    undecided: tuple[int, ...]


def sides(problem: Problem, limit: int = 1024) -> Sides:
    """Certified side of each coordinate: by balls, by exact fractions if the schedule is rational, else recorded.

    >>> from numerics import Cosine, Spectrum
    >>> sides(Problem(Cosine(8), Spectrum.of(1, "1.5", 4), None)).kind
    ('contracting', 'open', 'expanding')
    """
    exact = rational_coefficients(problem.schedule)
    verdicts: dict[Fraction, Side | Undecided] = dict.fromkeys(problem.lam, UNDECIDED)
    for bits in doublings(START_BITS, limit):
        with precision(bits):
            c = coefficients(problem.schedule, Balls())
            pending = [x for x, verdict in verdicts.items() if verdict is UNDECIDED]
            verdicts.update((x, _side(c, exact, x)) for x in pending)
        if UNDECIDED not in verdicts.values():
            break
    kinds = [verdicts[x] for x in problem.lam]
    return Sides(
        tuple("open" if kind is UNDECIDED else kind for kind in kinds),
        tuple(i for i, kind in enumerate(kinds) if kind is UNDECIDED),
    )


def _side(c: Coefficients[arb], exact: Coefficients[Fraction] | None, lam: Fraction) -> Side | Undecided:
    below = above = doubtful = False  # some a_j < 1, some a_j > 1, some a_j not decided
    value = Balls().rational(lam)
    for j in range(1, len(c.p) - 1):
        order = sign(c.p[j] - c.q[j] * value)
        if order is UNDECIDED and exact is not None:
            order = compare_fractions(exact.p[j], exact.q[j] * lam)
        below, above = below or order is Order.GREATER, above or order is Order.LESS
        doubtful = doubtful or order is UNDECIDED
        if below and above:
            return "open"
    if doubtful:
        return UNDECIDED
    return "contracting" if below else "expanding" if above else "both"


def critical_doubles(schedule: Schedule) -> list[float | Undecided]:
    """`critical_variances` as nearest doubles, inf where infinite; the whole list is computed once at each precision.

    >>> from numerics import FlowMatching, VarianceExploding
    >>> critical_doubles(FlowMatching(5)), critical_doubles(VarianceExploding(3))
    ([0.25, 0.6666666666666666, 1.5, 4.0], [inf, inf])
    """
    values: list[float | Undecided] = [UNDECIDED] * (schedule.steps - 1)
    pending = list(range(schedule.steps - 1))

    def settle(_: int) -> Literal[True] | Undecided:
        balls = critical_variances(schedule, Balls())
        # A ball without bounds: its denominator may be zero, which only exact arithmetic can tell.
        unbounded = any(ball is not None and not ball.is_finite() for ball in (balls[j] for j in pending))
        exact = rational_coefficients(schedule) if unbounded else None
        for j in pending:
            ball = balls[j]
            infinite = ball is None or (exact is not None and exact.q[j + 1] == 0)
            values[j] = math.inf if infinite else nearest_double(ball)
        pending[:] = [j for j in pending if values[j] is UNDECIDED]
        return UNDECIDED if pending else True

    escalate(settle)
    return values
