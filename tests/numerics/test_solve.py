"""The front door: certified optima against enumeration, gaps that bound, ties reported, extreme budgets, edge cases."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.operators import float_operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Order, compare, decimal, precision
from numerics.numbers.reals import Exact
from numerics.plans.assess import all_strategies, assess, teacher_operator
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.rank import proved_equal, rank
from numerics.solvers.heuristics import local_search, neighbours
from numerics.solvers.solve import METHODS, Method, solve
from tests import oracles
from tests.strategies import problems

F = Fraction


def make(schedule: Schedule, budget: str | None, *lam: str) -> Problem:
    return Problem(schedule, Spectrum(tuple(map(F, lam))), None if budget is None else F(budget))


@settings(deadline=None, max_examples=60)
@given(problems(max_steps=5))
def test_the_optimum_is_the_minimum_over_all_plans(problem: Problem) -> None:
    best = solve(problem)
    best.plan.require_over(problem.steps)
    alpha, sigma = problem.schedule.coefficients(Exact())
    with mpmath.workdps(80):
        assert problem.budget is not None
        budget = oracles.convert([problem.budget])[0]
        wanted = oracles.minimum(oracles.convert(alpha), oracles.convert(sigma), oracles.convert(problem.lam), budget)
        assert abs(wanted - best.w2) <= mpmath.mpf(2) ** -50 * wanted + mpmath.mpf(10) ** -70
    assert best.certified == (best.gap == 0.0)
    assert best.certified or best.gap < 1e-100


@settings(deadline=None, max_examples=30)
@given(problems(min_steps=3, max_steps=4))
def test_every_gap_is_a_bound(problem: Problem) -> None:
    minimum = min((assess(plan, problem) for plan in enumerate_plans(0, problem.steps)), key=lambda found: found.w2)
    for method in METHODS:
        found = solve(problem, method)
        with precision(512):
            excess = found.w2_ball.unpack() - minimum.w2_ball.unpack()
            assert not excess > arb(found.gap)
        assert found.gap >= 0 and (found.gap == 0 or not found.certified)


@pytest.mark.parametrize(
    ("steps", "budget", "lam", "method", "plan"),
    [
        (32, "6.4", ("0.5",), "boot", str(boot(32))),
        (32, "6.4", ("3",), "vanilla", str(vanilla(32))),
        (3, "0.5", ("1.9",), "enumeration", "[3,[2,1]]"),
        (5, "0.5", ("1.5",), "enumeration", "[5,[4,[3,2],1]]"),
        (16, "2", ("0.3", "4"), "segmentation", "[[[16,15,14,13,12,11,10,9,8,7,6,5,4,3],2],1]"),
    ],
)
def test_auto_picks_the_method(steps: int, budget: str, lam: tuple[str, ...], method: str, plan: str) -> None:
    found = solve(make(Cosine(steps), budget, *lam))
    assert (found.method, str(found.plan), found.gap, found.certified) == (method, plan, 0.0, True)
    assert found.sharp


@pytest.mark.parametrize(("steps", "lam", "ratio"), [(3, "1.9", 3), (5, "1.5", 60)])
def test_interval_dp_is_not_optimal_in_the_open_window(steps: int, lam: str, ratio: int) -> None:
    problem = make(Cosine(steps), "0.5", lam)
    one, best = solve(problem, "interval-dp"), solve(problem)
    assert not one.certified and best.certified
    with precision(128):
        assert compare(one.w2_ball.unpack(), best.w2_ball.unpack() * ratio) is Order.GREATER
    assert one.gap == pytest.approx(one.w2 - best.w2, rel=1e-12)
    assert one.gap >= one.w2 * (1 - 1 / ratio)


@pytest.mark.parametrize("budget", ["50", "200"])
def test_errors_far_below_the_rounding_of_doubles(budget: str) -> None:
    problem = make(Cosine(5), budget, "0.5", "4")
    strategies = all_strategies(problem)
    with mpmath.workdps(500):
        lams = oracles.convert(problem.lam)
        for found in strategies.values():
            wanted = oracles.w2(found.plan, *oracles.cosine(5), lams, mpmath.mpf(budget))
            assert found.w2 == float(wanted) and found.sharp
        best = solve(problem)
        assert best.certified and best.gap == 0
        assert best.w2 == float(oracles.minimum(*oracles.cosine(5), lams, mpmath.mpf(budget)))
    assert 0 < best.w2 < 1e-40


def test_below_the_smallest_double_the_ball_still_ranks() -> None:
    found, other = solve(make(Cosine(6), "5000", "0.5")), solve(make(Cosine(6), "5000", "0.5"), "vanilla")
    assert found.method == "boot" and found.w2 == other.w2 == 0.0
    with precision(128):
        assert compare(found.w2_ball.unpack(), other.w2_ball.unpack()) is Order.LESS
        assert found.w2_ball.unpack() > 0
    assert found.certified and not other.certified and other.gap > 0
    window = solve(make(Cosine(6), "200", "1.5"))
    assert window.method == "enumeration" and window.certified


def test_ties_are_proved_and_listed() -> None:
    problem = make(FlowMatching(5), "1", "2/3")  # a_2 = 1 exactly
    found = solve(problem)
    assert found.certified and len(found.ties) == 1
    assert assess(found.ties[0], problem).w2 == found.w2
    assert proved_equal([found.plan, found.ties[0]], problem)
    assert not proved_equal([vanilla(5), boot(5)], problem)
    assert not proved_equal([vanilla(5), vanilla(5)], make(Cosine(5), "1", "2/3"))  # irrational schedule: no proof


def test_an_undecided_tie_is_not_a_pass() -> None:
    problem = make(Cosine(4), "1", "1.5")
    ranking = rank([vanilla(4), vanilla(4)], problem, limit=128)
    assert not ranking.decided and ranking.ties == (vanilla(4),)


@pytest.mark.parametrize(("budget", "zero"), [(None, True), ("0", False)])
def test_all_plans_tie_at_the_extreme_budgets(budget: str | None, zero: bool) -> None:
    problem = make(Cosine(6), budget, "1.5", "0", "9")
    for method in METHODS:
        found = solve(problem, method)
        assert found.all_tie and found.certified and found.gap == 0 and "all plans tie" in found.notes[0]
        assert (found.w2 == 0) == zero
    assert len({strategy.w2 for strategy in all_strategies(problem).values()}) == 1


@pytest.mark.parametrize("steps", [1, 2])
def test_one_plan_only(steps: int) -> None:
    found = solve(make(Cosine(steps), "1", "1.5", "0.2"))
    assert found.plan == vanilla(steps) and found.certified and found.all_tie


def test_both_sides_at_once() -> None:
    schedule = Tabulated((F(1), F(1), F(1), F(0)), (F(0), F(1), F(1), F(1)))
    found = solve(make(schedule, "1", "1"))
    assert found.certified
    repeated = Tabulated((F(1),) * 4 + (F(1, 2), F(0)), (F(0),) + (F(1, 2),) * 4 + (F(1),))
    tied = solve(make(repeated, "1", "10", "1"))  # n_t is the same at several times
    assert tied.certified and len(tied.ties) == 5
    idle = Tabulated((F(1),) + (F(1, 2),) * 5, (F(0),) + (F(1),) * 5)
    assert solve(make(idle, "1", "4")).all_tie  # lambda = c_1 and every later a_j = 1


def test_edge_spectra() -> None:
    assert solve(make(Cosine(9), "1", "0")).method == "boot"
    assert solve(Problem(Cosine(9), Spectrum((F(10) ** 7,)), F(1))).method == "vanilla"
    mixed = solve(Problem(Cosine(9), Spectrum((F(10) ** 7, F(0))), F(1)))
    assert mixed.certified and math.isfinite(mixed.w2)
    mutants = solve(make(Cosine(7), "1", *["1.5"] * 40))
    assert mutants.plan == solve(make(Cosine(7), "1", "1.5")).plan
    assert mutants.w2 == pytest.approx(math.sqrt(40) * solve(make(Cosine(7), "1", "1.5")).w2, rel=1e-12)
    assert len(mutants.operator) == 40


def test_large_open_problems_report_a_gap() -> None:
    alone = solve(make(Cosine(16), "1", "1.15"))  # tau lies inside the range of all plans
    assert not alone.certified and alone.w2 <= alone.gap <= math.nextafter(alone.w2, 1)
    assert "cancel to nearly zero" in alone.notes[0]
    several = solve(make(Cosine(24), "1", "1.15", "1.2"), seconds=0.5)
    assert not several.certified and 0 < several.gap <= several.w2
    assert "open window" in several.notes[0] and "stopped" in several.notes[1]
    for strategy in all_strategies(make(Cosine(16), "1", "1.15")).values():
        assert alone.w2 <= strategy.w2


def test_one_coordinate_outside_the_range_is_solved_for_any_number_of_steps() -> None:
    for steps in (9, 20, 32, 64, 100):
        found = solve(make(Cosine(steps), "1", "1.5"))
        assert found.certified and found.gap == 0 and found.method == "extreme"
        assert all(found.w2 <= other.w2 for other in all_strategies(make(Cosine(steps), "1", "1.5")).values())
    mutants = solve(make(Cosine(20), "1", "1.5", "1.5"))
    assert mutants.certified and mutants.w2 == pytest.approx(math.sqrt(2) * solve(make(Cosine(20), "1", "1.5")).w2)
    assert solve(make(Cosine(10), "1", "1.5"), "enumeration").plan == solve(make(Cosine(10), "1", "1.5")).plan


def test_what_is_not_known_of_a_long_trajectory_is_said() -> None:
    long = solve(make(Cosine(300), "1", "1.5"))
    assert not long.certified and "not computed beyond T = 256" in long.notes[0]
    short = solve(make(Cosine(120), "1", "1.5"), seconds=1e-6)
    assert not short.certified and "no time was left" in short.notes[0]


@pytest.mark.parametrize(
    ("steps", "budget", "lam"),
    [
        (32, "3", ("0.25", "0.83", "2.04")),
        (48, "0.1", ("0.31", "0.34", "2.73", "2.23")),
        (128, "2", ("0.3", "4")),
        (128, "10", ("0.12", "2.47", "0.76", "0.96", "0.04")),
        (400, "2", ("0.3", "4")),
    ],
)
def test_one_sided_coordinates_where_the_pareto_front_is_wide(steps: int, budget: str, lam: tuple[str, ...]) -> None:
    """More labels than the Pareto search keeps: branch and bound takes over."""
    found = solve(make(Cosine(steps), budget, *lam))
    assert found.certified and found.gap == 0 and found.method == "branch-and-bound"
    assert "merge only at time T, which suffice" in found.notes[0]


def test_several_coordinates_in_the_window_are_given_up_in_time() -> None:
    lam = tuple(F(k, 1000) for k in range(1, 2001))
    found = solve(Problem(Cosine(64), Spectrum(lam), F(1)), seconds=0.2)  # the tables alone take longer
    assert not found.certified and 0 < found.gap <= found.w2


def test_enumeration_up_to_ten_steps() -> None:
    found = solve(make(Cosine(10), "1", "1.22"))
    assert found.method == "enumeration" and found.certified and "103049 plans" in found.notes[1]


def test_several_coordinates_in_the_window_are_solved_exactly() -> None:
    found = solve(make(Cosine(20), "1", "1.5", "0.3", "5"))
    assert found.certified and found.method == "branch-and-bound" and found.gap == 0
    assert found.notes[-1] == "the plan: one merge of steps 20..2, then step 1"
    inner = solve(make(Cosine(20), "0.3", "1.3", "1.5", "1.1", "1.9"))  # here an inner merge helps
    assert inner.certified and str(inner.plan) == "[20,19,18,17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,[2,1]]"


def test_a_limit_of_time_or_an_interruption_returns_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = make(Cosine(20), "1", "1.5", "0.3", "5")
    exact = solve(problem)
    short = solve(problem, seconds=1e-9)
    assert exact.w2 <= short.w2 <= exact.w2 + short.gap * (1 + 1e-12)
    with pytest.raises(InputError, match="seconds"):
        solve(problem, seconds=0)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for place in ("numerics.branch.Relaxation.costs", "numerics.branch.hull_minimum", "numerics.optimum.Relaxation"):
        with monkeypatch.context() as patch:
            patch.setattr(place, stop)
            cut = solve(problem)
        assert not cut.certified and cut.gap > 0
        assert exact.w2 <= cut.w2 <= exact.w2 + cut.gap * (1 + 1e-12)


def test_bad_methods_are_refused() -> None:
    unknown: Method = "simulated-annealing"  # type: ignore[assignment]
    with pytest.raises(InputError, match="must be one of"):
        solve(make(Cosine(3), "1", "1"), unknown)
    with pytest.raises(InputError, match="too many"):
        solve(make(Cosine(20), "1", "1.5"), "enumeration")


def test_digits_and_teacher() -> None:
    problem = make(Cosine(6), "6.4", "0.5")
    found = solve(problem, digits=60)
    with mpmath.workdps(80):
        alpha, sigma = oracles.cosine(6)
        wanted = oracles.w2(boot(6), alpha, sigma, oracles.convert(problem.lam), mpmath.mpf("6.4"))
        text = decimal(found.w2_ball.unpack(), 60)
        assert isinstance(text, str) and abs(mpmath.mpf(text) / wanted - 1) < mpmath.mpf(10) ** -58
        tau = decimal(teacher_operator(problem)[0].unpack(), 50)
        assert isinstance(tau, str)
        assert abs(mpmath.mpf(tau) - oracles.composite(alpha, sigma, mpmath.mpf("0.5"))) < mpmath.mpf(10) ** -49
    assert pickle.loads(pickle.dumps(found)) == found


def test_local_search_improves_or_stays() -> None:
    problem = make(Cosine(12), "1", "1.5")
    ops = float_operators(problem)
    assert len(set(neighbours((3, 2, 1)))) == 2
    assert list(neighbours(1)) == [] and list(neighbours((2, 1))) == []
    for start in (vanilla(12), boot(12)):
        found = local_search(start, ops, np.ones(1), 3000)
        found.require_over(12)
        assert assess(found, problem).w2 <= assess(start, problem).w2


def test_importing_the_core_stays_light() -> None:
    code = (
        "import sys, numerics.solve, numerics.balls;"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
