"""Checks at the boundaries themselves: lambda = 1, lambda_-, lambda_+, s = 0, s = inf, and equality in P3.2."""

from __future__ import annotations

from fractions import Fraction

from numerics.checks import Check, at_points
from numerics.checks_optimality import attains
from numerics.checks_steps import ddim_chain
from numerics.operators import Problem, critical_variances, operators
from numerics.plans import boot, enumerate_plans, evaluate, teacher, vanilla
from numerics.reals import Exact
from numerics.schedules import FlowMatching, Schedule, Tabulated

S = Fraction(1, 2)


def _circle(*tangents: str) -> Tabulated:
    """Rational points on the quarter circle, by the tangents of their half angles."""
    m = [Fraction(t) for t in tangents]
    alpha = (Fraction(1), *((1 - x * x) / (1 + x * x) for x in m))
    return Tabulated(alpha, (Fraction(0), *(2 * x / (1 + x * x) for x in m)))


CIRCLES = (_circle("1/3", "1/2", "1"), _circle("1/5", "2/5", "3/5", "1"), _circle("1/4", "1/4", "1/2", "3/4", "1"))
SCHEDULES: tuple[Schedule, ...] = (*CIRCLES, FlowMatching(4), FlowMatching(5))


def boot_at_one(schedule: Schedule, lam: Fraction = Fraction(1)) -> bool:
    """T4.3 at lambda = 1, ties included."""
    return attains(Problem(schedule, (lam,), S), boot)


def window_ends(schedule: Schedule) -> tuple[Fraction, Fraction]:
    """lambda_- and lambda_+, exact."""
    found = [c for c in critical_variances(schedule, Exact()) if c is not None]
    return min(found), max(found)


def ends_belong(schedule: Schedule, beyond: Fraction = Fraction(0)) -> bool:
    """N3: BOOT is optimal at lambda_- itself and vanilla at lambda_+ itself; beyond: how far inside the window."""
    low, high = window_ends(schedule)
    step = beyond * (high - low)
    return attains(Problem(schedule, (low + step,), S), boot) and attains(Problem(schedule, (high - step,), S), vanilla)


def all_tie(schedule: Schedule, swapped: bool = False) -> bool:
    """D4.1: at s = 0 every plan is a_T, at s = inf the teacher's composite; exactly. swapped: the other way round."""
    for budget in (Fraction(0), None):
        ops = operators(Problem(schedule, (Fraction(1, 2), Fraction(3)), budget), Exact())
        wanted = ops.step[schedule.steps] if (budget == 0) is not swapped else teacher(ops)
        if any(evaluate(plan, ops)[0] != wanted for plan in enumerate_plans(0, schedule.steps)):
            return False
    return True


def equality(schedule: Tabulated, lam: Fraction) -> bool:
    """P3.2: output variance equals lambda."""
    norm = schedule.alpha[-1] ** 2 * lam + schedule.sigma[-1] ** 2
    return norm * ddim_chain(schedule, lam) ** 2 == lam


_EXACT = "three rational VP schedules, T = 3, 4, 5"
_ALL = _EXACT + ", flow matching at T = 4, 5"

CHECKS = (
    Check(
        "T4.3", "sampled", "boundary", "lambda = 1 exactly", _EXACT,
        at_points(CIRCLES, boot_at_one),
        (("lambda = 2", at_points(CIRCLES, lambda x: boot_at_one(x, Fraction(2)))),),
    ),
    Check(
        "N3", "sampled", "boundary", "lambda = lambda_- and lambda = lambda_+ exactly", _ALL,
        at_points(SCHEDULES, ends_belong),
        (("a third into the window", at_points(SCHEDULES, lambda x: ends_belong(x, Fraction(1, 3)))),),
    ),
    Check(
        "D4.1", "sampled", "boundary", "s = 0 and s = inf exactly, all plans", _ALL,
        at_points(SCHEDULES, all_tie),
        (("s = 0 and s = inf exchanged", at_points(SCHEDULES, lambda x: all_tie(x, swapped=True))),),
    ),
    Check(
        "P3.2", "sampled", "boundary", "lambda = 0: equality", _EXACT,
        at_points(CIRCLES, lambda x: equality(x, Fraction(0))),
        (("equality at lambda = 1", at_points(CIRCLES, lambda x: equality(x, Fraction(1)))),),
    ),
)  # fmt: skip
