"""The operator of a plan and its error: against the naive formula, at many digits, in doubles and exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.operators import ball_operators, float_operators, operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, evaluate_floats, run, teacher, w2_squared
from tests import oracles
from tests.strategies import problems, repeating

F = Fraction


def test_evaluation_against_the_definition_at_sixty_digits() -> None:
    problem = Problem(Cosine(5), Spectrum((F(1, 3), F(3, 2), F(7))), F(32, 5))
    with precision(280), mpmath.workdps(80):
        ops = ball_operators(problem)
        alpha, sigma = oracles.cosine(5)
        for plan in enumerate_plans(0, 5):
            values, errors = evaluate(plan, ops)
            for i, lam in enumerate(oracles.convert(problem.lam)):
                wanted = oracles.operator(plan.nested(), alpha, sigma, lam, mpmath.mpf("6.4"))
                error = wanted - oracles.composite(alpha, sigma, lam)
                assert abs(mpmath.mpf(values[i].str(70, radius=False)) - wanted) < mpmath.mpf(10) ** -65
                assert abs(mpmath.mpf(errors[i].str(70, radius=False)) / error - 1) < mpmath.mpf(10) ** -60
            root = oracles.w2(plan.nested(), alpha, sigma, oracles.convert(problem.lam), mpmath.mpf("6.4"))
            assert abs(mpmath.mpf(w2_squared(errors, ops).str(70, radius=False)) / root**2 - 1) < mpmath.mpf(10) ** -60


def test_errors_keep_full_relative_accuracy_in_doubles() -> None:
    problem = Problem(Cosine(6), Spectrum((F(1, 2), F(5))), F(150))
    floats = float_operators(problem)
    with precision(100):
        ops = ball_operators(problem)
        for plan in enumerate_plans(0, 6):
            exact = [float(e) for e in evaluate(plan, ops)[1]]
            np.testing.assert_allclose(evaluate_floats(plan, floats)[1], exact, rtol=1e-11)


@settings(deadline=None, max_examples=40)
@given(problems(), st.data())
def test_exact_evaluation_with_arbitrary_shrinkage(problem: Problem, data: st.DataObject) -> None:
    base = operators(Problem(problem.schedule, problem.spectrum, F(0)), Exact())
    unit = st.fractions(min_value=0, max_value=1, max_denominator=9)
    keep = [[data.draw(unit) for _ in row] for row in base.keep]
    shrink = [[1 - k for k in row] for row in keep]
    ops = replace(base, keep=keep, shrink=shrink)

    def naive(plan: object, i: int) -> tuple[Fraction, int]:
        if isinstance(plan, int):
            return ops.step[plan][i], plan
        assert isinstance(plan, list)
        first, start = naive(plan[0], i)
        rest = oracles.fraction_product([naive(part, i)[0] for part in plan[1:]])
        return first * (keep[start][i] + (1 - keep[start][i]) * rest), start

    plan = data.draw(st.sampled_from(enumerate_plans(0, problem.steps)))
    values, errors = evaluate(plan, ops)
    for i in range(problem.dim):
        tau = oracles.fraction_product([ops.step[t][i] for t in range(1, problem.steps + 1)])
        assert values[i] == naive(plan.nested(), i)[0]
        assert errors[i] == values[i] - tau


@pytest.mark.parametrize("counts", [(1, 1), (1, 2), (5, 3)])
def test_squared_distance_in_doubles(counts: tuple[int, int]) -> None:
    """The sum that searches in doubles form is that of balls, repeated eigenvalues included."""
    problem = Problem(Cosine(3), Spectrum((F(1),) * counts[0] + (F(3),) * counts[1]), F(1))
    ops = float_operators(problem)
    errors = evaluate_floats(vanilla(3), ops)[1]
    total = float(np.sum(ops.weights * ops.norm[-1] * errors**2))
    assert total == pytest.approx(float((ops.norm[3] * errors**2 * counts).sum()))
    with precision(100):
        balls = ball_operators(problem)
        assert total == pytest.approx(float(w2_squared(evaluate(vanilla(3), balls)[1], balls).mid()))


@settings(max_examples=40)
@given(repeating(problems()), st.data())
def test_repeated_eigenvalues_count_as_often_as_they_are_listed(problem: Problem, data: st.DataObject) -> None:
    """W_2 from the weighted columns, against the naive oracle that lists the eigenvalues one by one."""
    listed = problem.spectrum.eigenvalues
    assert problem.dim < len(listed)
    plan = data.draw(st.sampled_from(enumerate_plans(0, problem.steps)))
    with precision(512), mpmath.workdps(120):
        ops = ball_operators(problem)
        errors = evaluate(plan, ops)[1]
        found = w2_squared(errors, ops)
        alpha, sigma = (oracles.convert(values) for values in problem.schedule.coefficients(Exact()))
        (budget,) = oracles.convert([problem.budget])
        naive = oracles.w2(plan.nested(), alpha, sigma, oracles.convert(listed), budget) ** 2
        slack = mpmath.mpf(10) ** -90
        assert abs(mpmath.mpf(found.mid().str(110, radius=False)) - naive) <= slack * (1 + naive)
        if not any(error.contains(0) for error in errors):
            once = replace(ops, weights=[w / w for w in ops.weights])
            assert w2_squared(errors, once) < found  # counted once each, the distance is too small


def test_the_teacher_and_single_steps() -> None:
    problem = Problem(Cosine(4), Spectrum((F(1, 2), F(3))), F(1))
    with precision(128):
        ops = ball_operators(problem)
        for i, tau in enumerate(teacher(ops)):
            product = ops.step[4][i] * ops.step[3][i] * ops.step[2][i] * ops.step[1][i]
            assert tau.overlaps(product) and not tau.overlaps(product * 2)
        columns = [[row[0] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink)]
        value, error = run(enumerate_plans(2, 3)[0], *columns)
        assert value.overlaps(ops.step[3][0]) and error.is_zero()
