"""Ranking plans: the closest are found and told apart, ties are proved, and what stays open is said."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import bounds, precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.plans.rank import proved_equal, rank
from tests import oracles
from tests.numerics.refusals import refused
from tests.numerics.stated import stated
from tests.strategies import problems, repeating

F = Fraction


@settings(max_examples=30)
@given(st.one_of(problems(2, 4), repeating(problems(2, 4))), st.randoms(use_true_random=False))
def test_the_best_of_all_plans(problem: Problem, random: Random) -> None:
    """Against the naive oracle that lists every eigenvalue: the plans kept are the closest, whatever comes first."""
    plans = enumerate_plans(0, problem.steps)
    random.shuffle(plans)
    found = rank(plans, problem)
    listed, exact = problem.spectrum.eigenvalues, problem.schedule.coefficients(Exact())
    assert problem.budget is not None
    lost = oracles.decimals_lost(*exact, listed, problem.budget)
    with mpmath.workdps(60 + 4 * lost):
        (alpha, sigma), lams = map(oracles.convert, exact), oracles.convert(listed)
        (budget,) = oracles.convert([problem.budget])
        naive = {plan: oracles.w2(plan.nested(), alpha, sigma, lams, budget) ** 2 for plan in plans}
        smallest = min(naive.values())
        noise = mpmath.mpf(10) ** (10 - mpmath.mp.dps)
        slack = smallest / mpmath.mpf(10) ** (40 + lost) + noise
        kept = {found.best, *found.ties}
        assert all(naive[plan] <= smallest + slack for plan in kept)
        assert any(naive[plan] <= smallest + noise for plan in kept)
        assert oracles.convert(bounds(found.lower.unpack()))[0] <= smallest + slack
    assert not found.decided or len(kept) == 1 or proved_equal([found.best, *found.ties], problem)


def test_ties_are_proved_in_exact_arithmetic() -> None:
    problem = stated(FlowMatching(5), "1", "2/3")  # a_2 = 1 exactly
    found = rank(enumerate_plans(0, 5), problem)
    assert found.decided and len(found.ties) == 1
    assert proved_equal([found.best, *found.ties], problem)
    assert not proved_equal([vanilla(5), boot(5)], problem)
    assert not proved_equal([vanilla(5), vanilla(5)], stated(Cosine(5), "1", "2/3"))  # irrational schedule: no proof
    assert not proved_equal([vanilla(5)] * 201, problem)  # too many to be compared


def test_an_undecided_tie_is_not_a_pass() -> None:
    problem = stated(Cosine(4), "1", "1.5")
    ranking = rank([vanilla(4), vanilla(4)], problem, limit=128)
    assert not ranking.decided and ranking.ties == (vanilla(4),)


def test_ties_on_one_coordinate_are_ties_on_none() -> None:
    """What is equal for one eigenvalue must be equal for all of them."""
    both = rank([Plan.parse("[[3,2],1]"), Plan.parse("[3,2,1]")], stated(FlowMatching(3), "1", "1/2", "1"))
    assert both.decided and both.ties == ()
    alone = [stated(FlowMatching(3), "1", lam) for lam in ("1/2", "1")]
    equal = [proved_equal([boot(3), vanilla(3)], problem) for problem in alone]
    assert not all(equal) and not proved_equal([boot(3), vanilla(3)], stated(FlowMatching(3), "1", "1/2", "1"))


def test_a_single_plan_needs_no_contest() -> None:
    found = rank([boot(4)], stated(Cosine(4), "1", "1.5"))
    assert (found.best, found.ties, found.decided, found.bits) == (boot(4), (), True, 64)


def test_plans_are_told_apart_far_below_the_smallest_double() -> None:
    problem = stated(Cosine(6), "5000", "0.5")
    found = rank([vanilla(6), boot(6)], problem)
    assert found.best == boot(6) and found.decided and found.ties == ()
    assert not rank([vanilla(6), boot(6)], problem, limit=64).ties


def test_plans_of_other_steps_are_not_ranked() -> None:
    """Their operators exist, as if the steps left out were exact: a shorter plan would win over every true one."""
    problem = Problem(Cosine(8), Spectrum((F("0.3"),)), F(1, 2))
    refused(lambda: rank([boot(3), boot(8)], problem), "found step 3 where step 8 was due")
    refused(lambda: rank([boot(8), Plan.of([8, 8])], problem), "found step 8 where step 7 was due")
    refused(lambda: rank([], problem), "plans: none was given")
    assert rank([boot(8)], problem).decided


def turning(*scale: str) -> Tabulated:
    """v_t turns by one angle at every step, its cosine 99/101, and is scaled: a_t = 99/101 scale_{t-1} / scale_t."""
    points, (x, y) = [(F(1), F(0))], (F(1), F(0))
    for _ in scale:
        x, y = (99 * x - 20 * y) / 101, (20 * x + 99 * y) / 101
        points.append((x, y))
    sizes = [F(1), *map(F, scale)]
    return Tabulated(
        tuple(c * x for c, (x, _) in zip(sizes, points, strict=True)),
        tuple(c * y for c, (_, y) in zip(sizes, points, strict=True)),
    )


LATE, EARLY = Plan.parse("[5,[4,3],2,1]"), Plan.parse("[5,4,[3,2],1]")  # equal iff a_2 = a_3 and gamma_3 = gamma_4


@pytest.mark.parametrize(
    ("scale", "equal"),
    [
        (("1", "1", "1", "1", "1"), True),  # all n_t are equal, and all a_t
        (("9/10", "81/100", "729/1000", "729/1000", "729/1000"), True),  # n_3 = n_4, though n_2 is another
        (("9/10", "81/100", "729/1000", "6561/10000", "6561/10000"), False),  # gamma_3 is not gamma_4
        (("1", "1", "9/10", "9/10", "9/10"), False),  # a_2 is not a_3
    ],
)
def test_ties_are_proved_where_they_are_and_nowhere_else(scale: tuple[str, ...], equal: bool) -> None:
    """Against balls: the two plans differ by more than their radius, at some budget, unless they are equal."""
    problem = Problem(turning(*scale), Spectrum((F(1),)), F(1, 3))
    assert proved_equal([LATE, EARLY], problem) is equal
    with precision(200):
        ops = ball_operators(problem)
        values = [evaluate(plan, ops)[0][0] for plan in (LATE, EARLY)]
        assert values[0].overlaps(values[1]) is equal
    found = rank([LATE, EARLY], problem)
    assert found.decided and len(found.ties) == equal


@pytest.mark.parametrize(("contracting", "expanding"), [(10_000, 1), (1, 10_000)])
def test_every_copy_of_an_eigenvalue_counts(contracting: int, expanding: int) -> None:
    """BOOT is best for the one, vanilla for the other; whichever is more often decides."""
    problem = stated(Cosine(6), "1/10", *["1/2"] * contracting, *["4"] * expanding)
    found = rank([boot(6), vanilla(6)], problem)
    listed = [rank([boot(6), vanilla(6)], stated(Cosine(6), "1/10", lam)).best for lam in ("1/2", "4")]
    assert listed == [boot(6), vanilla(6)] and found.best == listed[expanding > contracting]


def test_the_lower_end_is_below_every_plan_that_is_left() -> None:
    """At few bits most are not told from each other."""
    problem = stated(Cosine(5), "1/50", "1", "1.5", "3")
    plans = enumerate_plans(0, 5)
    with precision(200):
        ops = ball_operators(problem)
        least = min(bounds(w2_squared(evaluate(plan, ops)[1], ops))[1] for plan in plans)
    for bits in range(6, 40):
        found = rank(plans, problem, limit=bits)
        low, _ = bounds(found.lower.unpack())
        assert low <= least, bits
    assert not rank(plans, problem, limit=6).decided
