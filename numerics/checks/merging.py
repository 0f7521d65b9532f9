"""D4.1: the library's evaluation of plans against the definition, at s = 0 and s = inf, and the derived expression."""

from __future__ import annotations

from fractions import Fraction

from numerics.checks import derived
from numerics.checks.check import TINY, Check, at_points, edge, mutant, no_violation
from numerics.checks.oracles import Merge, at_the_end, by_definition, reset, surrogate
from numerics.checks.strategies import (
    CIRCLES,
    OPERATORS_DRAWN,
    SCHEDULES,
    SCHEDULES_NAMED,
    ExactOperators,
    free_operators,
    with_plan,
)
from numerics.model.operators import operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.canonical import enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, teacher
from numerics.plans.plan import Plan
from proofs.logic.verdict import Level


def all_tie(schedule: Schedule, swapped: bool = False, times: Fraction = Fraction(1)) -> bool:
    """D4.1: at s = 0 every plan is a_T, at s = inf the teacher's composite; exactly.

    swapped: the other way round. times: spoils what is wanted.
    """
    for budget in (Fraction(0), None):
        ops = operators(Problem(schedule, Spectrum.of("0.5", 3), budget), Exact())
        wanted = ops.step[schedule.steps] if (budget == 0) is not swapped else teacher(ops)
        wanted = [times * x for x in wanted]
        if any(evaluate(plan, ops)[0] != wanted for plan in enumerate_plans(0, schedule.steps)):
            return False
    return True


def evaluates(instance: tuple[ExactOperators, Plan], merge: Merge = surrogate) -> bool:
    """D4.1: the library's evaluation without cancellation is the definition."""
    ops, plan = instance
    (value,), (error,) = evaluate(plan, ops)
    return value == by_definition(plan, ops, merge=merge) and error == value - teacher(ops)[0]


def _slightly_more(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    return surrogate(start, operands, ops, i) * (1 + TINY)


_DRAWN = free_operators([[Fraction(x) for x in (1, 2, 3, 5)]], [[Fraction(1), *[Fraction(1, 2)] * 3]]), vanilla(3)


def checks(digits: int) -> tuple[Check, ...]:
    """digits: of the derived merge."""
    return (
        Check(
            "D4.1", Level.PROPERTY, "Fractions", "random plans, any step operators", OPERATORS_DRAWN + "T <= 6",
            no_violation(with_plan("any"), evaluates),
            (
                mutant("student reset to the single step", with_plan("any"), lambda x: evaluates(x, reset)),
                mutant("gamma of the wrong time", with_plan("any"), lambda x: evaluates(x, at_the_end)),
            ),
            edge=edge(lambda: evaluates(_DRAWN), lambda: evaluates(_DRAWN, _slightly_more)),
        ),
        derived.plans(digits),
        Check(
            "D4.1", Level.SAMPLED, "boundary", "s = 0 and s = inf exactly, all plans", SCHEDULES_NAMED,
            at_points(SCHEDULES, all_tie),
            (("s = 0 and s = inf exchanged", at_points(SCHEDULES, lambda x: all_tie(x, swapped=True))),),
            edge=edge(lambda: all_tie(CIRCLES[0]), lambda: all_tie(CIRCLES[0], times=1 + TINY)),
        ),
    )  # fmt: skip
