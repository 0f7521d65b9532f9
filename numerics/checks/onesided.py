"""N1 and N2: every plan against BOOT or vanilla, on freely drawn operators and over whole boxes of lambda and s."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from flint import arb

from numerics.checks.check import TINY, Check, edge, mutant, no_violation
from numerics.checks.counterexample import CIRCLE
from numerics.checks.enclosure import Coefficients, Statement, Terms, enclosed, norm, one_minus, step, widened
from numerics.checks.strategies import OPERATORS_DRAWN, ExactOperators, free_operators, with_plan
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.numbers.centered import Centered
from numerics.numbers.subdivision import interval
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, teacher
from numerics.plans.plan import Plan
from proofs.logic.verdict import Level


def plan_gaps(reference: Callable[[int], Plan], sign: int) -> Terms:
    """N1 (sign 1) and N2 (sign -1): every plan's operator against the reference plan's, and that against the teacher's.

    Straight from D4.1, X_1 (1 - gamma (1 - X_2 ... X_k)); nothing of the proofs of N1 and N2 is used.
    """

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        lam, s = at
        times = range(1, len(c[0]))
        a = {t: step(c, t, lam) for t in times}
        gamma = {t: one_minus((s.affine(arb(-2), arb(0)) * norm(c, t, lam)).exp()) for t in times}
        products: dict[tuple[Plan, ...], Centered] = {}

        def operator(plan: Plan) -> Centered:
            if plan.is_step:
                return a[plan.first]
            first, *others = plan.operands
            return product((first,)) * one_minus(gamma[plan.first] * one_minus(product(tuple(others))))

        def product(row: tuple[Plan, ...]) -> Centered:
            if row not in products:
                first = operator(row[0])
                products[row] = first * product(row[1:]) if len(row) > 1 else first
            return products[row]

        total = len(times)
        chosen = reference(total)
        bound = product((chosen,))
        tau = product(tuple(Plan((t,)) for t in reversed(times)))
        gaps = [product((plan,)) - bound for plan in enumerate_plans(0, total) if plan != chosen]
        return [gap.affine(arb(sign), arb(0)) for gap in (*gaps, bound - tau)]

    return terms


BOX = ("lambda", "s")


def _contracting(schedule: Schedule, lam: tuple[str, str], s: tuple[str, str]) -> Statement:
    bounded = "v - v_BOOT for every other plan, v_BOOT - tau"
    return Statement("N1", bounded, BOX, schedule, (interval(*lam), interval(*s)), plan_gaps(boot, 1))


def _expanding(schedule: Schedule, lam: tuple[str, str], s: tuple[str, str]) -> Statement:
    bounded = "v_vanilla - v for every other plan, tau - v_vanilla"
    return Statement("N2", bounded, BOX, schedule, (interval(*lam), interval(*s)), plan_gaps(vanilla, -1))


N1_BOXES = (
    _contracting(Cosine(5), ("1/5", "1"), ("1/2", "3/4")),
    _contracting(CIRCLE, ("1/5", "1"), ("1/4", "1/2")),
    _contracting(FlowMatching(4), ("1/20", "3/10"), ("1/2", "3/4")),
)

N2_BOXES = (
    _expanding(Cosine(5), ("5/2", "50"), ("1/50", "1/25")),
    _expanding(CIRCLE, ("5/2", "10"), ("1/10", "1/5")),
    _expanding(FlowMatching(5), ("9/2", "50"), ("1/50", "1/25")),
)


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


def _two_steps(first: Fraction, second: Fraction) -> tuple[ExactOperators, Plan]:
    """a_1, a_2 and a_3 = 1, half of every difference kept, and the plan of one merge."""
    one, half = Fraction(1), Fraction(1, 2)
    return free_operators([[one, first, second, one]], [[one, half, half, half]]), vanilla(3)


def _boot_of_two(first: Fraction, second: Fraction) -> tuple[ExactOperators, Plan]:
    return _two_steps(first, second)[0], boot(3)


_HALF, _ONE, _TWO = Fraction(1, 2), Fraction(1), Fraction(2)


def checks(digits: int) -> tuple[Check, ...]:
    """Exactly on random plans, and enclosed for all plans of small T."""
    return (
        Check(
            "N1", Level.PROPERTY, "Fractions", "random plans, contracting steps", OPERATORS_DRAWN + "T <= 6",
            no_violation(with_plan("contracting"), above_boot),
            (
                mutant("vanilla in place of BOOT", with_plan("contracting"), lambda x: above_boot(x, vanilla)),
                mutant("steps not contracting", with_plan("any"), above_boot),
            ),
            edge=edge(lambda: above_boot(_two_steps(_HALF, _ONE)), lambda: above_boot(_two_steps(_HALF, _ONE + TINY))),
        ),
        Check(
            "N2", Level.PROPERTY, "Fractions", "random plans, expanding steps", OPERATORS_DRAWN + "T <= 6",
            no_violation(with_plan("expanding"), below_vanilla),
            (
                mutant("BOOT in place of vanilla", with_plan("expanding"), lambda x: below_vanilla(x, boot)),
                mutant("steps not expanding", with_plan("any"), below_vanilla),
            ),
            edge=edge(
                lambda: below_vanilla(_boot_of_two(_TWO, _ONE)), lambda: below_vanilla(_boot_of_two(_TWO, _ONE - TINY))
            ),
        ),
        enclosed(
            "N1", "lambda and s in the whole boxes, lambda_max below lambda_-, s > 0; every plan", "T <= 5", N1_BOXES,
            ("lambda up to 2, above lambda_-", widened(N1_BOXES[0], ("1/5", "2"))),
            ("vanilla in place of BOOT", replace(N1_BOXES[1], terms=plan_gaps(vanilla, 1))),
            ("sign flipped", replace(N1_BOXES[2], terms=plan_gaps(boot, -1))),
        ),
        enclosed(
            "N2", "lambda and s in the whole boxes, lambda_min above lambda_+, s > 0; every plan", "T <= 5", N2_BOXES,
            ("lambda from 1 on, below lambda_+", widened(N2_BOXES[0], ("1", "50"))),
            ("BOOT in place of vanilla", replace(N2_BOXES[1], terms=plan_gaps(boot, -1))),
            ("sign flipped", replace(N2_BOXES[2], terms=plan_gaps(vanilla, 1))),
        ),
    )  # fmt: skip
