"""A1, T4.1, T4.1-sharp: the one-operator program word for word, where it attains the minimum, and where it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb
from hypothesis import strategies as st

from numerics.checks.certificates import GapCertificate
from numerics.checks.check import Check, Search, Violation, mutant, no_violation
from numerics.checks.counterexample import BELOW, ONE, TWO, WEIGHTED, WithoutNorms, exhibit
from numerics.checks.oracles import naive_kept
from numerics.checks.strategies import ExactOperators, drawn_operators
from numerics.errors import NotDecided
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import UNDECIDED, Order, compare, compare_fractions, precision
from numerics.plans.assess import assess
from numerics.plans.canonical import boot, enumerate_plans
from numerics.plans.evaluate import evaluate, teacher
from numerics.solvers.interval_dp import interval_dp, interval_plan
from numerics.solvers.solve import solve
from proofs.logic.verdict import Level

BITS = 256


def table_is_algorithm(ops: ExactOperators, late: int = 0) -> bool:
    """A1: the O(T^2) table is the algorithm word for word (same distance to the teacher)."""
    (tau,) = teacher(ops)
    return abs(interval_dp(ops, compare_fractions).error[0][0]) == abs(naive_kept(ops, 0, ops.steps, late) - tau)


def one_operator_is_enough(ops: ExactOperators) -> bool:
    """T4.1, true form: the kept operator is as close as the closest of all plans."""
    kept = abs(interval_dp(ops, compare_fractions).error[0][0])
    return kept == min(abs(evaluate(plan, ops)[1][0]) for plan in enumerate_plans(0, ops.steps))


@dataclass(frozen=True)
class Gap:
    """A problem at which the one-operator program is claimed to miss the minimum of W_2 by at least a factor."""

    steps: int
    lam: tuple[str, ...]
    budget: str
    factor: Fraction

    def problem(self) -> Problem:
        return Problem(Cosine(self.steps), Spectrum.of(*self.lam), Fraction(self.budget))


def misses(gap: Gap) -> bool:
    """Whether w2(one-operator plan) > factor * w2(better plan). Raises NotDecided when the balls do not tell."""
    return certified(gap) is not None


def certified(gap: Gap) -> GapCertificate | None:
    """The two plans, if the program misses by the factor. Raises NotDecided when the balls do not tell."""
    problem = gap.problem()
    kept, better = assess(interval_plan(problem), problem), solve(problem)
    found = GapCertificate(
        "T4.1",
        problem.schedule,
        tuple(map(Fraction, gap.lam)),
        Fraction(gap.budget),
        kept.plan,
        better.plan,
        gap.factor,
    )
    if kept.plan == better.plan:
        return found if gap.factor < 1 else None
    with precision(BITS):
        farther = kept.w2_ball.unpack()
        order = compare(farther, better.w2_ball.unpack() * arb(gap.factor.numerator) / gap.factor.denominator)
    if order is UNDECIDED:
        raise NotDecided(f"the gap is not decided at {gap}")
    return found if order is Order.GREATER else None


def exhibits(gaps: tuple[Gap, ...]) -> Search:
    def search() -> list[GapCertificate]:
        found = []
        for gap in gaps:
            if (certificate := certified(gap)) is None:
                raise Violation(f"no certified gap at {gap}")
            found.append(certificate)
        return found

    return search


GAPS = (
    Gap(3, ("1.9",), "0.5", Fraction(28, 10)),
    Gap(5, ("1.5",), "0.5", Fraction(50)),
    Gap(16, ("0.3", "4"), "2", Fraction(10005, 10000)),
)

_FREE = "a_t and gamma_t drawn freely, T <= 5, against all plans"


def checks(digits: int) -> tuple[Check, ...]:
    """The program against all plans, and exact and certified instances where it is beaten."""
    return (
        Check(
            "A1", Level.PROPERTY, "Fractions", "random step operators on both sides of 1", _FREE,
            no_violation(drawn_operators(("any",)), table_is_algorithm),
            (mutant("gamma of the time before", drawn_operators(("any",)), lambda x: table_is_algorithm(x, late=1)),),
        ),
        Check(
            "T4.1", Level.ENCLOSED, "balls", "three instances on the cosine schedule",
            "T = 3 and T = 5, one coordinate in the window; T = 16, a contracting and an expanding coordinate",
            exhibits(GAPS),
            (
                ("a contracting coordinate", exhibits((Gap(5, ("0.5",), "0.5", Fraction(1)),))),
                ("an expanding coordinate", exhibits((Gap(5, ("3",), "0.5", Fraction(1)),))),
                ("ten times the true gap", exhibits((Gap(3, ("1.9",), "0.5", Fraction(30)),))),
            ),
            refutes=True,
        ),
        Check(
            "T4.1", Level.SAMPLED, "Fractions",
            "three exact instances: T = 3, one coordinate; T = 4, two coordinates, with n_T = 1 in both and with two n_T",
            "rational schedules and rational gamma_t; the program and the plans evaluated without rounding",
            exhibit("T4.1", (ONE, Fraction(18)), (TWO, Fraction(11, 10)), (WEIGHTED, Fraction(1004, 1000))),
            (
                ("a contracting coordinate", exhibit("T4.1", (BELOW, Fraction(1)))),
                ("BOOT in place of the better plan", exhibit("T4.1", (replace(ONE, better=boot(3)), Fraction(1)))),
                ("one of the two coordinates", exhibit("T4.1", (replace(TWO, lam=TWO.lam[1:]), Fraction(1)))),
                ("twice the true gap", exhibit("T4.1", (TWO, Fraction(22, 10)))),
                ("the distance without n_T", exhibit("T4.1", (WithoutNorms(**vars(WEIGHTED)), Fraction(1)))),
            ),
            refutes=True,
        ),
        Check(
            "T4.1-sharp", Level.PROPERTY, "Fractions", "random one-sided step operators", _FREE,
            no_violation(
                st.one_of(drawn_operators(("contracting",)), drawn_operators(("expanding",))), one_operator_is_enough
            ),
            (mutant("steps on both sides", drawn_operators(("any",), most=4), one_operator_is_enough),),
        ),
    )  # fmt: skip
