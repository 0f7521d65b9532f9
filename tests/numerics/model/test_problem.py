"""A problem as a value, and the limits of what it may ask for."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.problem import MAX_EXPONENT, Problem
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from tests.numerics.refusals import refused
from tests.strategies import problems

F = Fraction


def table(*points: tuple[str, str]) -> Tabulated:
    return Tabulated(tuple(F(a) for a, _ in points), tuple(F(s) for _, s in points))


@pytest.mark.parametrize(
    ("lam", "budget", "rule"),
    [
        ((), F(1), "at least one"),
        ((F(-1),), F(1), ">= 0"),
        ((F(1),), F(-1), ">= 0"),
        ((math.nan,), F(1), "finite"),
        ((F(1),), 0.5, "exact"),
        ((F(1),), math.nan, "exact"),
    ],
)
def test_bad_problems_are_refused(lam: tuple[Fraction, ...], budget: Any, rule: str) -> None:
    with pytest.raises(InputError, match=rule) as caught:
        Problem(Cosine(3), Spectrum(lam), budget)
    assert "\n" not in str(caught.value)


def test_a_spectrum_is_a_spectrum() -> None:
    for spectrum in ((F(1),), [1], 1, "0.3", None):
        refused(lambda spectrum=spectrum: Problem(Cosine(3), spectrum, F(1)), "spectrum = ", "must be a Spectrum")
    nothing: Any = 3
    refused(lambda: Problem(nothing, Spectrum((F(1),)), F(1)), "schedule = 3: must be a Schedule")


@pytest.mark.parametrize(
    ("schedule", "lam", "budget", "shown"),
    [
        (Cosine(4), F(1), F(5 * 10**7) + 1, "budget = 5e+07: 2 s max"),
        (Cosine(4), F(1), F(10**20), "budget = 1e+20"),
        (Cosine(4), F(1), F(10**400), "budget = 1e+400"),
        (Cosine(4), F(10**308), F(10**10), "2e+318"),
        (VarianceExploding(4), F(1), F(20001), "budget = 20001"),
        (table(("1", "0"), ("1", "1000")), F(1), F(60), "budget = 60"),
    ],
)
def test_too_large_a_budget_is_refused(schedule: Schedule, lam: Fraction, budget: Fraction, shown: str) -> None:
    """By the problem itself: no caller can forget it."""
    with pytest.raises(InputError, match=r"must not exceed 100000000; .* inf$") as caught:
        Problem(schedule, Spectrum((F(0), lam)), budget)
    assert shown in str(caught.value)
    assert Problem(schedule, Spectrum((F(0), lam)), None).budget is None


def test_the_limits_themselves_are_allowed() -> None:
    for schedule, lam, budget in (
        (Cosine(4), F(1), F(5 * 10**7)),
        (Cosine(4), F(10**6), F(1, 2)),
        (VarianceExploding(4), F(1), F(20_000)),
    ):
        assert Problem(schedule, Spectrum((lam,)), budget).budget == budget
    Problem(Cosine(4096), Spectrum(tuple(map(F, range(128))) * 2), F(1))


@given(st.fractions(0, 10**6, max_denominator=10**6), st.fractions(0, 10**3, max_denominator=9))
def test_the_limit_of_the_budget_is_sharp(lam: Fraction, noise: Fraction) -> None:
    """2 s max(lambda, sigma_T^2, 1) <= 10^8, exactly."""
    schedule = table(("1", "0"), ("1", str(1 + noise)))
    most = F(MAX_EXPONENT) / (2 * max(F(1), lam, (1 + noise) ** 2))
    assert Problem(schedule, Spectrum((lam,)), most).budget == most
    refused(lambda: Problem(schedule, Spectrum((lam,)), most + F(1, 10**9)), "2 s max(lam, sigma_T^2, 1)")


def test_too_many_numbers_are_refused() -> None:
    with pytest.raises(InputError, match=r"steps = 4097: .* 4096"):
        Problem(Cosine(4097), Spectrum((F(1),)), F(1))
    with pytest.raises(InputError, match=r"steps = 4096 with 129 distinct eigenvalues: .* 524288"):
        Problem(Cosine(4096), Spectrum(tuple(map(F, range(129)))), F(1))


@given(problems(max_dim=6))
def test_a_problem_sees_every_distinct_eigenvalue_once(problem: Problem) -> None:
    listed = problem.spectrum.eigenvalues
    assert len(set(problem.lam)) == len(problem.lam) == problem.dim and set(problem.lam) == set(listed)
    assert problem.weights == tuple(map(listed.count, problem.lam))
    assert [problem.lam[k] for k in problem.spectrum.where] == list(listed)
    assert problem.steps == problem.schedule.steps
    assert pickle.loads(pickle.dumps(problem)) == problem and len({problem, pickle.loads(pickle.dumps(problem))}) == 1


def test_a_problem_restricted_to_some_eigenvalues() -> None:
    problem = Problem(Cosine(4), Spectrum.of(4, "0.3", 4, 2), F(1))
    part = problem.only((0, 2))
    assert (part.lam, part.weights, part.dim) == ((F(4), F(2)), (2, 1), 2)
    assert (part.schedule, part.budget) == (problem.schedule, problem.budget)
    assert problem.only((1,)) != problem.only((2,))
    with pytest.raises(InputError, match="at least one"):
        problem.only(())
