"""The Pareto solver over cut points: exact on one-sided coordinates, and rigorous about what it drops."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import Operators, ball_operators, float_operators
from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Order, bounds, compare, precision
from numerics.numbers.reals import Exact
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.interval_dp import interval_dp
from numerics.solvers.optimum import Optimum
from numerics.solvers.segmentation import (
    beam_search,
    outward,
    pareto,
    pareto_search,
    plan_from_cut_points,
    segmentation_guess,
    segmentation_plan,
    sketch,
)
from tests import oracles
from tests.numerics.solvers.enumerated import cut_point_plans, least, squared
from tests.numerics.stated import stated
from tests.strategies import one_sided, problems, repeating

F = Fraction


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("beyond", [F(1, 2**54), F(1, 2**53) + F(1, 2**60), F(0)])
def test_doubles_around_a_ball_are_rounded_outwards(sign: int, beyond: Fraction) -> None:
    """Exact balls next to 1 whose nearest double lies below, or above, or is the number itself."""
    value = sign * (1 + beyond)
    nearest = F(float(value))
    assert (nearest > value) - (nearest < value) == sign * {F(1, 2**54): -1, F(0): 0}.get(beyond, 1)
    with precision(200):
        low, high = outward(arb(value.numerator) / value.denominator)
    assert F(low) < value < F(high) and high - low < 2.0**-50


def signs_of(problem: Problem) -> list[int]:
    return [1 if kind == "contracting" else -1 for kind in sides(problem).kind]


def distance(plan: Plan, ops: Operators[arb]) -> arb:
    return w2_squared(evaluate(plan, ops)[1], ops)


def test_plans_from_cut_points() -> None:
    assert plan_from_cut_points((4, 2, 0), 5) == Plan.of(((5, 4, 3), 2, 1))
    assert plan_from_cut_points((3, 0), 4) == vanilla(4)
    assert plan_from_cut_points((3, 2, 1, 0), 4) == boot(4)
    assert plan_from_cut_points((0,), 1) == Plan.of(1)


@settings(deadline=None, max_examples=80)
@given(problems(max_dim=3))
def test_exact_against_all_plans(problem: Problem) -> None:
    if not set(sides(problem).kind) <= {"contracting", "expanding"}:
        return
    with precision(256):
        ops = ball_operators(problem)
        found = pareto_search(ops, signs_of(problem), [vanilla(problem.steps), boot(problem.steps)])
        assert found.complete
        values = [distance(plan, ops) for plan in enumerate_plans(0, problem.steps)]
        for plan in found.candidates:
            plan.require_over(problem.steps)
            assert all(merge.first == problem.steps for merge in plan.merges())
        best = distance(found.candidates[0], ops)
        assert all(not value < best for value in values)
        assert all(not value < found.lower.unpack().lower() for value in values)


def test_beats_one_operator_per_interval_certified() -> None:
    """Cosine, T = 16, s = 2, lambda = (0.3, 4): A1 is about 0.15 % above the minimum of W_2 squared."""
    problem = Problem(Cosine(16), Spectrum((F("0.3"), F(4))), F(2))
    with precision(128):
        ops = ball_operators(problem)
        one = interval_dp(ops, compare)
        found = pareto_search(ops, signs_of(problem), [one.plan()])
        assert one.undecided == 0 and found.complete and len(found.candidates) == 1
        ratio = distance(one.plan(), ops) / distance(found.candidates[0], ops)
        assert compare(ratio, arb("1.0015")) is Order.GREATER
        assert compare(ratio, arb("1.0016")) is Order.LESS
        assert found.lower.unpack().overlaps(distance(found.candidates[0], ops))


@pytest.mark.parametrize("budget", ["0.01", "2", "50", "200"])
def test_a_truncated_search_still_bounds_the_minimum(budget: str) -> None:
    problem = Problem(Cosine(20), Spectrum.of("0.3", 4, 4, "0.9", "0.9", "0.9", 3), F(budget))
    with precision(160):
        ops = ball_operators(problem)
        exact = pareto_search(ops, signs_of(problem), [boot(20), vanilla(20)])
        short = pareto_search(ops, signs_of(problem), [boot(20), vanilla(20)], max_labels=1)
        assert exact.complete
        assert not short.lower.unpack().lower() > exact.lower.unpack()
        if short.complete:
            assert short.lower.unpack().overlaps(exact.lower.unpack())


def test_repeated_points_do_not_multiply_labels() -> None:
    alpha = [F(1)] + [F(9 - k // 4, 10) for k in range(20)]
    sigma = [F(0)] + [F(1 + k // 4, 10) for k in range(20)]
    problem = Problem(Tabulated(tuple(alpha), tuple(sigma)), Spectrum((F(1, 50), F(30))), F(1))
    assert sides(problem).kind == ("contracting", "expanding")
    with precision(128):
        found = pareto_search(ball_operators(problem), [1, -1], [boot(20), vanilla(20)])
    assert found.complete and len(found.candidates) == 1 and found.labels < 200


def test_beam_search_is_a_good_guide() -> None:
    for lam, budget in (((F("0.3"), F(4)), F(2)), ((F(1, 2), F(3), F(9)), F(300)), ((F(1, 2),), F(1)), ((F(5),), F(1))):
        problem = Problem(Cosine(16), Spectrum(lam), budget)
        plan = beam_search(float_operators(problem))
        plan.require_over(16)
        with precision(128):
            ops = ball_operators(problem)
            best = pareto_search(ops, signs_of(problem), [plan]).candidates[0]
            assert distance(plan, ops) < distance(best, ops) * arb("1.001")
    for steps, plan in ((1, Plan.of(1)), (2, Plan.of((2, 1)))):
        assert beam_search(float_operators(Problem(Cosine(steps), Spectrum((F(1),)), F(1)))) == plan


def test_open_coordinates_are_refused() -> None:
    with precision(64):
        ops = ball_operators(Problem(Cosine(4), Spectrum((F(1, 2),)), F(1)))
        for signs in ([0], [1, 1], []):
            with pytest.raises(InputError):
                pareto_search(ops, signs, [vanilla(4)])


@settings(max_examples=40)
@given(repeating(st.integers(2, 5).flatmap(lambda steps: one_sided(steps, 3))))
def test_repeated_eigenvalues_count_as_often_as_they_are_listed(problem: Problem) -> None:
    """The Pareto search against the naive oracle that lists them one by one."""
    kinds = sides(problem).kind
    if not set(kinds) <= {"contracting", "expanding"}:
        return
    found, listed = pareto(problem, kinds, Deadline()), problem.spectrum.eigenvalues
    assert found.exact and problem.dim < len(listed)
    exact = problem.schedule.coefficients(Exact())
    assert problem.budget is not None
    with mpmath.workdps(60 + 2 * oracles.decimals_lost(*exact, listed, problem.budget)):
        (alpha, sigma), lams = map(oracles.convert, exact), oracles.convert(listed)
        (budget,) = oracles.convert([problem.budget])
        own, least = (
            oracles.w2(found.plan.nested(), alpha, sigma, lams, budget),
            oracles.minimum(alpha, sigma, lams, budget),
        )
        assert own - least <= least / mpmath.mpf(10) ** 40 + mpmath.mpf(10) ** (10 - mpmath.mp.dps)


def test_how_often_an_eigenvalue_occurs_decides_between_plans() -> None:
    few, many = (stated(Cosine(9), "1", "0.3", *["4"] * often) for often in (1, 1000))
    kinds = ("contracting", "expanding")
    assert pareto(few, kinds, Deadline()).plan != pareto(many, kinds, Deadline()).plan
    assert segmentation_guess(few) != segmentation_guess(many)


def test_a_search_without_time_or_room_still_bounds() -> None:
    problem = stated(Cosine(20), "50", "0.3", "4", "0.9", "3")
    late = Deadline()
    late.stop()
    short, whole = (pareto(problem, sides(problem).kind, deadline) for deadline in (late, Deadline()))
    assert whole.exact and not short.exact and short.lower is not None and "stopped" in short.notes[0]
    with precision(160):
        best = distance(whole.plan, ball_operators(problem))
        assert not short.lower.unpack().lower() ** 2 > best


def test_a_sketch_stands_for_the_whole_spectrum() -> None:
    few = stated(Cosine(4), "1", "4", "0.3", "4")
    assert sketch(few).weights.tolist() == [1, 2] and sketch(few).norm[0].tolist() == [0.3, 4]  # in rising order
    many = Problem(Cosine(4), Spectrum(tuple(F(k, 100) for k in range(1000)) * 3), F(1))
    ops = sketch(many)
    assert ops.dim == 128 and ops.weights.sum() == len(many.spectrum) == 3000
    assert ops.norm[0].min() < 0.1 and ops.norm[0].max() > 9.9


def test_the_plan_of_the_method_is_the_certified_one_where_there_is_one() -> None:
    problem = stated(Cosine(8), "1", "0.3", "4")
    certified = Optimum("segmentation", boot(8), True)
    assert segmentation_plan(problem, certified) == boot(8)
    assert segmentation_plan(problem, Optimum("enumeration", boot(8), True)) == segmentation_guess(problem)
    assert segmentation_plan(problem, Optimum("vanilla", boot(8), True, all_tie=True)) == vanilla(8)


class Patience(Deadline):
    """Time that is spent after some looks at the clock."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def spent(self) -> bool:
        self.looks -= 1
        return self.looks < 0


MIXED = [
    stated(Cosine(7), "1/5", "0.3", "4"),
    stated(Cosine(6), "1/50", "1/4", "41/10"),
    stated(Cosine(6), "1/2", "3/5", "11/5"),
    stated(Cosine(8), "2", "0.3", "0.9", "3", "4"),
    stated(Cosine(7), "1/5", "13/20"),
    stated(FlowMatching(6), "1/2", "1/20", "7"),
    stated(FlowMatching(7), "1/10", "1/10", "1/8", "6", "9"),
    # At these the first label of a cut point, or a label that looks dominated, does not lead to the best plan.
    stated(FlowMatching(6), "5", *["1/20"] * 30, "12"),
    stated(FlowMatching(5), "2", "3/40", *["7/80"] * 30, "54/5", "38/5"),
    stated(FlowMatching(6), "10", "1/50", "11/100", *["6"] * 5),
    stated(Cosine(7), "2", "1/5", "31/10", "51/10"),
]


@pytest.mark.parametrize("problem", MIXED, ids=range(len(MIXED)))
@pytest.mark.parametrize("bits", [8, 10, 14, 24, 128])
def test_what_is_dropped_is_never_forgotten(problem: Problem, bits: int) -> None:
    """Fat balls, few labels, little time, a bad plan to begin with; against all cut-point plans, evaluated one by one.

    Whatever is certified must hold: the lower end is below every plan, and a complete search has the best among its own.
    """
    plans = cut_point_plans(problem.steps)
    with precision(300):
        values = dict(zip(plans, squared(plans, problem), strict=True))
        best = least(list(values.values()))
    worst = max(plans, key=lambda plan: values[plan].mid())
    with precision(bits):
        ops, signs = ball_operators(problem), signs_of(problem)
        runs = [pareto_search(ops, signs, [worst], max_labels=room) for room in (500, 3, 2, 1)]
        runs += [pareto_search(ops, signs, [worst], deadline=Patience(looks)) for looks in range(1, problem.steps)]
    for found in runs:
        low, high = (bounds(x)[0] for x in (found.lower.unpack(), best))
        assert low <= high + abs(high) / 2**250
        with precision(300):
            nearest = least([values[plan] for plan in found.candidates])
            assert not found.complete or not nearest > best
        assert found.complete or len(found.candidates) > 0
    assert runs[0].complete


def test_a_guide_weighs_coordinates_by_their_norms_and_multiplicities() -> None:
    """alpha_T is not 0, so that n_T differs: doubling sigma at the end moves the best plan, and the guide follows."""
    for copies in ((1, 1), (40, 1), (1, 40)):
        problem = stated(FIXED, "2", *["1/10"] * copies[0], *["60"] * copies[1])
        assert set(sides(problem).kind) == {"contracting", "expanding"}
        plans = cut_point_plans(problem.steps)
        with precision(200):
            values = dict(zip(plans, squared(plans, problem), strict=True))
            best = least(list(values.values()))
            assert values[beam_search(float_operators(problem))] < best * arb("1.000001")


FIXED = Tabulated(
    tuple(map(F, ("1", "9/10", "8/10", "7/10", "6/10", "5/10", "4/10"))),
    tuple(map(F, ("0", "1/10", "3/10", "4/10", "6/10", "7/10", "8/10"))),
)
