"""Algorithm A1: against its literal reading, its optimality on one-sided coordinates, and certified counterexamples."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import FloatOperators, Operators, ball_operators, float_operators, operators
from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Order, compare, compare_fractions, precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, evaluate_floats, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import (
    interval_dp,
    interval_dp_floats,
    interval_plan,
    plan_from_cuts,
)
from tests import oracles
from tests.numerics.stated import stated
from tests.strategies import problems

F = Fraction


@pytest.mark.parametrize(
    ("steps", "budget", "lam"), [(3, "0.5", ("1.9",)), (5, "0.5", ("1.5",)), (5, "2", ("0.3", "4")), (4, "1", ("1.2",))]
)
def test_against_the_literal_reading(steps: int, budget: str, lam: tuple[str, ...]) -> None:
    problem = stated(Cosine(steps), budget, *lam)
    with precision(200), mpmath.workdps(40):
        ops = ball_operators(problem)
        kept = interval_dp(ops, compare)
        value = w2_squared(kept.error[0], ops).sqrt()
        wanted = oracles.one_operator_dp(
            *oracles.cosine(steps), oracles.convert(problem.spectrum.eigenvalues), mpmath.mpf(budget)
        )
        assert abs(mpmath.mpf(value.str(40, radius=False)) / wanted - 1) < mpmath.mpf(10) ** -30
    assert kept.undecided == 0


def test_choosing_the_operands_jointly_does_not_repair_it() -> None:
    """If partitions into kept operators are chosen for the merge as a whole, T = 3 is exact but T = 5 is not."""
    half = mpmath.mpf("0.5")
    with mpmath.workdps(40):
        for steps, lam, low, high in ((3, "1.9", "0.999999", "1.000001"), (5, "1.5", "1.097", "1.098")):
            schedule, lams = oracles.cosine(steps), [mpmath.mpf(lam)]
            ratio = oracles.one_operator_dp(*schedule, lams, half, joint=True) / oracles.minimum(*schedule, lams, half)
            assert mpmath.mpf(low) < ratio < mpmath.mpf(high)


@settings(deadline=None, max_examples=60)
@given(problems(max_dim=2))
def test_tables_agree_with_each_other_and_with_evaluation(problem: Problem) -> None:
    with precision(256):
        ops = ball_operators(problem)
        table = {end: interval_dp(ops, compare, end) for end in range(1, ops.steps + 1)}
        for end, kept in table.items():
            assert kept.cut[end - 1] == end
            if end == problem.steps:
                plan = kept.plan()
                plan.require_over(problem.steps)
                for ball, error in zip(evaluate(plan, ops)[1], kept.error[0], strict=True):
                    assert ball.overlaps(error)
    numbers = float_operators(problem)
    floats = {end: interval_dp_floats(numbers, end=end) for end in range(1, problem.steps + 1)}
    for end, kept in table.items():
        scale = max(1e-300, *(abs(float(e)) for row in kept.error for e in row))
        norm = np.array([float(n * w) for n, w in zip(ops.norm[end], ops.weights, strict=True)])
        for i in range(end):
            exact = np.array([float(e) for e in kept.error[i]])
            ours = float(np.sum(norm * np.square(floats[end].error[i] / scale)))
            assert ours == pytest.approx(float(np.sum(norm * np.square(exact / scale))), rel=1e-6, abs=1e-20)


def test_a_batch_solves_every_coordinate_alone() -> None:
    lam = [F(k, 20) for k in range(0, 60)]
    batch = interval_dp_floats(float_operators(Problem(Cosine(12), Spectrum(tuple(lam)), F(2))), shared=False)
    for column, value in enumerate(lam):
        alone = interval_dp_floats(float_operators(Problem(Cosine(12), Spectrum((value,)), F(2))))
        assert alone.plan() == batch.plan(0, column)
        assert alone.error[0][0] == pytest.approx(batch.error[0][column], rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(problems(max_dim=1))
def test_one_operator_is_enough_on_a_one_sided_coordinate(problem: Problem) -> None:
    if sides(problem).kind[0] == "open":
        return
    with precision(256):
        ops = ball_operators(problem)
        found = w2_squared(interval_dp(ops, compare).error[0], ops)
        assert all(not w2_squared(evaluate(plan, ops)[1], ops) < found for plan in enumerate_plans(0, problem.steps))


def test_exact_arithmetic() -> None:
    problem = Problem(Cosine(1), Spectrum((F(1),)), F(0))
    base = operators(problem, Exact())
    step = [[F(1)], [F(1, 2)], [F(3, 4)], [F(5, 6)]]
    keep = [[F(1, 3)]] * 4
    ops = Operators(step, [base.norm[0]] * 4, keep, [[F(2, 3)]] * 4, [[1 - a for a in row] for row in step], [F(1)])
    kept = interval_dp(ops, compare_fractions)
    assert kept.plan() == boot(3) and kept.undecided == 0
    assert evaluate(kept.plan(), ops)[1] == kept.error[0]


@pytest.mark.parametrize("budget", [None, "0"])
def test_ties_go_to_the_shortest_first_operand(budget: str | None) -> None:
    problem = stated(Cosine(6), budget, "1.5", "0.5")
    if budget is None:
        assert interval_dp_floats(float_operators(problem)).plan() == vanilla(6)
    with precision(100):
        assert interval_dp(ball_operators(problem), compare).plan() == vanilla(6)


def test_plans_stay_distinguishable_where_doubles_underflow() -> None:
    assert interval_dp_floats(float_operators(stated(Cosine(9), "5000", "0.5"))).plan() == boot(9)
    assert interval_dp_floats(float_operators(stated(Cosine(9), "5000", "4")), shared=False).plan() == vanilla(9)


def test_small_cases_and_bad_ends() -> None:
    ops = float_operators(stated(Cosine(1), "1", "2"))
    assert interval_dp_floats(ops).plan() == Plan.of(1)
    assert interval_dp_floats(float_operators(stated(Cosine(2), "1", "2"))).plan() == Plan.of((2, 1))
    assert plan_from_cuts([2, 2, 3], 0, 3) == Plan.of((3, 2, 1))
    assert plan_from_cuts([1, 2, 3], 0, 3) == Plan.of(((3, 2), 1))
    for end in (0, 2):
        with pytest.raises(InputError):
            interval_dp_floats(ops, end=end)


@pytest.mark.parametrize(("steps", "lam", "ratio"), [(3, "1.9", 3), (5, "1.5", 60)])
def test_counterexample_in_the_open_window(steps: int, lam: str, ratio: int) -> None:
    """One operator per interval is not enough: certified, the error exceeds the minimum `ratio` times."""
    with precision(128):
        ops = ball_operators(stated(Cosine(steps), "0.5", lam))
        kept = interval_dp(ops, compare)
        assert kept.undecided == 0
        best = min((abs(evaluate(plan, ops)[1][0]) for plan in enumerate_plans(0, steps)), key=lambda e: e.mid())
        assert compare(abs(kept.error[0][0]), best * ratio) is Order.GREATER
        assert compare(abs(kept.error[0][0]), best * (ratio + 1)) is Order.LESS


def test_the_transition_in_the_plans_of_the_paper() -> None:
    """T = 32, s = 6.4: BOOT below the window, a mixed plan at 1.08, vanilla above (figure F2)."""
    floats = interval_dp_floats(float_operators(stated(Cosine(32), "6.4", "1", "1.08", "2.01")), shared=False)
    assert floats.plan(0, 0) == boot(32)
    assert floats.plan(0, 1) not in (boot(32), vanilla(32))
    assert floats.plan(0, 2) == vanilla(32)
    assert np.abs(evaluate_floats(floats.plan(0, 1), float_operators(stated(Cosine(32), "6.4", "1.08")))[1])[0] < 1e-6


@settings(max_examples=30)
@given(
    st.integers(3, 5).map(Cosine),
    st.lists(st.sampled_from(("0.3", "1.3", "1.5", "1.9", "4")), min_size=2, max_size=7),
    st.sampled_from(("0.2", "1", "3")),
)
def test_repeated_eigenvalues_count_as_often_as_they_are_listed(schedule: Cosine, lam: list[str], budget: str) -> None:
    """Against the literal reading of A1 on the eigenvalues listed one by one."""
    problem = stated(schedule, budget, *lam)
    with precision(200), mpmath.workdps(40):
        ops = ball_operators(problem)
        kept = interval_dp(ops, compare)
        value = w2_squared(kept.error[0], ops).sqrt()
        listed = oracles.convert(problem.spectrum.eigenvalues)
        wanted = oracles.one_operator_dp(*oracles.cosine(schedule.steps), listed, mpmath.mpf(budget))
        assert abs(mpmath.mpf(value.str(40, radius=False)) / wanted - 1) < mpmath.mpf(10) ** -30
    assert kept.undecided == 0 and interval_plan(problem) == kept.plan()
    assert interval_dp_floats(float_operators(problem)).plan() == kept.plan()


def test_how_often_an_eigenvalue_occurs_decides_between_plans() -> None:
    few, many = (stated(Cosine(9), "1", "0.3", *["4"] * often) for often in (1, 1000))
    assert interval_plan(few) != interval_plan(many)
    large = Problem(Cosine(64), Spectrum(tuple(F(k, 50) for k in range(150))), F(2))  # too much for balls
    assert interval_plan(large) == interval_dp_floats(float_operators(large)).plan()


def literal(step: list[list[F]], keep: list[list[F]], weight: list[F], end: int) -> tuple[list[list[F]], list[int]]:
    """A1 word for word at one end time, in fractions: the operators kept and their m; of equals the largest m."""
    dim = range(len(weight))

    def tau(i: int, j: int) -> list[F]:
        return [math.prod((step[t][c] for t in range(i + 1, j + 1)), start=F(1)) for c in dim]

    kept, cut = {end - 1: step[end]}, {end - 1: end}
    for i in range(end - 2, -1, -1):
        choices = []
        for m in range(end - 1, i, -1):
            value = [kept[m][c] * (keep[end][c] + (1 - keep[end][c]) * tau(i, m)[c]) for c in dim]
            far = sum(weight[c] * (value[c] - tau(i, end)[c]) ** 2 for c in dim)
            choices.append((far, -m, value))
        _, m, value = min(choices, key=lambda choice: choice[:2])
        kept[i], cut[i] = value, -m
    return [[kept[i][c] - tau(i, end)[c] for c in dim] for i in range(end)], [cut[i] for i in range(end)]


sixths = st.integers(1, 9).map(lambda k: F(k, 6))
rows = st.lists(st.tuples(sixths, sixths, st.integers(0, 5).map(lambda k: F(k, 6))), min_size=2, max_size=2)


@given(st.lists(rows, min_size=3, max_size=6), st.lists(st.integers(1, 9), min_size=2, max_size=2), st.data())
@example([[(F(1, 2), F(1), F(1, 3))] * 2] * 4, [1, 1], None)  # all of one kind: ties of plans on both coordinates
@example([[(F(1), F(1), F(1, 3))] * 2] * 4, [1, 1], None)  # all a_t = 1: everything ties
@example([[(F(1, 2), F(1, 100), F(1, 3)), (F(3, 2), F(9), F(1, 3))]] * 5, [1, 1], None)
@example([[(F(1, 2), F(9), F(1, 3)), (F(3, 2), F(1, 100), F(1, 3))]] * 5, [1, 1], None)
@example([[(F(1, 2), F(1), F(1, 3)), (F(3, 2), F(1), F(1, 3))]] * 5, [1, 9], None)
@example([[(F(1, 2), F(1), F(1, 3)), (F(3, 2), F(1), F(1, 3))]] * 5, [9, 1], None)
def test_against_fractions_whatever_the_norms_are(
    drawn: list[list[tuple[F, F, F]]], copies: list[int], data: st.DataObject | None
) -> None:
    """n_t other than 1, other on each coordinate and at each time, and not only at the last time."""
    steps, one, zero = len(drawn), [F(1), F(1)], [F(0), F(0)]
    step, norm, keep = ([one if k < 2 else [F(1, 2)] * 2, *([x[k] for x in row] for row in drawn)] for k in range(3))
    shrink, complement = ([[1 - x for x in row] for row in table] for table in (keep, step))
    weights = list(map(F, copies))
    ops = Operators(step, norm, keep, shrink, [zero, *complement[1:]], weights)
    end = steps if data is None else data.draw(st.integers(1, steps))
    errors, cut = literal(step, keep, [n * w for n, w in zip(norm[end], weights, strict=True)], end)
    found = interval_dp(ops, compare_fractions, end)
    assert (found.error, found.cut, found.undecided) == (errors, cut, 0)


def as_floats(ops: Operators[F]) -> FloatOperators:
    """The same numbers in doubles."""
    tables = [np.array([[float(x) for x in row] for row in table]) for table in (
        ops.step, ops.norm, ops.keep, ops.shrink, ops.complement)]  # fmt: skip
    with np.errstate(divide="ignore"):
        return FloatOperators(*tables, np.log(tables[2]), np.array([float(w) for w in ops.weights]))


ALIKE = (1, 1)


@pytest.mark.parametrize(
    ("norms", "copies"),
    [
        (ALIKE, ALIKE),
        ((1, 900), ALIKE),
        ((900, 1), ALIKE),
        ((1, 30), ALIKE),
        ((30, 1), ALIKE),
        (ALIKE, (1, 900)),
        (ALIKE, (30, 1)),
        ((4, 1), (1, 2)),
    ],
)
def test_doubles_weigh_as_fractions_do(norms: tuple[int, int], copies: tuple[int, int]) -> None:
    """A contracting and an expanding coordinate, keep alike: only n_T and the multiplicities decide between the plans."""
    step = [[F(1), F(1)]] + [[F(9 - t, 10), F(21 + t * t, 20)] for t in range(1, 7)]
    for end in (4, 6):
        norm = [[F(1), F(1)]] * 7
        norm[end] = list(map(F, norms))
        keep = [[F(1, 2), F(1, 2)]] * 7
        complement = [[1 - a for a in row] for row in step]
        ops = Operators(step, norm, keep, keep, complement, list(map(F, copies)))
        weight = [F(n * w) for n, w in zip(norms, copies, strict=True)]
        _, cut = literal(step, keep, weight, end)
        assert interval_dp_floats(as_floats(ops), end=end).cut[:, 0].tolist() == cut
        assert interval_dp(ops, compare_fractions, end).cut == cut


def test_plans_stay_distinguishable_where_squares_underflow() -> None:
    """n_T is the least double, and another coordinate has no weight at all: BOOT is best, and ties would be vanilla."""
    step = np.array([[1.0, 1.0]] + [[0.5, 1.5]] * 5)
    norm, keep = np.full((6, 2), 5e-324), np.exp(np.array([[-1.0, -5000.0]] * 6))
    log_keep = np.array([[-1.0, -5000.0]] * 6)
    ops = FloatOperators(step, norm, keep, 1 - keep, 1 - step, log_keep, np.ones(2))
    assert interval_dp_floats(ops).plan() == boot(5)


def test_an_infinite_budget_ties_all_plans_of_a_batch() -> None:
    assert interval_dp_floats(float_operators(stated(Cosine(6), None, "0.5")), shared=False).plan() == vanilla(6)


def test_comparisons_that_stay_undecided_are_counted() -> None:
    """One for each pair (i, m) but the first m of each i, and none of them is taken for an order."""
    with precision(100):
        ops = ball_operators(stated(Cosine(5), "1", "0.5"))
        found = interval_dp(ops, lambda *_: Order.UNDECIDED)
    assert found.undecided == sum(range(4)) and found.plan() == vanilla(5)
    with precision(4):
        assert interval_dp(ball_operators(stated(Cosine(5), "1/100", "1.5")), compare).undecided > 0
