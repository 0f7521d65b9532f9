"""Sides, critical variances and boundaries: against the definition, and what they promise, against all plans."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.operators import operators
from numerics.model.problem import Problem
from numerics.model.regimes import critical_doubles, critical_variances, phase_boundaries, sides
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import UNDECIDED, Balls, bounds, precision
from numerics.numbers.reals import Exact, N, Reals
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.rank import rank
from tests import oracles
from tests.strategies import budgets, problems, schedules

F = Fraction
LIMIT_BITS = 1 << 18  # errors reach exp(-2 s n) with s = 10 and n in the hundreds


def tabulated(*points: tuple[str, str]) -> Tabulated:
    return Tabulated(tuple(F(a) for a, _ in points), tuple(F(s) for _, s in points))


def test_critical_variances_and_boundaries() -> None:
    with precision(200), mpmath.workdps(50):
        found = critical_variances(Cosine(32), Balls())
        for ball, value in zip(found, oracles.critical(*oracles.cosine(32)), strict=True):
            assert ball is not None
            assert abs(mpmath.mpf(ball.str(45, radius=False)) - value) < mpmath.mpf(10) ** -40
    boundaries = phase_boundaries(Cosine(32))
    assert boundaries.certified
    assert (boundaries.boot, boundaries.vanilla) == (1.0503328462398598, 2.0012059964703925)
    flow = phase_boundaries(FlowMatching(9))
    assert (flow.boot, flow.vanilla) == (0.125, 8.0)
    assert critical_variances(FlowMatching(5), Exact()) == [F(j, 5 - j) for j in range(1, 5)]


def test_boundaries_of_degenerate_schedules() -> None:
    one = phase_boundaries(Cosine(1))
    assert (one.boot, one.vanilla, one.certified) == (math.inf, 0.0, True)
    flat = phase_boundaries(tabulated(("1", "0"), ("1", "1"), ("1", "2")))  # alpha constant: never expanding
    assert (flat.boot, flat.vanilla) == (math.inf, math.inf)
    # The repeated point j = 2 sets no boundary.
    idle = phase_boundaries(tabulated(("1", "0"), ("1/2", "1"), ("1/2", "1"), ("0", "1")))
    assert (idle.boot, idle.vanilla) == (4.0, 4.0)
    zeros = phase_boundaries(tabulated(("1", "0"), ("0", "1"), ("0", "2"), ("0", "3")))
    assert (zeros.boot, zeros.vanilla) == (math.inf, math.inf)


def test_sides_on_and_around_the_boundary() -> None:
    lam = (F(1, 4), F(1, 4) + F(1, 10**40), F(4), F(4) - F(1, 10**40), F(1), F(0))
    found = sides(Problem(FlowMatching(5), Spectrum(lam), F(1)))
    assert found.kind == ("contracting", "open", "expanding", "open", "open", "contracting")
    assert found.undecided == ()
    assert sides(Problem(Cosine(1), Spectrum((F(5),)), F(1))).kind == ("both",)
    assert sides(Problem(FlowMatching(2), Spectrum((F(1), F(2))), F(1))).kind == ("both", "expanding")
    near = F("1.0503328462398598")  # the double nearest to the irrational boundary lies on one side of it
    kinds = sides(Problem(Cosine(32), Spectrum((near - F(1, 10**15), near + F(1, 10**15))), None)).kind
    assert kinds == ("contracting", "open")


@settings(deadline=None, max_examples=80)
@given(problems())
def test_sides_follow_the_definition(problem: Problem) -> None:
    exact = operators(Problem(problem.schedule, problem.spectrum, F(0)), Exact())
    found = sides(problem)
    assert found.undecided == ()
    for i, kind in enumerate(found.kind):
        inner = [exact.step[t][i] for t in range(1, problem.steps)]
        below, above = any(a < 1 for a in inner), any(a > 1 for a in inner)
        assert kind == {(True, True): "open", (True, False): "contracting", (False, True): "expanding"}.get(
            (below, above), "both"
        )


def test_undecided_sides_are_open_and_recorded() -> None:
    found = sides(Problem(Cosine(32), Spectrum((F(3, 2), F("1.0503328462398598"))), F(1)), limit=16)
    assert found.undecided == (0, 1) or found.kind[0] == "open"
    assert all(found.kind[i] == "open" for i in found.undecided)


def attained(problem: Problem) -> set[str]:
    """The plans certified to be closest, ties included."""
    guesses = [boot(problem.steps), vanilla(problem.steps)]
    plans = list(dict.fromkeys([*guesses, *enumerate_plans(0, problem.steps)]))
    ranking = rank(plans, problem, limit=LIMIT_BITS)
    assert ranking.decided
    return {str(plan) for plan in (ranking.best, *ranking.ties)}


def finite(schedule: Tabulated) -> list[Fraction]:
    return [c for c in critical_variances(schedule, Exact()) if c is not None]


@given(schedules(2, 7), budgets(), st.fractions(0, 1, max_denominator=8))
@settings(max_examples=60)
def test_boot_up_to_the_least_critical_variance(schedule: Tabulated, budget: Fraction, part: Fraction) -> None:
    lam = part * min(finite(schedule), default=F(50))
    assert str(boot(schedule.steps)) in attained(Problem(schedule, Spectrum((lam,)), budget / 10))


@given(schedules(2, 7), budgets(), st.fractions(1, 4, max_denominator=8))
@settings(max_examples=60)
def test_vanilla_from_the_largest_critical_variance_on(schedule: Tabulated, budget: Fraction, factor: Fraction) -> None:
    found = critical_variances(schedule, Exact())
    if any(c is None for c in found) or not found:
        return
    lam = factor * max(finite(schedule))
    assert str(vanilla(schedule.steps)) in attained(Problem(schedule, Spectrum((lam,)), budget / 10))


@given(schedules(1, 7))
def test_critical_variances_as_doubles(schedule: Tabulated) -> None:
    """inf where infinite, at a repeated point of the schedule too, whose balls never become exact."""
    exact, found = critical_variances(schedule, Exact()), critical_doubles(schedule)
    assert len(found) == len(exact) == schedule.steps - 1
    for j, (value, double) in enumerate(zip(exact, found, strict=True), start=1):
        assert double == (math.inf if value is None else float(value)), j


def test_a_repeated_point_is_decided_where_balls_cannot_tell() -> None:
    """A third is no dyadic number: the difference of the two balls holds zero at every precision."""
    repeated = tabulated(("1", "0"), ("1/3", "1/7"), ("1/3", "1/3"), ("1/5", "1/3"), ("0", "1"))
    assert critical_doubles(repeated) == [float(F(3, 7) ** 2 / 2), math.inf, 0.0]
    still = tabulated(("1", "0"), ("1/3", "1/3"), ("1/3", "1/3"), ("0", "1"))
    assert critical_doubles(still) == [0.5, math.inf]


def test_critical_doubles_of_named_schedules() -> None:
    assert critical_doubles(FlowMatching(5)) == [0.25, 2 / 3, 1.5, 4.0]
    assert critical_doubles(VarianceExploding(4)) == [math.inf] * 3
    assert critical_doubles(Cosine(1)) == []
    assert min(critical_doubles(Cosine(32))) == phase_boundaries(Cosine(32)).boot  # type: ignore[type-var]


def near_critical(schedule: Cosine, j: int, shift: int) -> Fraction:
    """A fraction within 2^-200 of c_j, on the side of the shift."""
    with precision(400):
        value = critical_variances(schedule, Balls())[j - 1]
        assert value is not None
        return sum(bounds(value)) / 2 + F(shift, 2**200)


def test_what_cannot_be_decided_is_on_no_side() -> None:
    """Cosine, T = 3: c_2 < c_1. At 64 bits lambda is not told from the one, and the other alone would say too much."""
    schedule = Cosine(3)
    for j, shift in ((2, 1), (2, -1), (1, 1), (1, -1)):
        problem = Problem(schedule, Spectrum((near_critical(schedule, j, shift),)), F(1))
        assert (sides(problem, limit=64).kind, sides(problem, limit=64).undecided) == (("open",), (0,))
        truth = {(2, -1): "contracting", (1, 1): "expanding"}.get((j, shift), "open")
        assert (sides(problem).kind, sides(problem).undecided) == ((truth,), ())


class Stalled(Schedule):
    """alpha and sigma irrational, and the same at two times: no arithmetic here can tell that they are."""

    @property
    def name(self) -> str:
        return "stalled"

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        root = reals.sqrt(reals.rational(F(1, 2)))
        one, zero = reals.rational(1), reals.rational(0)
        return [one, root, root, zero], [zero, root, root, one]


def test_boundaries_that_cannot_be_decided_claim_nothing() -> None:
    found = phase_boundaries(Stalled(3))
    assert (found.boot, found.vanilla, found.certified) == (0.0, math.inf, False)
    assert critical_doubles(Stalled(3))[1] is UNDECIDED
