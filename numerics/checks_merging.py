"""Checks of D4.1, N1, N2, N6 on freely drawn step operators and shrinkage, exact, against all plans."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from hypothesis import strategies as st

from numerics.checks import Check, no_violation, mutant
from numerics.instances import ExactOperators, drawn_operators, plans
from numerics.plans import Plan, boot, enumerate_plans, evaluate, fold, join, leaves, teacher, vanilla, w2_squared

Merge = Callable[[int, list[Fraction], ExactOperators, int], Fraction]


def surrogate(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """D4.1: X_1 (1 - gamma + gamma X_2 ... X_k), as the student's average of what it holds and what it wants."""
    product = Fraction(1)
    for x in operands:
        product *= x
    return ops.keep[start][i] * operands[0] + ops.shrink[start][i] * product


def reset(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """Another reading, refuted by T4.3: every merge starts from the teacher's single step."""
    return surrogate(start, [ops.step[start][i], *operands], ops, i) / ops.step[start][i]


def at_the_end(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """A mutant: gamma of the time before."""
    return surrogate(start - 1, operands, ops, i)


def by_definition(plan: Plan, ops: ExactOperators, i: int = 0, merge: Merge = surrogate) -> Fraction:
    """The operator of a plan, merge by merge."""

    def node(children: list[tuple[int, Fraction]]) -> tuple[int, Fraction]:
        start = children[0][0]
        return start, merge(start, [x for _, x in children], ops, i)

    leaf: Callable[[int], tuple[int, Fraction]] = lambda t: (t, ops.step[t][i])  # noqa: E731
    return fold(plan, leaf, node)[1]


@st.composite
def with_plan(draw: st.DrawFn, kind: str) -> tuple[ExactOperators, Plan]:
    """One coordinate and one random plan."""
    ops = draw(drawn_operators((kind,), most=6))
    return ops, draw(plans(0, ops.steps))


def evaluates(instance: tuple[ExactOperators, Plan], merge: Merge = surrogate) -> bool:
    """D4.1: the library's evaluation without cancellation is the definition."""
    ops, plan = instance
    (value,), (error,) = evaluate(plan, ops)
    return value == by_definition(plan, ops, merge=merge) and error == value - teacher(ops)[0]


def above_boot(instance: tuple[ExactOperators, Plan], reference: Callable[[int], Plan] = boot) -> bool:
    """N1: v >= v_BOOT >= tau."""
    ops, plan = instance
    (value,), (bound,), (tau,) = evaluate(plan, ops)[0], evaluate(reference(ops.steps), ops)[0], teacher(ops)
    return value >= bound >= tau


def below_vanilla(instance: tuple[ExactOperators, Plan], reference: Callable[[int], Plan] = vanilla) -> bool:
    """N2: v <= v_vanilla <= tau."""
    ops, plan = instance
    (value,), (bound,), (tau,) = evaluate(plan, ops)[0], evaluate(reference(ops.steps), ops)[0], teacher(ops)
    return value <= bound <= tau


def unmerged(plan: Plan) -> Plan:
    """The segmentation plan of N6: every operand after the first left unmerged."""
    if isinstance(plan, int):
        return plan
    return join([unmerged(plan[0]), *(t for operand in plan[1:] for t in leaves(operand))])


def _always(canonical: Callable[[int], Plan]) -> Callable[[Plan], Plan]:
    """A mutant of `unmerged`: whatever the plan, the canonical one."""
    return lambda plan: canonical(leaves(plan)[0])


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
            plan: Plan = steps
            edges = [steps - 1, *reversed(cuts), 0]
            for high, low in pairwise(edges):
                if high > low:
                    plan = join([plan, *range(high, low, -1)])
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
_DRAWN = "a_t and gamma_t drawn freely (multiples of 1/12 and their reciprocals), "

CHECKS = (
    Check(
        "D4.1", "property", "Fractions", "random plans, any step operators", _DRAWN + "T <= 6",
        no_violation(with_plan("any"), evaluates),
        (
            mutant("student reset to the single step", with_plan("any"), lambda x: evaluates(x, reset)),
            mutant("gamma of the wrong time", with_plan("any"), lambda x: evaluates(x, at_the_end)),
        ),
    ),
    Check(
        "N1", "property", "Fractions", "random plans, contracting steps", _DRAWN + "T <= 6",
        no_violation(with_plan("contracting"), above_boot),
        (
            mutant("vanilla in place of BOOT", with_plan("contracting"), lambda x: above_boot(x, vanilla)),
            mutant("steps not contracting", with_plan("any"), above_boot),
        ),
    ),
    Check(
        "N2", "property", "Fractions", "random plans, expanding steps", _DRAWN + "T <= 6",
        no_violation(with_plan("expanding"), below_vanilla),
        (
            mutant("BOOT in place of vanilla", with_plan("expanding"), lambda x: below_vanilla(x, boot)),
            mutant("steps not expanding", with_plan("any"), below_vanilla),
        ),
    ),
    *(
        Check(
            f"N6-{kind}", "property", "Fractions", f"random plans, {kind} steps", _DRAWN + "T <= 6",
            no_violation(with_plan(kind), dominates),
            (
                mutant(f"{wrong.__name__} in its place", with_plan(kind), partial(dominates, change=_always(wrong))),
                mutant("steps on both sides", with_plan("any"), dominates),
            ),
        )
        for kind, wrong in (("contracting", vanilla), ("expanding", boot))
    ),
    Check(
        "N6", "property", "Fractions", "all plans, a contracting and an expanding coordinate", _DRAWN + "T <= 5, d = 2",
        no_violation(drawn_operators(_MIXED), segmentation_is_enough),
        (
            mutant("a coordinate on both sides", drawn_operators(("contracting", "any")), segmentation_is_enough),
            mutant("BOOT and vanilla alone", drawn_operators(_MIXED), lambda x: segmentation_is_enough(x, two_extremes)),
        ),
    ),
)  # fmt: skip
