"""Up to lambda_- BOOT attains the minimum over all plans, from lambda_+ on vanilla does: T up to 7, all families."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.rank import rank
from tests.strategies import budgets, schedules

LIMIT_BITS = 1 << 18  # errors reach exp(-2 s n) with s = 10 and n in the hundreds


def attained(problem: Problem) -> set[str]:
    """The plans certified to be closest, ties included."""
    guesses = [boot(problem.steps), vanilla(problem.steps)]
    plans = list(dict.fromkeys([*guesses, *enumerate_plans(0, problem.steps)]))
    ranking = rank(plans, problem, limit=LIMIT_BITS)
    assert ranking.decided
    return {str(plan) for plan in (ranking.best, *ranking.ties)}


def finite(schedule: Tabulated) -> list[Fraction]:
    return [c for c in critical_variances(schedule, Exact()) if c is not None]


@given(schedules(2, 7), budgets(), st.fractions(0, 1, max_denominator=8))
@settings(max_examples=60)
def test_boot_up_to_the_least_critical_variance(schedule: Tabulated, budget: Fraction, part: Fraction) -> None:
    lam = part * min(finite(schedule), default=Fraction(50))
    assert str(boot(schedule.steps)) in attained(Problem(schedule, Spectrum((lam,)), budget / 10))


@given(schedules(2, 7), budgets(), st.fractions(1, 4, max_denominator=8))
@settings(max_examples=60)
def test_vanilla_from_the_largest_critical_variance_on(schedule: Tabulated, budget: Fraction, factor: Fraction) -> None:
    found = critical_variances(schedule, Exact())
    if any(c is None for c in found) or not found:
        return
    lam = factor * max(finite(schedule))
    assert str(vanilla(schedule.steps)) in attained(Problem(schedule, Spectrum((lam,)), budget / 10))
