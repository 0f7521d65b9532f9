"""The relaxation: its tables enclose, its sums are rounded down, and its tangents bound every plan."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.ball_arrays import Enclosure
from numerics.numbers.balls import precision
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.solvers.deadline import Deadline, OutOfTime
from numerics.solvers.relaxation import Relaxation, lowered
from numerics.solvers.segmentation import plan_from_cut_points
from numerics.solvers.solve import solve
from tests.numerics.solvers.enumerated import least, squared
from tests.numerics.stated import stated
from tests.strategies import problems, windowed

F = Fraction


def test_sums_are_rounded_down() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(40, 200)) * 10.0 ** rng.integers(-12, 3, size=(40, 200))
    total = lowered(*rows)
    for column in range(200):
        assert F(float(total[column])) <= sum(map(F, rows[:, column].tolist()))
    with np.errstate(invalid="ignore"):
        ends = lowered(np.array([np.inf, 1.0]), np.array([-np.inf, np.inf]))
    assert ends.tolist() == [-np.inf, np.finfo(float).max]


@settings(deadline=None, max_examples=80)
@given(st.one_of(windowed(6), problems(min_steps=3, max_steps=6, max_dim=4)))
def test_tangents_anywhere_bound_every_plan(problem: Problem) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    with precision(256):
        best = least(squared(enumerate_plans(0, problem.steps), problem))
        rng = np.random.default_rng(0)
        for _ in range(3):
            costs = relaxation.costs(rng.normal(size=relaxation.dim) * 10.0 ** rng.integers(-3, 2), inner=True)
            bound = arb(max(costs.bound, 0.0)) * arb(2) ** (-2 * relaxation.exponent)
            assert not bound > best


def held(relaxation: Relaxation, found: Enclosure, value: arb) -> bool:
    """Whether 4^exponent times the value may lie in the enclosure."""
    low, high = (arb(float(end)) * arb(2) ** (-2 * relaxation.exponent) for end in (found.lower(), found.upper()))
    return not value < low and not value > high


@settings(max_examples=30)
@given(windowed(6))
def test_every_plan_is_enclosed(problem: Problem) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    points = (problem.steps - 1, 1, 0)
    plans = [plan_from_cut_points(points, problem.steps), *enumerate_plans(0, problem.steps)[::7]]
    with precision(256):
        values = squared(plans, problem)
        assert all(held(relaxation, relaxation.evaluate(plan), x) for plan, x in zip(plans, values, strict=True))
        assert held(relaxation, relaxation.squared(points), values[0])


def test_the_enclosures_tell_plans_apart() -> None:
    problem = stated(Cosine(8), "1", "1.5", "0.3", "0.3")
    relaxation = Relaxation(problem, sides(problem))
    with precision(256):
        values = squared([boot(8), vanilla(8)], problem)
        assert [held(relaxation, relaxation.evaluate(boot(8)), value) for value in values] == [True, False]
        once = stated(Cosine(8), "1", "1.5", "0.3")
        assert not held(relaxation, relaxation.evaluate(boot(8)), squared([boot(8)], once)[0])


def test_unusable_problems() -> None:
    huge = Problem(Cosine(9), Spectrum((F("1.5"), F("0.3"))), F(1000))
    assert not Relaxation(huge, sides(huge)).usable
    assert solve(huge).w2_ball.unpack() >= 0


def test_no_table_is_left_half_made() -> None:
    problem = stated(Cosine(12), "1", "1.5", "1.3")
    late = Deadline()
    late.stop()
    with pytest.raises(OutOfTime):
        Relaxation(problem, sides(problem), late)
    assert Relaxation(problem, sides(problem), Deadline(1e9)).usable


@pytest.mark.parametrize("budget", ["1", "60", "250"])
def test_errors_are_scaled_to_the_range_of_doubles(budget: str) -> None:
    """keep_T down to 1e-217, whose square is no double: scaled by 2^exponent, of the order of 1."""
    problem = stated(Cosine(6), budget, "0.3", "0.9")
    relaxation = Relaxation(problem, sides(problem))
    assert relaxation.usable
    with precision(256):
        value = squared([boot(6)], problem)[0]
        assert held(relaxation, relaxation.evaluate(boot(6)), value)
        found = relaxation.evaluate(boot(6))
        assert float(found.lower()) > 1e-12 and float(found.upper()) < 1e6
        assert not held(relaxation, relaxation.evaluate(boot(6)), value * 2)
