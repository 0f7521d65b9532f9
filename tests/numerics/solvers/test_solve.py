"""The front door: certified optima against enumeration, gaps that bound, ties reported, extreme budgets, edge cases."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Order, bounds, compare, decimal, precision
from numerics.numbers.reals import Exact
from numerics.plans.assess import all_strategies, assess
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.rank import proved_equal
from numerics.solvers.catalogue import METHODS
from numerics.solvers.solve import require_search, solve
from tests import oracles
from tests.numerics.refusals import refused
from tests.numerics.stated import stated
from tests.strategies import problems, repeating

F = Fraction


@settings(deadline=None, max_examples=60)
@given(problems(max_steps=5))
def test_the_optimum_is_the_minimum_over_all_plans(problem: Problem) -> None:
    best = solve(problem)
    best.plan.require_over(problem.steps)
    alpha, sigma = problem.schedule.coefficients(Exact())
    with mpmath.workdps(80):
        assert problem.budget is not None
        budget = oracles.convert([problem.budget])[0]
        wanted = oracles.minimum(
            oracles.convert(alpha), oracles.convert(sigma), oracles.convert(problem.spectrum.eigenvalues), budget
        )
        assert abs(wanted - best.w2) <= mpmath.mpf(2) ** -50 * wanted + mpmath.mpf(10) ** -70
    assert best.certified == (best.gap == 0.0)
    assert best.certified or best.gap < 1e-100


@settings(max_examples=60)
@given(repeating(problems(min_steps=2)))
def test_repeated_eigenvalues_count_as_often_as_they_are_listed(problem: Problem) -> None:
    """Against the naive oracle that lists them one by one; listed in another order they give the same plan."""
    best, listed = solve(problem), problem.spectrum.eigenvalues
    exact = problem.schedule.coefficients(Exact())
    assert problem.budget is not None and problem.dim < len(listed)
    lost = oracles.decimals_lost(*exact, listed, problem.budget)
    with mpmath.workdps(60 + 2 * lost):
        (alpha, sigma), lams = map(oracles.convert, exact), oracles.convert(listed)
        (budget,) = oracles.convert([problem.budget])
        noise = mpmath.mpf(10) ** (10 - mpmath.mp.dps)
        own, least = (
            oracles.w2(best.plan.nested(), alpha, sigma, lams, budget),
            oracles.minimum(alpha, sigma, lams, budget),
        )
        low, high = oracles.convert(bounds(best.w2_ball.unpack()))
        assert low - noise <= own <= high + noise
        slack = least / mpmath.mpf(10) ** (40 + lost) + noise
        assert own - least <= (0 if best.certified else mpmath.mpf(best.gap)) + slack
    assert len(best.operator) == len(listed)
    turned = solve(Problem(problem.schedule, Spectrum(listed[::-1]), problem.budget))
    assert turned.w2 == best.w2 and turned.operator == best.operator[::-1] and turned.certified == best.certified


def test_how_often_an_eigenvalue_occurs_decides_between_plans() -> None:
    few, many = (solve(stated(Cosine(9), "1", "0.3", *["4"] * often)) for often in (1, 1000))
    assert few.certified and many.certified and few.plan != many.plan
    assert many.w2 < assess(few.plan, stated(Cosine(9), "1", "0.3", *["4"] * 1000)).w2


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
    found = solve(stated(Cosine(steps), budget, *lam))
    assert (found.method, str(found.plan), found.gap, found.certified) == (method, plan, 0.0, True)
    assert found.sharp


@pytest.mark.parametrize(("steps", "lam", "ratio"), [(3, "1.9", 3), (5, "1.5", 60)])
def test_interval_dp_is_not_optimal_in_the_open_window(steps: int, lam: str, ratio: int) -> None:
    problem = stated(Cosine(steps), "0.5", lam)
    one, best = solve(problem, "interval-dp"), solve(problem)
    assert not one.certified and best.certified
    with precision(128):
        assert compare(one.w2_ball.unpack(), best.w2_ball.unpack() * ratio) is Order.GREATER
    assert one.gap == pytest.approx(one.w2 - best.w2, rel=1e-12)
    assert one.gap >= one.w2 * (1 - 1 / ratio)


@pytest.mark.parametrize("budget", ["50", "200"])
def test_errors_far_below_the_rounding_of_doubles(budget: str) -> None:
    problem = stated(Cosine(5), budget, "0.5", "4")
    with mpmath.workdps(500):
        lams = oracles.convert(problem.spectrum.eigenvalues)
        best = solve(problem)
        assert best.certified and best.gap == 0
        assert best.w2 == float(oracles.minimum(*oracles.cosine(5), lams, mpmath.mpf(budget)))
    assert 0 < best.w2 < 1e-40


def test_below_the_smallest_double_the_ball_still_ranks() -> None:
    found, other = solve(stated(Cosine(6), "5000", "0.5")), solve(stated(Cosine(6), "5000", "0.5"), "vanilla")
    assert found.method == "boot" and found.w2 == other.w2 == 0.0
    with precision(128):
        assert compare(found.w2_ball.unpack(), other.w2_ball.unpack()) is Order.LESS
        assert found.w2_ball.unpack() > 0
    assert found.certified and not other.certified and other.gap > 0
    window = solve(stated(Cosine(6), "200", "1.5"))
    assert window.method == "enumeration" and window.certified


def test_ties_are_proved_and_listed() -> None:
    problem = stated(FlowMatching(5), "1", "2/3")  # a_2 = 1 exactly
    found = solve(problem)
    assert found.certified and len(found.ties) == 1
    assert assess(found.ties[0], problem).w2 == found.w2
    assert proved_equal([found.plan, found.ties[0]], problem)
    assert not proved_equal([vanilla(5), boot(5)], problem)
    assert not proved_equal([vanilla(5), vanilla(5)], stated(Cosine(5), "1", "2/3"))  # irrational schedule: no proof


@pytest.mark.parametrize(("budget", "zero"), [(None, True), ("0", False)])
def test_all_plans_tie_at_the_extreme_budgets(budget: str | None, zero: bool) -> None:
    problem = stated(Cosine(6), budget, "1.5", "0", "9")
    for method in METHODS:
        found = solve(problem, method)
        assert found.all_tie and found.certified and found.gap == 0 and "all plans tie" in found.notes[0]
        assert (found.w2 == 0) == zero
    assert len({strategy.w2 for strategy in all_strategies(problem).values()}) == 1


@pytest.mark.parametrize("steps", [1, 2])
def test_one_plan_only(steps: int) -> None:
    found = solve(stated(Cosine(steps), "1", "1.5", "0.2"))
    assert found.plan == vanilla(steps) and found.certified and found.all_tie


def test_both_sides_at_once() -> None:
    schedule = Tabulated((F(1), F(1), F(1), F(0)), (F(0), F(1), F(1), F(1)))
    found = solve(stated(schedule, "1", "1"))
    assert found.certified
    repeated = Tabulated((F(1),) * 4 + (F(1, 2), F(0)), (F(0),) + (F(1, 2),) * 4 + (F(1),))
    tied = solve(stated(repeated, "1", "10", "1"))  # n_t is the same at several times
    assert tied.certified and len(tied.ties) == 5
    idle = Tabulated((F(1),) + (F(1, 2),) * 5, (F(0),) + (F(1),) * 5)
    assert solve(stated(idle, "1", "4")).all_tie  # lambda = c_1 and every later a_j = 1


def test_edge_spectra() -> None:
    assert solve(stated(Cosine(9), "1", "0")).method == "boot"
    assert solve(Problem(Cosine(9), Spectrum((F(10) ** 7,)), F(1))).method == "vanilla"
    mixed = solve(Problem(Cosine(9), Spectrum((F(10) ** 7, F(0))), F(1)))
    assert mixed.certified and math.isfinite(mixed.w2)
    copies = solve(stated(Cosine(7), "1", *["1.5"] * 40))
    assert copies.plan == solve(stated(Cosine(7), "1", "1.5")).plan
    assert copies.w2 == pytest.approx(math.sqrt(40) * solve(stated(Cosine(7), "1", "1.5")).w2, rel=1e-12)
    assert len(copies.operator) == 40


def test_a_limit_of_time_or_an_interruption_returns_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = stated(Cosine(20), "1", "1.5", "0.3", "5")
    exact = solve(problem)
    short = solve(problem, seconds=1e-9)
    assert exact.w2 <= short.w2 <= exact.w2 + short.gap * (1 + 1e-12)
    with pytest.raises(InputError, match="seconds"):
        solve(problem, seconds=0)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for place in ("branch.Relaxation.costs", "branch.hull_minimum", "branch.Relaxation"):
        with monkeypatch.context() as patch:
            patch.setattr(f"numerics.solvers.{place}", stop)
            cut = solve(problem)
        assert not cut.certified and cut.gap > 0
        assert exact.w2 <= cut.w2 <= exact.w2 + cut.gap * (1 + 1e-12)


def test_bad_methods_are_refused() -> None:
    unknown = "simulated-annealing"
    with pytest.raises(InputError, match="must be one of"):
        solve(stated(Cosine(3), "1", "1"), unknown)
    with pytest.raises(InputError, match="too many"):
        solve(stated(Cosine(20), "1", "1.5"), "enumeration")


def test_what_solve_takes_can_be_asked_before() -> None:
    for method in METHODS:
        require_search(method, 1000, 1e-9)
    refused(lambda: require_search("fastest"), "method = fastest: must be one of auto, vanilla")
    refused(lambda: require_search("auto", 0), "digits = 0")
    refused(lambda: require_search("auto", 1001), "digits = 1001")
    for seconds in (0, -1, math.nan):
        refused(lambda seconds=seconds: require_search("auto", None, seconds), f"seconds = {seconds}: must be > 0")
        refused(lambda seconds=seconds: solve(stated(Cosine(3), "1", "1"), seconds=seconds), "seconds")


def test_as_many_digits_as_are_asked_for() -> None:
    problem = stated(Cosine(6), "6.4", "0.5")
    found = solve(problem, digits=60)
    with mpmath.workdps(80):
        alpha, sigma = oracles.cosine(6)
        wanted = oracles.w2(
            boot(6).nested(), alpha, sigma, oracles.convert(problem.spectrum.eigenvalues), mpmath.mpf("6.4")
        )
        text = decimal(found.w2_ball.unpack(), 60)
        assert isinstance(text, str) and abs(mpmath.mpf(text) / wanted - 1) < mpmath.mpf(10) ** -58
    assert pickle.loads(pickle.dumps(found)) == found


def test_importing_the_core_stays_light() -> None:
    code = (
        "import sys, numerics.solvers.solve, numerics.numbers.balls;"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
