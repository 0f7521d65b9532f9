"""Plans: shape, counts, JSON at any depth, evaluation against the naive formula."""

from __future__ import annotations

import json
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import Operators, ball_operators, float_operators, operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans, progressive, schroeder
from numerics.plans.evaluate import evaluate, evaluate_floats, w2_squared, w2_squared_floats
from numerics.plans.plan import Merge, Plan
from tests import oracles
from tests.strategies import problems

F = Fraction
COUNTS = [1, 1, 3, 11, 45, 197, 903, 4279]


def test_canonical_plans_of_four_steps() -> None:
    plans = {name: str(make(4)) for name, make in CANONICAL.items()}
    assert plans == {
        "vanilla": "[4,3,2,1]",
        "progressive": "[[4,3],[2,1]]",
        "consistency": "[4,[3,[2,1]]]",
        "boot": "[[[4,3],2],1]",
    }
    assert all(make(1) == 1 and make(2) == (2, 1) for make in CANONICAL.values())
    assert progressive(7) == (((7, 6), (5, 4)), ((3, 2), 1))
    assert progressive(5) == (((5, 4), (3, 2)), 1)
    with pytest.raises(InputError):
        boot(0)


@pytest.mark.parametrize("steps", range(1, 9))
def test_counts_are_little_schroeder_numbers(steps: int) -> None:
    plans = enumerate_plans(0, steps)
    assert len(plans) == len(set(plans)) == schroeder(steps) == COUNTS[steps - 1]
    for plan in plans:
        plan.require_over(steps)
    if steps <= 6:
        assert set(plans) == set(oracles.all_plans(tuple(range(steps, 0, -1))))


def test_enumeration_of_an_inner_interval() -> None:
    assert enumerate_plans(2, 4) == [(4, 3)]
    with pytest.raises(InputError):
        enumerate_plans(3, 3)


@pytest.mark.parametrize("name", CANONICAL)
def test_deep_plans_need_no_recursion(name: str) -> None:
    plan = CANONICAL[name](1024)
    plan.require_over(1024)
    assert plan.leaves == list(range(1024, 0, -1))
    text = str(plan)
    assert str(Plan.parse(text)) == text
    plan.nested()
    arcs = plan.merges()
    assert arcs[-1] == Merge(1024, 1, 0)
    ops = float_operators(Problem(Cosine(1024), Spectrum((F(1, 2),)), F(1)))
    assert np.isfinite(evaluate_floats(plan, ops)[1]).all()


def test_json_round_trip_agrees_with_the_json_module() -> None:
    for plan in enumerate_plans(0, 5):
        assert json.loads(str(plan)) == plan.nested()
        assert Plan.parse(json.dumps(plan.nested())) == plan


@pytest.mark.parametrize(
    "text",
    [
        *("", "[", "[]", "[1]", "2,1", "[2,1,]", "[2,1]]", "[2 1]", "[2.0,1]", "[-1,2]", "[02,1]", "[1,2]", "[2,2]"),
        *("[2]", "[3,2]", "[[2],1]", "[[2,1]]", "x", "[2,null]", "[2,true]", '["2",1]', "[99999999999,1]", "[2,1] 3"),
        *("[,2,1]", "[2,[],1]"),
    ],
)
def test_bad_plans_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Plan.parse(text).require_over(2)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="[]123, \n", max_size=12))
def test_the_parser_accepts_only_what_json_accepts(text: str) -> None:
    try:
        plan = Plan.parse(text)
    except InputError:
        return
    assert json.loads(text) == plan.nested()


def test_merges_are_listed_in_the_order_of_execution() -> None:
    assert Plan.of(((4, 3), (2, 1))).merges() == [Merge(4, 3, 1), Merge(2, 1, 1), Merge(4, 1, 0)]
    assert Plan.of(((3, 2), 1)).merges() == [Merge(3, 2, 1), Merge(3, 1, 0)]
    assert Plan.of(1).merges() == []


def test_evaluation_against_the_definition_at_sixty_digits() -> None:
    problem = Problem(Cosine(5), Spectrum((F(1, 3), F(3, 2), F(7))), F(32, 5))
    with precision(280), mpmath.workdps(80):
        ops = ball_operators(problem)
        alpha, sigma = oracles.cosine(5)
        for plan in enumerate_plans(0, 5):
            values, errors = evaluate(plan, ops)
            for i, lam in enumerate(oracles.convert(problem.lam)):
                wanted = oracles.operator(plan, alpha, sigma, lam, mpmath.mpf("6.4"))
                error = wanted - oracles.composite(alpha, sigma, lam)
                assert abs(mpmath.mpf(values[i].str(70, radius=False)) - wanted) < mpmath.mpf(10) ** -65
                assert abs(mpmath.mpf(errors[i].str(70, radius=False)) / error - 1) < mpmath.mpf(10) ** -60
            root = oracles.w2(plan, alpha, sigma, oracles.convert(problem.lam), mpmath.mpf("6.4"))
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
    base = operators(Problem(problem.schedule, Spectrum(problem.lam), F(0)), Exact())
    unit = st.fractions(min_value=0, max_value=1, max_denominator=9)
    keep = [[data.draw(unit) for _ in row] for row in base.keep]
    shrink = [[1 - k for k in row] for row in keep]
    ops = Operators(base.step, base.norm, keep, shrink, base.complement)

    def naive(plan: object, i: int) -> tuple[Fraction, int]:
        if isinstance(plan, int):
            return ops.step[plan][i], plan
        assert isinstance(plan, tuple)
        first, start = naive(plan[0], i)
        rest = oracles.fraction_product([naive(part, i)[0] for part in plan[1:]])
        return first * (keep[start][i] + (1 - keep[start][i]) * rest), start

    plan = data.draw(st.sampled_from(enumerate_plans(0, problem.steps)))
    values, errors = evaluate(plan, ops)
    for i in range(problem.dim):
        tau = oracles.fraction_product([ops.step[t][i] for t in range(1, problem.steps + 1)])
        assert values[i] == naive(plan, i)[0]
        assert errors[i] == values[i] - tau


def test_squared_distance_in_doubles() -> None:
    ops = float_operators(Problem(Cosine(3), Spectrum((F(1), F(3))), F(1)))
    errors = evaluate_floats((3, 2, 1), ops)[1]
    assert w2_squared_floats(errors, ops) == pytest.approx(float((ops.norm[3] * errors**2).sum()))
