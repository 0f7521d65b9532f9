"""Branch and bound over all plans: against enumeration, on the digits spectrum, and stopped early."""

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
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import precision
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.solvers.branch import Branching, branch_and_bound, branched, hull_minimum
from numerics.solvers.deadline import Deadline
from numerics.solvers.relaxation import Relaxation
from numerics.solvers.segmentation import plan_from_cut_points
from numerics.solvers.solve import solve
from tests.numerics.solvers.digits import digits
from tests.numerics.solvers.enumerated import cut_point_plans, least, squared
from tests.numerics.stated import stated
from tests.strategies import problems, windowed

F = Fraction


def relaxed(problem: Problem) -> Relaxation:
    return Relaxation(problem, sides(problem))


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


def test_the_deadline_stops_the_search() -> None:
    relaxation = relaxed(digits(16, "1"))
    found = branch_and_bound(relaxation, [vanilla(16)], deadline=Deadline(1e-9))
    assert found.stopped and found.candidates and found.lower <= found.upper


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
    problem = digits(steps, budget)
    assert sides(problem).kind.count("open") == 5
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
        best = solve(digits(steps, budget))
        assert best.gap <= 1e-5 * best.w2
        assert best.certified or (steps, budget) == (64, "0.01")


@pytest.mark.full
@pytest.mark.parametrize("steps", [32, 64])
@pytest.mark.parametrize("budget", ["0.2", "1", "3.2"])
def test_thousands_of_coordinates(steps: int, budget: str) -> None:
    lam = tuple(F(int(10**6 * x), 10**6) for x in 5 * np.exp(-np.arange(4096) / 300))
    best = solve(Problem(Cosine(steps), Spectrum(lam), F(budget)))
    assert best.certified and best.gap == 0 and best.method == "branch-and-bound"


def test_the_bound_of_the_hull_is_that_of_a_plan() -> None:
    relaxation = relaxed(digits(16, "1"))
    centre, chains = hull_minimum(relaxation)
    value = relaxation.squared(chains[0])
    costs = relaxation.costs(centre, inner=True)
    assert costs.bound <= float(value.upper())
    assert costs.bound == pytest.approx(float(value.mid), rel=1e-10)
    same = relaxation.evaluate(plan_from_cut_points(chains[0], 16))
    assert abs(float(same.mid) - float(value.mid)) <= float(same.rad) + float(value.rad)


def test_idle_cuts_do_not_multiply_chains() -> None:
    alpha = [F(1)] + [F(9 - k // 4, 10) for k in range(20)]
    sigma = [F(0)] + [F(1 + k // 4, 10) for k in range(20)]
    problem = Problem(Tabulated(tuple(alpha), tuple(sigma)), Spectrum((F(1, 50), F(30))), F(1))
    found = branch_and_bound(Relaxation(problem, sides(problem)), [vanilla(20)], inner=False)
    assert found.complete and len(found.candidates) == 1 and found.nodes < 30


def test_what_branch_and_bound_makes_of_a_problem() -> None:
    problem = digits(16, "1")
    found = branched(problem, sides(problem), Deadline(), inner=True)
    assert found is not None and found.exact and found.method == "branch-and-bound" and found.lower is None
    late = Deadline()
    late.stop()
    assert branched(problem, sides(problem), late, inner=True) is None  # no time for the tables
    long = stated(Cosine(97), "1", "1.5", "1.3")
    assert branched(long, sides(long), Deadline(), inner=True) is None  # more steps than it takes
    huge = stated(Cosine(9), "1000", "1.5", "0.3")
    assert branched(huge, sides(huge), Deadline(), inner=True) is None  # doubles cannot hold it


def test_plans_that_may_tie_are_kept_and_others_are_not() -> None:
    """Ends that meet decide nothing; the upper end of the best counts, not its lower end."""
    state = Branching(True, (boot(3),), np.inf)
    state.offer(1.0, 2.0, boot(4))
    state.offer(2.0, 3.0, vanilla(4))
    assert state.upper == 2.0
    state.settle()
    assert state.candidates == (boot(4), vanilla(4))
    state.offer(1.5, 4.0, boot(5))  # reaches above the best, and may be better all the same
    state.offer(float(np.nextafter(2.0, 3.0)), 9.0, vanilla(5))
    state.settle()
    assert state.candidates == (boot(4), vanilla(4), boot(5)) and state.upper == 2.0
    state.offer(1.0, 1.0, vanilla(6))
    state.settle()
    assert state.upper == 1.0 and state.candidates == (vanilla(6), boot(4))


@pytest.mark.parametrize("idle", [2, 3, 4])
def test_no_chain_of_the_hull_cuts_where_nothing_changes(idle: int) -> None:
    """One time repeated: a_t = 1 there. Cuts beside it are free, and the hull finds what all cut-point plans have."""
    alpha, sigma = [F(1)], [F(0)]
    for t in range(1, 8):
        k = t - (t >= idle)
        alpha.append(F(10 - k, 10))
        sigma.append(F(k, 8))
    problem = Problem(Tabulated(tuple(alpha), tuple(sigma)), Spectrum((F(1, 50), F(30))), F(1, 4))
    relaxation = relaxed(problem)
    assert [i for i in range(1, 7) if relaxation.idle[i]] in ([idle], [idle, 6])
    _, chains = hull_minimum(relaxation)
    assert not any(relaxation.idle[i] for points in chains for i in points[1:-1])
    with precision(200):
        best = least(squared(cut_point_plans(7), problem))
        assert least(squared([plan_from_cut_points(points, 7) for points in chains], problem)) < best * arb("1.000001")
