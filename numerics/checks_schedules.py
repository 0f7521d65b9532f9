"""Checks of N3, N4, N5, N7: critical variances of random and of named schedules."""

from __future__ import annotations

from fractions import Fraction

from flint import arb
from hypothesis import strategies as st

from numerics.balls import Balls, precision
from numerics.checks import Check, NotDecided, at_points, no_violation, mutant
from numerics.instances import positive, schedules, unit, ve_schedules, vp_schedules
from numerics.operators import Problem, critical_variances, operators, phase_boundaries
from numerics.reals import Exact
from numerics.schedules import Cosine, FlowMatching, Schedule, Tabulated

Coordinate = tuple[Tabulated, Fraction]
coordinates: st.SearchStrategy[Coordinate] = st.tuples(schedules(), positive())


def step_operators(schedule: Schedule, lam: Fraction) -> list[Fraction]:
    """a_1 … a_T, exact."""
    return [row[0] for row in operators(Problem(schedule, (lam,), Fraction(0)), Exact()).step[1:]]


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


def at_critical(schedule: Tabulated) -> bool:
    """N3 at the boundary itself: a_j = 1 exactly when lambda = c_j."""
    found = critical_variances(schedule, Exact())
    return all(c is None or step_operators(schedule, c)[j] == 1 for j, c in enumerate(found))


def vp_bounds(schedule: Tabulated, least: Fraction = Fraction(1), first: Fraction = Fraction(2)) -> bool:
    """N4: c_j >= least for every j, c_1 > first."""
    found = [c for c in critical_variances(schedule, Exact()) if c is not None]
    return all(c >= least for c in found) and (schedule.steps < 2 or found[0] > first)


def cosine_closed_form(steps: int, lowest: int = 1, highest: int = 1) -> bool:
    """N4: lambda_- = tan(pi/4 + pi/4T) and lambda_+ = 1 + 1/cos(pi/2T); equal to the computed balls to 200 bits."""
    found = phase_boundaries(Cosine(steps))
    if found.boot_ball is None or found.vanilla_ball is None:
        return False
    with precision(256):
        balls = Balls()
        angle = Fraction(1, 4) + Fraction(lowest, 4 * steps)
        low = balls.sin_pi(angle) / balls.cos_pi(angle)
        high = 1 + 1 / balls.cos_pi(Fraction(highest, 2 * steps))
        computed = [c for c in critical_variances(Cosine(steps), balls) if c is not None]
        least, largest = computed[0], computed[0]
        for c in computed:
            least, largest = least.min(c), largest.max(c)
        pairs = ((low, least), (high, largest), (low, found.boot_ball.unpack()), (high, found.vanilla_ball.unpack()))
        if not all(formula.overlaps(value) for formula, value in pairs):
            return False
        if not all(abs(formula - value) < arb(2) ** -200 for formula, value in pairs[:2]):
            raise NotDecided(f"the balls at T = {steps} are too wide")
        return True


def flow_closed_form(steps: int, late: int = 0) -> bool:
    """N5: c_j = j / (T - j)."""
    found = critical_variances(FlowMatching(steps), Exact())
    return found == [Fraction(j, steps - j + late) for j in range(1, steps)]


def ve_contracts(instance: Coordinate, strictly_below: Fraction = Fraction(1)) -> bool:
    """N5: every VE step has a_j <= 1."""
    return all(a <= strictly_below for a in step_operators(*instance))


@st.composite
def windows(draw: st.DrawFn) -> Coordinate:
    """A VP schedule and a lambda strictly inside its open window."""
    schedule = draw(vp_schedules(least=3, strict=True))
    found = [c for c in critical_variances(schedule, Exact()) if c is not None]
    low, high = min(found), max(found)
    inside = draw(unit(12, 1).filter(lambda x: x < 1))
    return schedule, low + inside * (high - low)


def both_sides(instance: Coordinate) -> bool:
    """N7: inside the window one step contracts strictly and another expands strictly."""
    schedule, lam = instance
    a = step_operators(schedule, lam)[:-1]
    return min(a) < 1 < max(a)


def outside(instance: Coordinate) -> Coordinate:
    """A mutant: lambda moved to the lower end of the window."""
    schedule, _ = instance
    return schedule, min(c for c in critical_variances(schedule, Exact()) if c is not None)


_SIZES = (2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 64, 100)
_RANDOM = "random rational schedules, T <= 6"
_STRICT = vp_schedules(strict=True)
_VE = st.tuples(ve_schedules(), positive(50))

CHECKS = (
    Check(
        "N3", "property", "Fractions", "random schedules and lambda, every j < T", _RANDOM + ", lambda <= 4, and lambda = c_j",
        no_violation(st.tuples(coordinates, _STRICT), lambda x: decides_the_side(x[0]) and at_critical(x[1])),
        (
            mutant("c_j of the next step", coordinates, lambda x: decides_the_side(x, shift=1)),
            mutant("c_j a tenth larger", coordinates, lambda x: decides_the_side(x, scale=Fraction(11, 10))),
        ),
    ),
    Check(
        "N4", "property", "Fractions", "random VP schedules, every j < T", "rational points on the circle, T <= 6",
        no_violation(_STRICT, vp_bounds),
        (
            mutant("c_j at least 1.2", _STRICT, lambda x: vp_bounds(x, least=Fraction(6, 5))),
            mutant("c_1 above 2.2", _STRICT, lambda x: vp_bounds(x, first=Fraction(11, 5))),
        ),
    ),
    Check(
        "N4", "sampled", "balls", f"the cosine schedule at T in {_SIZES}", "closed forms against all c_j, 200 bits",
        at_points(_SIZES, cosine_closed_form),
        (
            ("pi/2T in the lower boundary", at_points(_SIZES, lambda x: cosine_closed_form(x, lowest=2))),
            ("pi/T in the upper boundary", at_points(_SIZES[1:], lambda x: cosine_closed_form(x, highest=2))),
        ),
    ),
    Check(
        "N5", "property", "Fractions", "random VE noise and lambda; flow matching for T up to 100",
        "VE: T <= 6, lambda <= 50; flow matching: exact equality of every c_j",
        no_violation(
            st.tuples(_VE, st.integers(2, 100)), lambda x: ve_contracts(x[0]) and flow_closed_form(x[1])
        ),
        (
            mutant("VE below one half", _VE, lambda x: ve_contracts(x, Fraction(1, 2))),
            mutant("flow matching off by one", st.integers(2, 100), lambda x: flow_closed_form(x, late=1)),
        ),
    ),
    Check(
        "N7", "property", "Fractions", "random VP schedules, lambda strictly inside the window", "T <= 6",
        no_violation(windows(), both_sides),
        (
            mutant("lambda on the boundary", windows(), lambda x: both_sides(outside(x))),
        ),
    ),
)  # fmt: skip
