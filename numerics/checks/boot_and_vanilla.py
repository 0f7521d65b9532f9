"""T4.2, T4.3, T4.3-sharp, N7: random problems on either side of the window and in it, against all plans."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb
from hypothesis import strategies as st

from numerics.checks.against_all import attains
from numerics.checks.check import TINY, Check, at_points, edge, mutant, no_violation
from numerics.checks.strategies import (
    CIRCLES,
    CIRCLES_NAMED,
    Coordinate,
    S,
    budgets,
    schedules,
    step_operators,
    unit,
    vp_schedules,
)
from numerics.errors import NotDecided
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import UNDECIDED, Order, compare, precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import teacher
from numerics.plans.plan import Plan
from numerics.plans.rank import proved_equal
from proofs.logic.verdict import Level


def boot_at_one(schedule: Schedule, lam: Fraction = Fraction(1)) -> bool:
    """T4.3 at lambda = 1, ties included."""
    return attains(Problem(schedule, Spectrum((lam,)), S), boot)


@st.composite
def small(draw: st.DrawFn, largest: Fraction = Fraction(1)) -> Problem:
    """VP, lambda <= largest."""
    schedule = draw(vp_schedules(most=5))
    return Problem(schedule, Spectrum((largest * draw(unit()),)), draw(budgets()))


@st.composite
def beyond(draw: st.DrawFn, side: str, slack: Fraction = Fraction(0)) -> Problem:
    """Any family; lambda up to lambda_- (side "boot") or from lambda_+ on ("vanilla"), missed by the slack."""
    schedule = draw(schedules(least=3, most=5))
    found = critical_variances(schedule, Exact())
    finite = [c for c in found if c is not None] or [Fraction(1)]
    part = draw(unit(12, 1))
    if side == "boot":
        lam = min(finite) * part * (1 + slack)
    else:
        lam = max(finite) / part * (1 - slack)
    return Problem(schedule, Spectrum((lam,)), draw(budgets()))


def has_vanilla_side(problem: Problem) -> bool:
    return all(c is not None for c in critical_variances(problem.schedule, Exact()))


def phase(side: str, slack: Fraction = Fraction(0)) -> st.SearchStrategy[Problem]:
    return beyond(side, slack).filter(has_vanilla_side) if side == "vanilla" else beyond(side, slack)


# Other readings of the theory, which contradict the paper's own theorems.
Student = Callable[[list[arb], arb, arb, arb], arb]


def held_first(operands: list[arb], keep: arb, shrink: arb, single: arb) -> arb:
    """The reading of D4.1: the student holds its first operand."""
    product = arb(1)
    for x in operands:
        product *= x
    return keep * operands[0] + shrink * product


def held_single(operands: list[arb], keep: arb, shrink: arb, single: arb) -> arb:
    """Another reading: the student is reset to the teacher's single step at every merge."""
    return keep * single + held_first(operands, arb(0), shrink, single)


def boot_not_beaten(problem: Problem, student: Student = held_first, flow_target: bool = False) -> bool:
    """No plan is closer than BOOT, under a reading of the theory. Raises NotDecided when none certainly is, but one may."""
    chosen = boot(problem.steps)
    with precision(_BITS):
        ops = ball_operators(problem)

        def operator(plan: Plan) -> arb:
            def node(children: list[tuple[int, arb]]) -> tuple[int, arb]:
                t = children[0][0]
                row = ops.keep[t][0], ops.shrink[t][0], ops.step[t][0]
                return t, student([x for _, x in children], *row)

            def leaf(t: int) -> tuple[int, arb]:
                return t, ops.step[t][0]

            return plan.fold(leaf, node)[1]

        (target,) = teacher(ops)
        if flow_target:
            target = (ops.norm[0][0] / ops.norm[problem.steps][0]).sqrt()
        reached = abs(operator(chosen) - target)
        still_open = []
        for plan in enumerate_plans(0, problem.steps):
            order = compare(abs(operator(plan) - target), reached) if plan != chosen else Order.EQUAL
            if order is Order.LESS:
                return False
            if order is UNDECIDED:
                still_open.append(plan)
    by_library = student is held_first  # `proved_equal` knows this reading only
    if still_open and not (by_library and proved_equal([chosen, *still_open], problem)):
        raise NotDecided(f"{len(still_open)} plans cannot be told from BOOT at {str(problem)[:300]}")
    return True


_BALLS = "T <= 5, budgets over four decades, against all plans, ranked by balls"
_FEW = 30
_BITS = 256


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


def _off(side: str, miss: Fraction = Fraction(0)) -> Problem:
    """lambda at the end of a window, or inside it by so much of its width."""
    found = [c for c in critical_variances(CIRCLES[0], Exact()) if c is not None]
    low, high = min(found), max(found)
    lam = low + miss * (high - low) if side == "boot" else high - miss * (high - low)
    return Problem(CIRCLES[0], Spectrum((lam,)), S)


_AT_BOOT, _PAST_BOOT, _PAST_VANILLA = _off("boot"), _off("boot", TINY), _off("vanilla", TINY)
_BOOT_EDGE = edge(lambda: attains(_AT_BOOT, boot), lambda: attains(_PAST_BOOT, boot))


def checks(digits: int) -> tuple[Check, ...]:
    """Against all plans, ties proved."""
    return (
        Check(
            "T4.3", Level.PROPERTY, "balls", "random VP schedules, lambda <= 1", _BALLS,
            no_violation(small(), lambda x: attains(x, boot) and boot_not_beaten(x), _FEW),
            (
                mutant("lambda up to 4", small(Fraction(4)), lambda x: attains(x, boot)),
                mutant("vanilla in place of BOOT", small(), lambda x: attains(x, vanilla)),
                mutant("student reset to the single step", small(), lambda x: boot_not_beaten(x, held_single)),
                mutant("target of the exact flow", small(), lambda x: boot_not_beaten(x, flow_target=True)),
            ),
            edge=edge(
                lambda: attains(_AT_BOOT, boot) and boot_not_beaten(_AT_BOOT),
                lambda: attains(_PAST_BOOT, boot) or boot_not_beaten(_PAST_BOOT),
            ),
        ),
        Check(
            "T4.3", Level.SAMPLED, "boundary", "lambda = 1 exactly", CIRCLES_NAMED,
            at_points(CIRCLES, boot_at_one),
            (("lambda = 2", at_points(CIRCLES, lambda x: boot_at_one(x, Fraction(2)))),),
            edge=edge(
                lambda: boot_at_one(CIRCLES[0], _AT_BOOT.lam[0]), lambda: boot_at_one(CIRCLES[0], _PAST_BOOT.lam[0])
            ),
        ),
        Check(
            "T4.2", Level.PROPERTY, "balls", "random schedules with finite lambda_+, lambda from lambda_+ on", _BALLS,
            no_violation(phase("vanilla"), lambda x: attains(x, vanilla), _FEW),
            (
                mutant("from 0.8 lambda_+ on", phase("vanilla", Fraction(1, 5)), lambda x: attains(x, vanilla)),
                mutant("BOOT in place of vanilla", phase("vanilla"), lambda x: attains(x, boot)),
            ),
            edge=edge(lambda: attains(_off("vanilla"), vanilla), lambda: attains(_PAST_VANILLA, vanilla)),
        ),
        Check(
            "T4.3-sharp", Level.PROPERTY, "balls", "random VP, flow-matching and VE schedules, lambda up to lambda_-",
            _BALLS,
            no_violation(phase("boot"), lambda x: attains(x, boot), _FEW),
            (
                mutant("up to 1.5 lambda_-", phase("boot", Fraction(1, 2)), lambda x: attains(x, boot)),
                mutant("vanilla in place of BOOT", phase("boot"), lambda x: attains(x, vanilla)),
            ),
            edge=_BOOT_EDGE,
        ),
        Check(
            "N7", Level.PROPERTY, "Fractions", "random VP schedules, lambda strictly inside the window", "T <= 6",
            no_violation(windows(), both_sides),
            (mutant("lambda on the boundary", windows(), lambda x: both_sides(outside(x))),),
            edge=edge(
                lambda: both_sides((CIRCLES[0], _PAST_BOOT.lam[0])), lambda: both_sides((CIRCLES[0], _AT_BOOT.lam[0]))
            ),
        ),
    )  # fmt: skip
