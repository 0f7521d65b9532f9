"""Branch and bound over all plans: against enumeration, on the digits spectrum, stopped early, and its ingredients."""

from __future__ import annotations

import functools
from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum, spectrum_of_data
from numerics.numbers.ball_arrays import Enclosure, from_balls, multiply_down
from numerics.numbers.balls import precision
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.branch import Branching, branch_and_bound, hull_minimum
from numerics.solvers.deadline import Deadline
from numerics.solvers.enumeration import Enumeration
from numerics.solvers.extremes import extreme
from numerics.solvers.relaxation import Relaxation, lowered
from numerics.solvers.segmentation import plan_from_cut_points
from numerics.solvers.solve import solve
from tests.strategies import budgets, eigenvalues, problems, vp_schedules

F = Fraction


def windowed(max_steps: int) -> st.SearchStrategy[Problem]:
    """Variance preserving problems, some of their coordinates in the open window."""
    schedules = st.one_of(vp_schedules(3, max_steps), st.integers(3, max_steps).map(Cosine))
    inside = st.fractions(min_value=1, max_value=2, max_denominator=40)
    lam = st.lists(st.one_of(eigenvalues(), inside), min_size=1, max_size=4).map(tuple)
    return st.builds(Problem, schedules, lam, budgets())


def cut_point_plans(steps: int) -> list[Plan]:
    plans = []
    for flags in range(2 ** (steps - 2)):
        inner = [i for i in range(steps - 2, 0, -1) if flags >> (i - 1) & 1]
        plans.append(plan_from_cut_points((steps - 1, *inner, 0), steps))
    return plans


def squared(plans: list[Plan], problem: Problem) -> list[arb]:
    ops = ball_operators(problem)
    return [w2_squared(evaluate(plan, ops)[1], ops) for plan in plans]


def least(values: list[arb]) -> arb:
    return min(values, key=lambda x: x.mid())


def below(found: Branching, relaxation: Relaxation) -> arb:
    """The lower bound of W_2^2 itself."""
    return arb(found.lower) * arb(2) ** (-2 * relaxation.exponent)


@settings(deadline=None, max_examples=100)
@given(st.one_of(windowed(7), problems(min_steps=3, max_steps=7, max_dim=4)))
def test_exact_among_all_cut_point_plans(problem: Problem) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    with precision(256):
        found = branch_and_bound(relaxation, [vanilla(problem.steps)], inner=False)
        assert found.complete and not found.stopped
        values = squared(cut_point_plans(problem.steps), problem)
        assert not below(found, relaxation) > least(values)
        assert not least(squared(list(found.candidates), problem)) > least(values)


@settings(deadline=None, max_examples=80)
@given(st.one_of(windowed(6), problems(min_steps=3, max_steps=6, max_dim=4)))
def test_bounds_every_plan(problem: Problem) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    with precision(256):
        found = branch_and_bound(relaxation, [vanilla(problem.steps)])
        best = least(squared(enumerate_plans(0, problem.steps), problem))
        assert not below(found, relaxation) > best
        nearest = least(squared(list(found.candidates), problem))
        assert not found.complete or not nearest > best
        rng = np.random.default_rng(0)
        for _ in range(3):  # tangents anywhere bound every plan
            costs = relaxation.costs(rng.normal(size=relaxation.dim) * 10.0 ** rng.integers(-3, 2), inner=True)
            bound = arb(max(costs.bound, 0.0)) * arb(2) ** (-2 * relaxation.exponent)
            assert not bound > best


@settings(deadline=None, max_examples=40)
@given(windowed(7), st.integers(0, 6))
def test_a_stopped_search_still_bounds(problem: Problem, nodes: int) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    with precision(256):
        found = branch_and_bound(relaxation, [boot(problem.steps)], max_nodes=nodes)
        values = squared(cut_point_plans(problem.steps), problem)
        assert not below(found, relaxation) > least(values)
        for plan in found.candidates:
            plan.require_over(problem.steps)


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_an_interruption_returns_a_valid_bound(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(Cosine(12), Spectrum((F("1.5"), F("1.3"), F("1.1"))), F(1))
    relaxation = Relaxation(problem, sides(problem))
    whole = branch_and_bound(relaxation, [vanilla(12)])
    seen = iter(range(calls))

    def interrupt(self: Deadline) -> bool:
        if next(seen, None) is None:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(Deadline, "spent", interrupt)
    found = branch_and_bound(relaxation, [vanilla(12)], deadline=Deadline())
    assert found.stopped and not found.complete
    assert found.candidates and 0 <= found.lower <= whole.upper


def test_the_clock_stops_the_search() -> None:
    relaxation = Relaxation(*_digits(16, "1"))
    found = branch_and_bound(relaxation, [vanilla(16)], deadline=Deadline(1e-9))
    assert found.stopped and found.candidates and found.lower <= found.upper
    assert not Deadline().spent() and not Deadline(1e9).spent()


@functools.cache
def _spectrum() -> tuple[Fraction, ...]:
    from sklearn.datasets import load_digits

    return spectrum_of_data(load_digits().data, scale="global-std").eigenvalues


def _digits(steps: int, budget: str) -> tuple[Problem, object]:
    problem = Problem(Cosine(steps), _spectrum(), F(budget))
    return problem, sides(problem)


DIGITS = [
    (16, "0.2", 12, 2.8208693147178720),
    (16, "1", 9, 0.42527939678853927),
    (16, "3.2", 8, 0.0050041995805076400),
    (32, "0.2", 21, 2.7633677485421453),
    (32, "1", 15, 0.43791545407713434),
    (32, "3.2", 15, 0.0052087057390503040),
]


@pytest.mark.parametrize(("steps", "budget", "jump", "w2"), DIGITS)
def test_digits_are_solved_exactly(steps: int, budget: str, jump: int, w2: float) -> None:
    """One long jump through the high-noise half, then one step at a time."""
    problem, found = _digits(steps, budget)
    assert found.kind.count("open") == 5  # type: ignore[attr-defined]
    best = solve(problem)
    assert best.gap <= 0.015 * best.w2
    assert best.certified and best.gap == 0 and best.method == "branch-and-bound"
    assert best.w2 == pytest.approx(w2, rel=1e-14)
    assert best.plan == plan_from_cut_points((steps - 1, *range(jump - 1, -1, -1)), steps)
    assert best.notes[-1] == f"the plan: one merge of steps {steps}..{jump}, then one step at a time"


@pytest.mark.full
@pytest.mark.parametrize("budget", ["0.01", "0.2", "1", "3.2", "50", "200"])
def test_digits_at_64_steps_and_extreme_budgets(budget: str) -> None:
    for steps in (32, 64):
        best = solve(_digits(steps, budget)[0])
        assert best.gap <= 1e-5 * best.w2
        assert best.certified or (steps, budget) == (64, "0.01")


@pytest.mark.full
@pytest.mark.parametrize("steps", [32, 64])
@pytest.mark.parametrize("budget", ["0.2", "1", "3.2"])
def test_thousands_of_coordinates(steps: int, budget: str) -> None:
    lam = tuple(F(int(10**6 * x), 10**6) for x in 5 * np.exp(-np.arange(4096) / 300))
    best = solve(Problem(Cosine(steps), Spectrum(lam), F(budget)))
    assert best.certified and best.gap == 0 and best.method == "branch-and-bound"


def test_sums_are_rounded_down() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(40, 200)) * 10.0 ** rng.integers(-12, 3, size=(40, 200))
    total = lowered(*rows)
    for column in range(200):
        assert F(float(total[column])) <= sum(map(F, rows[:, column].tolist()))
    with np.errstate(invalid="ignore"):
        ends = lowered(np.array([np.inf, 1.0]), np.array([-np.inf, np.inf]))
    assert ends.tolist() == [-np.inf, np.finfo(float).max]


def test_the_bound_of_the_hull_is_that_of_a_plan() -> None:
    relaxation = Relaxation(*_digits(16, "1"))
    centre, chains = hull_minimum(relaxation)
    value = relaxation.squared(chains[0])
    costs = relaxation.costs(centre, inner=True)
    assert costs.bound <= float(value.upper())
    assert costs.bound == pytest.approx(float(value.mid), rel=1e-10)
    same = relaxation.evaluate(plan_from_cut_points(chains[0], 16))
    assert abs(float(same.mid) - float(value.mid)) <= float(same.rad) + float(value.rad)


def test_idle_cuts_and_unusable_problems() -> None:
    alpha = [F(1)] + [F(9 - k // 4, 10) for k in range(20)]
    sigma = [F(0)] + [F(1 + k // 4, 10) for k in range(20)]
    problem = Problem(Tabulated(tuple(alpha), tuple(sigma)), Spectrum((F(1, 50), F(30))), F(1))
    found = branch_and_bound(Relaxation(problem, sides(problem)), [vanilla(20)], inner=False)
    assert found.complete and len(found.candidates) == 1 and found.nodes < 30
    huge = Problem(Cosine(9), Spectrum((F("1.5"), F("0.3"))), F(1000))
    assert not Relaxation(huge, sides(huge)).usable
    assert solve(huge).w2_ball.unpack() >= 0


@settings(deadline=None, max_examples=60)
@given(windowed(6))
def test_enumeration_keeps_the_best_plan(problem: Problem) -> None:
    with precision(256):
        kept = Enumeration(problem).contenders()
        plans = enumerate_plans(0, problem.steps)
        assert set(kept) <= set(plans)
        assert not least(squared(kept, problem)) > least(squared(plans, problem))


@settings(deadline=None, max_examples=60)
@given(windowed(6))
def test_extremes_are_the_ends_of_the_range(problem: Problem) -> None:
    alone = problem.only((0,))
    with precision(256):
        ops = ball_operators(alone)
        errors = [evaluate(plan, ops)[1][0] for plan in enumerate_plans(0, alone.steps)]
        for largest in (False, True):
            end = extreme(alone, largest)
            assert end is not None
            end.plan.require_over(alone.steps)
            ball, own = end.error.unpack(), evaluate(end.plan, ops)[1][0]
            assert ball.overlaps(own)
            assert not any(x > ball if largest else x < ball for x in errors)
    with pytest.raises(InputError):
        extreme(Problem(Cosine(3), Spectrum((F(1), F(2))), F(1)), True)


def test_enclosures_hold_their_numbers() -> None:
    rng = np.random.default_rng(1)
    exact = rng.normal(size=(2, 50))
    x, y = (Enclosure(row * (1 + 1e-9), abs(row) * 2e-9) for row in exact)
    with precision(128):
        a, b = ([arb(float(v)) for v in row] for row in exact)
        cases = [
            (x + y, [u + v for u, v in zip(a, b, strict=True)]),
            (x - y, [u - v for u, v in zip(a, b, strict=True)]),
            (x * y, [u * v for u, v in zip(a, b, strict=True)]),
            (x / y, [u / v for u, v in zip(a, b, strict=True)]),
            (-x, [-u for u in a]),
            (x.exp(), [u.exp() for u in a]),
            (x.expm1(), [u.expm1() for u in a]),
            ((x * x).log1p(), [(1 + u * u).log() for u in a]),
        ]
        for found, wanted in cases:
            low, high = found.lower(), found.upper()
            assert all(arb(float(p)) <= w <= arb(float(q)) for p, w, q in zip(low, wanted, high, strict=True))
            assert np.all(found.rad <= 1e-6 * (1 + abs(found.mid)) * (1 + 1 / abs(exact[1])) ** 2)
        table = from_balls([a, b])
        down = multiply_down(table.mid, table.rad, y)
        sums = [sum((u * v for u, v in zip(row, b, strict=True)), start=arb(0)) for row in (a, b)]
        assert all(arb(float(p)) <= w for p, w in zip(down, sums, strict=True))
    wide = Enclosure(np.array([0.5]), np.array([1.0]))
    with np.errstate(all="ignore"):
        assert np.isinf((x[:1] / wide).rad[0]) and np.isinf((-wide - wide).log1p().rad[0])
