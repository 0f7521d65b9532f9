"""Certified numbers of a plan: as many digits as are asked for, far below the rounding of doubles."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Ball, bounds, decimal, precision
from numerics.numbers.reals import Exact
from numerics.plans.assess import all_strategies, assess, is_sharp, teacher_operator
from numerics.plans.canonical import CANONICAL, boot, consistency, vanilla
from numerics.plans.plan import Plan
from tests import oracles
from tests.numerics.refusals import refused
from tests.numerics.stated import stated
from tests.strategies import problems, repeating

F = Fraction


@pytest.mark.parametrize("budget", ["50", "200"])
def test_errors_far_below_the_rounding_of_doubles(budget: str) -> None:
    problem = stated(Cosine(5), budget, "0.5", "4")
    strategies = all_strategies(problem)
    with mpmath.workdps(500):
        lams = oracles.convert(problem.spectrum.eigenvalues)
        for found in strategies.values():
            wanted = oracles.w2(found.plan.nested(), *oracles.cosine(5), lams, mpmath.mpf(budget))
            assert found.w2 == float(wanted) and found.sharp
    assert list(strategies) == list(CANONICAL)
    assert [found.plan for found in strategies.values()] == [make(5) for make in CANONICAL.values()]


@settings(max_examples=25)
@given(repeating(problems(max_steps=5)))
def test_numbers_come_in_the_order_of_the_spectrum(problem: Problem) -> None:
    """Operators, errors and W_2 against the naive oracle, eigenvalue by eigenvalue as they are listed."""
    found, taus = assess(consistency(problem.steps), problem), teacher_operator(problem)
    listed, exact = problem.spectrum.eigenvalues, problem.schedule.coefficients(Exact())
    assert len(found.operator) == len(found.errors) == len(found.operator_balls) == len(listed)
    assert problem.budget is not None
    with mpmath.workdps(80 + 2 * oracles.decimals_lost(*exact, listed, problem.budget)):
        (alpha, sigma), lams = map(oracles.convert, exact), oracles.convert(listed)
        (budget,) = oracles.convert([problem.budget])
        slack = mpmath.mpf(10) ** (10 - mpmath.mp.dps)

        def held(ball: Ball, wanted: object) -> bool:
            low, high = oracles.convert(bounds(ball.unpack()))
            return bool(low - slack <= wanted <= high + slack)

        for i, lam in enumerate(lams):
            value = oracles.operator(found.plan.nested(), alpha, sigma, lam, budget)
            tau = oracles.composite(alpha, sigma, lam)
            assert held(found.operator_balls[i], value) and held(found.error_balls[i], value - tau)
            assert held(taus[i], tau) and not held(taus[i], tau + mpmath.mpf(10) ** -30)
        assert held(found.w2_ball, oracles.w2(found.plan.nested(), alpha, sigma, lams, budget))


def test_an_eigenvalue_listed_twice_counts_twice() -> None:
    once, twice = (assess(boot(5), stated(Cosine(5), "1", *lam)) for lam in (("1.5", "0.3"), ("1.5", "0.3", "1.5")))
    assert twice.errors == (*once.errors, once.errors[0])
    with precision(128):
        assert twice.w2_ball.unpack() > once.w2_ball.unpack()
        alone = assess(boot(5), stated(Cosine(5), "1", "1.5")).w2_ball.unpack()
        assert (twice.w2_ball.unpack() ** 2).overlaps(once.w2_ball.unpack() ** 2 + alone**2)


def test_digits_and_teacher() -> None:
    problem = stated(Cosine(6), "6.4", "0.5")
    with mpmath.workdps(80):
        alpha, sigma = oracles.cosine(6)
        tau = decimal(teacher_operator(problem)[0].unpack(), 50)
        assert isinstance(tau, str)
        assert abs(mpmath.mpf(tau) - oracles.composite(alpha, sigma, mpmath.mpf("0.5"))) < mpmath.mpf(10) ** -49
    few, many = assess(boot(6), problem), assess(boot(6), problem, digits=200)
    assert few.bits < many.bits and few.w2 == many.w2 and few.sharp and many.sharp
    assert isinstance(decimal(many.w2_ball.unpack(), 200), str) and not isinstance(
        decimal(few.w2_ball.unpack(), 200), str
    )
    assert pickle.loads(pickle.dumps(few)) == few


def test_what_does_not_become_sharp_says_so() -> None:
    exact = assess(vanilla(3), stated(FlowMatching(3), None, "1"))
    assert exact.sharp and exact.w2 == 0 and exact.errors == (0.0,)
    limited = assess(boot(4), stated(Cosine(4), "1", "0.5"), digits=100, limit=128)
    assert not limited.sharp and limited.bits == 128
    assert assess(boot(4), stated(Cosine(4), "1", "0.5"), digits=100).sharp


def test_sharp_balls_fix_their_digits() -> None:
    with precision(128):
        third = arb(1) / 3
        assert is_sharp(third, None) and is_sharp(third, 30) and not is_sharp(third, 60)
        assert not is_sharp(arb(1, 0.1), None) and is_sharp(arb(0), 1000)
        assert not is_sharp(arb(0, math.ulp(1.0)), None)


def test_a_plan_over_other_steps_is_refused() -> None:
    problem = Problem(Cosine(8), Spectrum((F("0.3"),)), F(1, 2))
    for plan, rule in (
        (boot(3), "found step 3 where step 8 was due"),
        (boot(12), "found step 12"),
        (Plan.of([8, 7]), "6"),
    ):
        refused(lambda plan=plan: assess(plan, problem), rule)


def test_one_blurred_coordinate_is_not_sharp() -> None:
    """c_1 of the cosine schedule at T = 2 is 1 + sqrt(2): so near to it, the error of that coordinate is not resolved."""
    with precision(200):
        low, high = bounds(1 + arb(2).sqrt())
    near = (round(low * 2**85) + F(1, 7)) / F(2**85)
    problem = Problem(Cosine(2), Spectrum((near, F(1, 2))), F(1))
    early, late = assess(vanilla(2), problem, limit=128), assess(vanilla(2), problem)
    assert is_sharp(early.w2_ball.unpack(), None) and not early.sharp and late.sharp
    assert not is_sharp(early.error_balls[0].unpack(), None) and high - low < F(1, 2**180)
