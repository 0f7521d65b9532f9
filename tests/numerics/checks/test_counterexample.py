"""Counterexamples to one operator per interval: exact, least in T, confirmed by an oracle that shares no code."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log

import mpmath
import pytest

from numerics.checks.check import Violation
from numerics.checks.counterexample import (
    BELOW,
    CIRCLE,
    ONE,
    TWO,
    WEIGHTED,
    RationalProblem,
    WithoutNorms,
    counterexample,
    exhibit,
)
from numerics.errors import NotDecided
from numerics.numbers.balls import compare_fractions
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp
from tests import oracles
from tests.numerics.checks.counterexample_search import (
    COUNTEREXAMPLES,
    ONE_COORDINATE,
    ONE_COORDINATE_FAR,
    TWO_COORDINATES,
    Counterexample,
    find,
    search,
    shrink,
)

F = Fraction


@pytest.mark.parametrize("found", COUNTEREXAMPLES)
def test_pinned_counterexamples_hold_exactly(found: Counterexample) -> None:
    found.check()
    assert found.ratio > 1
    assert find(found.instance) == found
    with pytest.raises(ArithmeticError):
        replace(found, better=found.kept).check()
    with pytest.raises(ArithmeticError):
        replace(found, kept_squared=found.kept_squared + 1).check()


@pytest.mark.parametrize("found", COUNTEREXAMPLES)
def test_the_oracle_agrees(found: Counterexample) -> None:
    data = found.instance
    with mpmath.workdps(60):
        alpha, sigma, lam = (oracles.convert(values) for values in (data.alpha, data.sigma, data.lam))
        budget = -data.scale * mpmath.log(oracles.convert([data.base])[0]) / 2
        for plan, squared in ((found.kept, found.kept_squared), (found.better, found.better_squared)):
            wanted = oracles.w2(plan.nested(), alpha, sigma, lam, budget) ** 2
            assert abs(wanted / oracles.convert([squared])[0] - 1) < mpmath.mpf(10) ** -50
        program = oracles.one_operator_dp(alpha, sigma, lam, budget) ** 2
        assert abs(program / oracles.convert([found.kept_squared])[0] - 1) < mpmath.mpf(10) ** -50
        best = oracles.minimum(alpha, sigma, lam, budget) ** 2
        assert abs(best / oracles.convert([found.better_squared])[0] - 1) < mpmath.mpf(10) ** -50


def test_sizes() -> None:
    assert [found.instance.steps for found in COUNTEREXAMPLES] == [3, 3, 4]
    assert ONE_COORDINATE_FAR.ratio > 43
    assert ONE_COORDINATE.instance.size() < ONE_COORDINATE_FAR.instance.size()
    assert float(-log(TWO_COORDINATES.instance.base) / 2) == pytest.approx(0.5493, abs=1e-4)  # the budget


def test_least_in_the_number_of_steps() -> None:
    assert len(enumerate_plans(0, 2)) == 1  # one coordinate, T <= 2: a single plan
    cuts = [plan for plan in enumerate_plans(0, 3) if all(merge.first == 3 for merge in plan.merges())]
    assert set(cuts) == {vanilla(3), boot(3)}  # T = 3: A1 compares both plans that can be best (N6)
    assert all(search(3, 2, seed, tries=150) is None for seed in range(4))
    data = TWO_COORDINATES.instance
    shorter = replace(data, alpha=(*data.alpha[:3], data.alpha[4]), sigma=(*data.sigma[:3], data.sigma[4]))
    ops = shorter.operators()
    kept = interval_dp(ops, compare_fractions).plan()
    assert w2_squared(evaluate(kept, ops)[1], ops) == min(w2_squared(evaluate(plan, ops)[1], ops) for plan in cuts)


@pytest.mark.parametrize(("steps", "dim", "seed"), [(3, 1, 6), (4, 2, 0)])
def test_search_finds_and_shrinks(steps: int, dim: int, seed: int) -> None:
    found = search(steps, dim, seed)
    assert found is not None
    found.check()
    smaller = shrink(found)
    smaller.check()
    assert smaller.instance.size() <= found.instance.size()
    assert (smaller.instance.steps, len(smaller.instance.lam)) == (steps, dim)


def test_irrational_shrinkage_is_refused() -> None:
    assert find(replace(ONE_COORDINATE.instance, scale=7)) is None
    assert find(replace(ONE_COORDINATE.instance, base=F(1))) is None
    assert find(replace(ONE_COORDINATE.instance, sigma=(F(0), F(1, 2), F(4, 5), F(1)))) is None


@pytest.mark.parametrize(("instance", "ratio"), [(ONE, F(18)), (TWO, F(11, 10)), (WEIGHTED, F(1004, 1000))])
def test_the_exhibited_instances_against_the_oracle(instance: RationalProblem, ratio: Fraction) -> None:
    """The kept plan is that of A1 read literally, the better one is closer by more than the factor claimed."""
    found = counterexample("T4.1", instance, ratio)
    assert instance.schedule.is_variance_preserving() and found.kept.plan != found.better.plan == instance.better
    with mpmath.workdps(60):
        alpha, sigma, lam = map(oracles.convert, (instance.schedule.alpha, instance.schedule.sigma, instance.lam))
        budget = -instance.order * mpmath.log(oracles.convert([instance.root])[0]) / 2
        for value in (found.kept, found.better, *found.others):
            wanted = oracles.w2(value.plan.nested(), alpha, sigma, lam, budget) ** 2
            assert abs(wanted / oracles.convert([value.w2_squared])[0] - 1) < mpmath.mpf(10) ** -50
            for x, one in zip(value.operator, lam, strict=True):
                operator = oracles.operator(value.plan.nested(), alpha, sigma, one, budget)
                assert abs(operator - oracles.convert([x])[0]) < mpmath.mpf(10) ** -50
        for x, one in zip(found.teacher, lam, strict=True):
            assert abs(oracles.composite(alpha, sigma, one) - oracles.convert([x])[0]) < mpmath.mpf(10) ** -50
        program = oracles.one_operator_dp(alpha, sigma, lam, budget) ** 2
        assert abs(program / oracles.convert([found.kept.w2_squared])[0] - 1) < mpmath.mpf(10) ** -50


def test_what_is_no_counterexample_is_refused() -> None:
    for instance, factor in ((BELOW, F(1)), (ONE, F(1000)), (replace(ONE, better=boot(3)), F(1))):
        with pytest.raises(Violation, match="no counterexample"):
            counterexample("T4.1", instance, factor)
    assert len(exhibit("T4.1", (ONE, F(18)), (TWO, F(11, 10)))() or ()) == 2
    with pytest.raises(Violation):
        exhibit("T4.1", (ONE, F(18)), (BELOW, F(1)))()


def test_the_norms_decide() -> None:
    """n_T differs between the coordinates, and without it the program's plan is the better one."""
    assert WEIGHTED.operators().norm[4] == [1, F(34, 25)]
    assert counterexample("T4.1", WEIGHTED, F(1004, 1000)).kept.plan == Plan.of([[4, 3, 2], 1])
    with pytest.raises(Violation, match=r"\[\[\[4,3\],2\],1\] is kept"):
        counterexample("T4.1", WithoutNorms(**vars(WEIGHTED)), F(1))
    for unweighted in (ONE, TWO):  # there n_T = 1
        assert counterexample("T4.1", WithoutNorms(**vars(unweighted)), F(1)) == counterexample(
            "T4.1", unweighted, F(1)
        )


def test_a_plan_that_needs_an_irrational_number_is_not_evaluated() -> None:
    """TWO is rational at time 4 alone: a merge that starts below has no exact value."""
    with pytest.raises(NotDecided, match="gamma_3 is irrational"):
        replace(TWO, better=Plan.of([4, [3, 2], 1])).operators()
    assert CIRCLE.is_variance_preserving() and CIRCLE.steps == 4
