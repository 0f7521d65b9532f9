"""N4 and N5: critical variances of random and of named schedules."""

from __future__ import annotations

from fractions import Fraction

from flint import arb
from hypothesis import strategies as st

from numerics.checks.check import TINY, Check, at_points, edge, mutant, no_violation
from numerics.checks.strategies import CIRCLES, STRICT, Coordinate, positive, step_operators, ve_schedules
from numerics.errors import NotDecided
from numerics.model.regimes import critical_variances, phase_boundaries
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import Balls, precision
from numerics.numbers.reals import Exact
from proofs.logic.verdict import Level

CLOSE = Fraction(1, 2**200)


def vp_bounds(schedule: Tabulated, least: Fraction = Fraction(1), first: Fraction = Fraction(2)) -> bool:
    """N4: c_j >= least for every j, c_1 > first."""
    found = [c for c in critical_variances(schedule, Exact()) if c is not None]
    return all(c >= least for c in found) and (schedule.steps < 2 or found[0] > first)


def same(formula: arb, value: arb) -> bool:
    """Whether two balls hold one number to CLOSE. Raises NotDecided when they are too wide to tell."""
    if not formula.overlaps(value):
        return False
    if not abs(formula - value) < arb(CLOSE.numerator) / CLOSE.denominator:
        raise NotDecided("the balls are too wide")
    return True


def cosine_closed_form(steps: int, lowest: int = 1, highest: int = 1, above: Fraction = Fraction(0)) -> bool:
    """N4: lambda_- = tan(pi/4 + pi/4T) and lambda_+ = 1 + 1/cos(pi/2T); equal to the computed balls to 200 bits.

    above: by how much what is computed is raised.
    """
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
        if not (low.overlaps(found.boot_ball.unpack()) and high.overlaps(found.vanilla_ball.unpack())):
            return False
        raised = balls.rational(above)
        return same(low, least + raised) and same(high, largest + raised)


def flow_closed_form(steps: int, late: Fraction = Fraction(0)) -> bool:
    """N5: c_j = j / (T - j)."""
    found = critical_variances(FlowMatching(steps), Exact())
    return found == [j / (steps - j + late) for j in range(1, steps)]


def ve_contracts(instance: Coordinate, strictly_below: Fraction = Fraction(1)) -> bool:
    """N5: every VE step has a_j <= 1."""
    return all(a <= strictly_below for a in step_operators(*instance))


_SIZES = (2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 64, 100)

_VE = st.tuples(ve_schedules(), positive(50))


_STEEP: Coordinate = (Tabulated((Fraction(1),) * 3, (Fraction(0), Fraction(1), Fraction(2))), Fraction(3))
_FIRST, *_ = _CRITICAL = [c for c in critical_variances(CIRCLES[0], Exact()) if c is not None]
_LARGEST = max(step_operators(*_STEEP))


def checks(digits: int) -> tuple[Check, ...]:
    """Random schedules, the cosine schedule at many T, flow matching up to T = 100."""
    return (
        Check(
            "N4", Level.PROPERTY, "Fractions", "random VP schedules, every j < T", "rational points on the circle, T <= 6",
            no_violation(STRICT, vp_bounds),
            (
                mutant("c_j at least 1.2", STRICT, lambda x: vp_bounds(x, least=Fraction(6, 5))),
                mutant("c_1 above 2.2", STRICT, lambda x: vp_bounds(x, first=Fraction(11, 5))),
            ),
            edge=edge(
                lambda: vp_bounds(CIRCLES[0], min(_CRITICAL), _FIRST - TINY),
                lambda: vp_bounds(CIRCLES[0], least=min(_CRITICAL) + TINY) or vp_bounds(CIRCLES[0], first=_FIRST),
            ),
        ),
        Check(
            "N4", Level.SAMPLED, "balls", f"the cosine schedule at T in {_SIZES}", "closed forms against all c_j, 200 bits",
            at_points(_SIZES, cosine_closed_form),
            (
                ("pi/2T in the lower boundary", at_points(_SIZES, lambda x: cosine_closed_form(x, lowest=2))),
                ("pi/T in the upper boundary", at_points(_SIZES[1:], lambda x: cosine_closed_form(x, highest=2))),
            ),
            edge=edge(lambda: cosine_closed_form(5), lambda: cosine_closed_form(5, above=CLOSE)),
        ),
        Check(
            "N5", Level.PROPERTY, "Fractions", "random VE noise and lambda; flow matching for T up to 100",
            "VE: T <= 6, lambda <= 50; flow matching: exact equality of every c_j",
            no_violation(
                st.tuples(_VE, st.integers(2, 100)), lambda x: ve_contracts(x[0]) and flow_closed_form(x[1])
            ),
            (
                mutant("VE below one half", _VE, lambda x: ve_contracts(x, Fraction(1, 2))),
                mutant("flow matching off by one", st.integers(2, 100), lambda x: flow_closed_form(x, late=Fraction(1))),
            ),
            edge=edge(
                lambda: ve_contracts(_STEEP, _LARGEST) and flow_closed_form(5),
                lambda: ve_contracts(_STEEP, _LARGEST - TINY) or flow_closed_form(5, late=TINY),
            ),
        ),
    )  # fmt: skip
