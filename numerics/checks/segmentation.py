"""N6: plans that merge only at time T against all plans, on freely drawn operators."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from numerics.checks.check import TINY, Check, edge, mutant, no_violation
from numerics.checks.strategies import OPERATORS_DRAWN, ExactOperators, drawn_operators, free_operators, with_plan
from numerics.plans.canonical import boot, consistency, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from proofs.logic.verdict import Level


def unmerged(plan: Plan) -> Plan:
    """The segmentation plan of N6: every operand after the first left unmerged."""
    found = Plan((plan.first,))
    for added in plan.spine():
        found = Plan.merge([found, *(t for operand in added for t in operand.leaves)])
    return found


def _always(canonical: Callable[[int], Plan]) -> Callable[[Plan], Plan]:
    """A mutant of `unmerged`: whatever the plan, the canonical one."""
    return lambda plan: canonical(plan.first)


def dominates(instance: tuple[ExactOperators, Plan], change: Callable[[Plan], Plan] = unmerged) -> bool:
    """N6, per plan: the segmentation plan is at least as close in every coordinate."""
    ops, plan = instance
    closer, given = evaluate(change(plan), ops)[1], evaluate(plan, ops)[1]
    return all(abs(x) <= abs(y) for x, y in zip(closer, given, strict=True))


def segmentation_plans(steps: int) -> list[Plan]:
    """All plans that merge only at time T: cut T-1, ..., 1 into blocks."""
    found: list[Plan] = []
    inner = range(1, steps - 1)
    for count in range(len(inner) + 1):
        for cuts in combinations(inner, count):
            plan = Plan((steps,))
            edges = [steps - 1, *reversed(cuts), 0]
            for high, low in pairwise(edges):
                if high > low:
                    plan = Plan.merge([plan, *range(high, low, -1)])
            found.append(plan)
    return found


def segmentation_is_enough(ops: ExactOperators, few: Callable[[int], list[Plan]] = segmentation_plans) -> bool:
    """N6: the best segmentation plan is the best of all plans."""

    def distance(plan: Plan) -> Fraction:
        return w2_squared(evaluate(plan, ops)[1], ops)

    return min(map(distance, few(ops.steps))) == min(map(distance, enumerate_plans(0, ops.steps)))


def two_extremes(steps: int) -> list[Plan]:
    """A mutant: BOOT and vanilla alone."""
    return [boot(steps), vanilla(steps)]


_MIXED = ("contracting", "expanding")


def _nearly(kind: str, miss: Fraction) -> ExactOperators:
    """T = 3: a coordinate that misses its side by so much in a_1, and one whose steps change nothing."""
    one = Fraction(1)
    steps = [one, one + miss, Fraction(1, 2), one] if kind == "contracting" else [one, one - miss, Fraction(2), one]
    keep = [one, *[Fraction(1, 2)] * 3]
    return free_operators([steps, [one] * 4], [keep, keep])


def checks(digits: int) -> tuple[Check, ...]:
    """Plan by plan, and the best of each kind."""
    return (
        *(
            Check(
                f"N6-{kind}", Level.PROPERTY, "Fractions", f"random plans, {kind} steps", OPERATORS_DRAWN + "T <= 6",
                no_violation(with_plan(kind), dominates),
                (
                    mutant(f"{wrong.__name__} in its place", with_plan(kind), partial(dominates, change=_always(wrong))),
                    mutant("steps on both sides", with_plan("any"), dominates),
                ),
                edge=edge(
                    partial(dominates, (_nearly(kind, Fraction(0)), consistency(3))),
                    partial(dominates, (_nearly(kind, TINY), consistency(3))),
                ),
            )
            for kind, wrong in (("contracting", vanilla), ("expanding", boot))
        ),
        Check(
            "N6", Level.PROPERTY, "Fractions", "all plans, a contracting and an expanding coordinate",
            OPERATORS_DRAWN + "T <= 5, d = 2",
            no_violation(drawn_operators(_MIXED), segmentation_is_enough),
            (
                mutant("a coordinate on both sides", drawn_operators(("contracting", "any")), segmentation_is_enough),
                mutant("BOOT and vanilla alone", drawn_operators(_MIXED), lambda x: segmentation_is_enough(x, two_extremes)),
            ),
            edge=edge(
                lambda: segmentation_is_enough(_nearly("contracting", Fraction(0))),
                lambda: segmentation_is_enough(_nearly("contracting", TINY)),
            ),
        ),
    )  # fmt: skip
