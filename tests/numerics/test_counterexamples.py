"""Counterexamples to one operator per interval: exact, least in T, confirmed by an oracle that shares no code."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log

import mpmath
import pytest
from numerics.checks.counterexamples import (
    COUNTEREXAMPLES,
    ONE_COORDINATE,
    ONE_COORDINATE_FAR,
    TWO_COORDINATES,
    Counterexample,
    find,
    search,
    shrink,
)

from numerics.numbers.balls import compare_fractions
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.solvers.interval_dp import interval_dp
from tests import oracles

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
            wanted = oracles.w2(plan, alpha, sigma, lam, budget) ** 2
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
