"""Exact rational problems on which the one-operator program is beaten (T4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from numerics.checks.certificates import CounterexampleCertificate, PlanValue
from numerics.checks.check import Search, Violation
from numerics.errors import NotDecided
from numerics.model.operators import Operators, operators
from numerics.model.problem import Problem
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import compare_fractions
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, vanilla
from numerics.plans.evaluate import evaluate, teacher, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp
from proofs.theory.symbols import lam as variance
from proofs.theory.three_steps import ONE_OPERATOR_FAILS, alphas, sigmas


@dataclass(frozen=True)
class RationalProblem:
    """A rational problem whose budget s has exp(-2 s / order) = root, and a plan to set against the program's."""

    schedule: Tabulated
    lam: tuple[Fraction, ...]
    root: Fraction
    order: int
    better: Plan
    others: tuple[Plan, ...] = ()

    def operators(self) -> Operators[Fraction]:
        """Exact operators, the budget's part only where order n_t is an integer: at T and where a listed plan merges."""
        ops = operators(Problem(self.schedule, Spectrum(self.lam), Fraction(0)), Exact())
        for plan in (self.better, *self.others, vanilla(ops.steps)):
            for t in {merge.first for merge in plan.merges()}:
                if any((self.order * n).denominator > 1 for n in ops.norm[t]):
                    raise NotDecided(f"gamma_{t} is irrational: {plan} cannot be evaluated exactly")
        keep = [[self.root ** int(self.order * n) for n in row] for row in ops.norm]
        return replace(ops, keep=keep, shrink=[[1 - k for k in row] for row in keep])


@dataclass(frozen=True)
class WithoutNorms(RationalProblem):
    """A mutant: every n_T is 1 where distances are compared."""

    def operators(self) -> Operators[Fraction]:
        ops = super().operators()
        return replace(ops, norm=[[Fraction(1) for _ in row] for row in ops.norm])


def counterexample(claim: str, instance: RationalProblem, factor: Fraction) -> CounterexampleCertificate:
    """The claim that the program is optimal fails at the instance.

    Raises Violation unless W_2^2 of the program's plan exceeds factor times that of the better plan.
    """
    ops = instance.operators()

    def value(plan: Plan) -> PlanValue:
        operator, error = evaluate(plan, ops)
        return PlanValue(plan, tuple(operator), w2_squared(error, ops))

    kept, better = value(interval_dp(ops, compare_fractions).plan()), value(instance.better)
    if kept.w2_squared <= factor * better.w2_squared:
        raise Violation(f"no counterexample: {kept.plan} is kept, and {better.plan} is not closer by {factor}")
    return CounterexampleCertificate(
        claim, instance.schedule, instance.lam, instance.root, instance.order, tuple(teacher(ops)), kept, better,
        tuple(value(plan) for plan in instance.others),
    )  # fmt: skip


def exhibit(claim: str, *cases: tuple[RationalProblem, Fraction]) -> Search:
    """A counterexample at every instance, by at least its factor."""
    return lambda: [counterexample(claim, instance, factor) for instance, factor in cases]


def _table(alpha: Sequence[str], sigma: Sequence[str]) -> Tabulated:
    return Tabulated(tuple(map(Fraction, alpha)), tuple(map(Fraction, sigma)), label="rational VP")


def _from_proof() -> RationalProblem:
    """The instance of the derivation of T4.1: exp(-2 s / 3) = 1/2."""
    at = {symbol: str(number) for symbol, number in ONE_OPERATOR_FAILS.items()}
    schedule = _table(["1", *(at[x] for x in alphas[1:])], ["0", *(at[x] for x in sigmas[1:])])
    return RationalProblem(schedule, (Fraction(at[variance]),), Fraction(1, 2), 3, Plan.of([3, [2, 1]]), (vanilla(3),))


ONE = _from_proof()
TWO = RationalProblem(
    _table(("1", "35/37", "3/5", "7/25", "0"), ("0", "12/37", "4/5", "24/25", "1")),
    (Fraction(0), Fraction(6)), Fraction(1, 4), 1, Plan.of([[4, 3, 2], 1]), (Plan.of([[4, 3], 2, 1]), vanilla(4)),
)  # fmt: skip

# n_T = 1 and 34/25: the program misses the minimum of W_2, and would find that of the sum of squares without n_T.
WEIGHTED = RationalProblem(
    _table(("1", "35/37", "56/65", "20/29", "3/5"), ("0", "12/37", "33/65", "21/29", "4/5")),
    (Fraction(1), Fraction(2)), Fraction(11, 12), 25, boot(4), (vanilla(4),),
)  # fmt: skip

BELOW = replace(ONE, lam=(Fraction(1, 2),), order=100, root=Fraction(49, 50))
CIRCLE = _table(("1", "35/37", "4/5", "5/13", "0"), ("0", "12/37", "3/5", "12/13", "1"))
