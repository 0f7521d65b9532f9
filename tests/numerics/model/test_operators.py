"""The teacher's operators: against naive formulas, exactly, in balls and in doubles; the edge cases of the setting."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.operators import ball_operators, coefficients, float_operators, operators, rational_coefficients
from numerics.model.problem import MAX_EXPONENT, Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import bounds, precision
from numerics.numbers.reals import Exact
from numerics.plans.evaluate import teacher
from tests import oracles
from tests.strategies import problems

F = Fraction


@settings(deadline=None, max_examples=60)
@given(problems())
def test_balls_enclose_the_exact_values(problem: Problem) -> None:
    exact = operators(Problem(problem.schedule, problem.spectrum, F(0)), Exact())
    with precision(100):
        balls = ball_operators(problem)
    for field in ("step", "norm", "complement"):
        for row, exact_row in zip(getattr(balls, field), getattr(exact, field), strict=True):
            for ball, value in zip(row, exact_row, strict=True):
                low, high = bounds(ball)
                assert low <= value <= high
                if field == "complement" and value == 0:
                    assert ball.is_zero()
    for row, complement in zip(exact.step, exact.complement, strict=True):
        assert [1 - a for a in row] == complement


@settings(deadline=None, max_examples=60)
@given(problems())
def test_floats_agree_with_balls(problem: Problem) -> None:
    floats = float_operators(problem)
    with precision(100):
        balls = ball_operators(problem)
    for field, tolerance in (("step", 1e-15), ("norm", 1e-15), ("keep", 1e-12), ("shrink", 1e-13)):
        wanted = np.array([[float(x) for x in row] for row in getattr(balls, field)])
        np.testing.assert_allclose(getattr(floats, field), wanted, rtol=tolerance * 4, atol=1e-300)
    wanted = np.array([[float(x) for x in row] for row in balls.complement])
    np.testing.assert_allclose(floats.complement, wanted, rtol=0, atol=1e-14 * max(1.0, np.abs(wanted).max()))


def test_cosine_against_mpmath() -> None:
    problem = Problem(Cosine(7), Spectrum((F(0), F(3, 2), F(10**6))), F(32, 5))
    with precision(250), mpmath.workdps(60):
        ops = ball_operators(problem)
        alpha, sigma = oracles.cosine(7)
        for i, lam in enumerate(oracles.convert(problem.lam)):
            tau = teacher(ops)[i]
            assert (
                abs(mpmath.mpf(tau.str(55, radius=False)) - oracles.composite(alpha, sigma, lam))
                < mpmath.mpf(10) ** -50
            )
            for t in range(1, 8):
                wanted = oracles.operator(t, alpha, sigma, lam, mpmath.mpf("6.4"))
                assert abs(mpmath.mpf(ops.step[t][i].str(55, radius=False)) - wanted) < mpmath.mpf(10) ** -50


def test_edge_values() -> None:
    zero = operators(Problem(FlowMatching(4), Spectrum((F(0), F(2))), None), Exact())
    assert zero.step[0] == [1, 1] and zero.complement[0] == [0, 0] and zero.norm[0] == [0, 2]
    assert zero.step[1][0] == 0 and zero.complement[1][0] == 1
    assert zero.keep[0] == [1, 0] and zero.keep[4] == [0, 0]
    frozen = operators(Problem(FlowMatching(4), Spectrum((F(2),)), F(0)), Exact())
    assert all(row == [1] for row in frozen.keep) and all(row == [0] for row in frozen.shrink)
    with pytest.raises(InputError):
        operators(Problem(FlowMatching(4), Spectrum((F(2),)), F(1)), Exact())
    with precision(80):
        single = ball_operators(Problem(Cosine(1), Spectrum((F(2),)), F(1)))
    assert single.steps == 1 and single.step[1][0].contains(0)


def test_floats_survive_extreme_eigenvalues_and_budgets() -> None:
    """Up to the limits of a problem, beyond which it cannot be stated."""
    tiny, huge = F(1, 10**330), F(10) ** 308
    for budget in (None, F(0), F(1, 10**320), MAX_EXPONENT / (2 * huge)):
        ops = float_operators(Problem(Cosine(4), Spectrum((F(0), tiny, huge)), budget))
        for field in ("step", "norm", "keep", "shrink", "complement"):
            assert np.all(np.isfinite(getattr(ops, field)))
        assert np.all((ops.keep >= 0) & (ops.keep <= 1))
    with pytest.raises(InputError, match=r"1\.8e308"):
        Spectrum((F(0), tiny, F(10) ** 330))
    with pytest.raises(InputError, match=r"budget = 1e\+320"):
        Problem(Cosine(4), Spectrum((F(0), tiny, huge)), F(10) ** 320)


@settings(max_examples=30)
@given(problems(max_dim=4))
def test_columns_stand_for_the_distinct_eigenvalues(problem: Problem) -> None:
    """Each weight says how often, in every number system."""
    counts = [problem.spectrum.eigenvalues.count(lam) for lam in problem.lam]
    with precision(64):
        balls = ball_operators(problem)
    floats = float_operators(problem)
    exact = operators(Problem(problem.schedule, problem.spectrum, F(0)), Exact())
    assert balls.dim == floats.dim == exact.dim == problem.dim == len(set(problem.spectrum.eigenvalues))
    assert balls.steps == floats.steps == exact.steps == problem.steps
    assert exact.weights == counts and [float(w) for w in balls.weights] == floats.weights.tolist() == counts
    assert sum(counts) == len(problem.spectrum)
    once = float_operators(Problem(problem.schedule, Spectrum(problem.lam), problem.budget))
    assert once.weights.tolist() == [1] * problem.dim and np.array_equal(once.step, floats.step)


def test_coefficients_without_cancellation() -> None:
    c = coefficients(FlowMatching(4), Exact())
    assert c.alpha == [1, F(3, 4), F(1, 2), F(1, 4), 0] and c.sigma == [0, F(1, 4), F(1, 2), F(3, 4), 1]
    assert c.p == [0, F(1, 16), F(1, 8), F(3, 16), F(1, 4)] and c.q == [0, F(3, 16), F(1, 8), F(1, 16), 0]
    assert rational_coefficients(FlowMatching(4)) == c
    assert rational_coefficients(Cosine(4)) is None and rational_coefficients(Cosine(1)) is not None


def test_keep_relative_to_its_largest_never_underflows() -> None:
    ops = float_operators(Problem(Cosine(3), Spectrum((F(1), F(2))), F(5000)))
    assert not ops.keep[3].any() and ops.relative_keep(3).tolist() == [1, 1]  # n_T = sigma_T^2 for both
    assert ops.relative_keep(1)[0] == 1 and 0 <= ops.relative_keep(1)[1] < 1
    endless = float_operators(Problem(Cosine(3), Spectrum((F(1), F(2))), None))
    assert endless.relative_keep(3).tolist() == [0, 0]


def test_a_zero_is_exact_only_if_it_is_one() -> None:
    """lambda at a critical variance, and beside it by less than the balls can tell."""
    critical, beside = F(2, 3), F(2, 3) + F(1, 10**60)
    with precision(64):
        ops = ball_operators(Problem(FlowMatching(5), Spectrum((critical, beside)), F(1)))
        assert ops.complement[2][0].is_zero() and ops.step[2][0] == 1
        assert ops.complement[2][1].contains(0) and not ops.complement[2][1].is_zero()
        assert ops.step[2][1].rad() > 0
    exact = operators(Problem(FlowMatching(5), Spectrum((critical, beside)), F(0)), Exact())
    low, high = bounds(ops.complement[2][1])
    assert exact.complement[2][0] == 0 and low <= exact.complement[2][1] <= high and exact.complement[2][1] != 0
    with precision(64):
        plain = ball_operators(Problem(Cosine(3), Spectrum((F(1),)), F(1)))
    assert not any(x.is_zero() for row in plain.complement[1:] for x in row)


def test_nothing_is_learned_about_a_number_that_is_zero() -> None:
    """n_0 = lambda = 0: the student keeps what it has, also with an infinite budget."""
    for budget in (None, F(1)):
        problem = Problem(Cosine(2), Spectrum((F(0), F(1))), budget)
        assert float_operators(problem).keep[0][0] == 1
        with precision(64):
            assert ball_operators(problem).keep[0][0] == 1
