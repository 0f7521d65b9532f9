"""The four canonical plans, and the enumeration of all plans."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numerics.errors import InputError
from numerics.model.operators import float_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans, progressive, schroeder
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Merge, Plan
from tests import oracles

F = Fraction
COUNTS = [1, 1, 3, 11, 45, 197, 903, 4279]


def test_canonical_plans_of_four_steps() -> None:
    plans = {name: str(make(4)) for name, make in CANONICAL.items()}
    assert plans == {
        "vanilla": "[4,3,2,1]",
        "progressive": "[[4,3],[2,1]]",
        "consistency": "[4,[3,[2,1]]]",
        "boot": "[[[4,3],2],1]",
    }
    assert all(make(1) == Plan.of(1) and make(2) == Plan.of((2, 1)) for make in CANONICAL.values())
    assert progressive(7) == Plan.of((((7, 6), (5, 4)), ((3, 2), 1)))
    assert progressive(5) == Plan.of((((5, 4), (3, 2)), 1))
    with pytest.raises(InputError):
        boot(0)


@pytest.mark.parametrize("name", CANONICAL)
@pytest.mark.parametrize("steps", [1, 2, 3, 8, 13])
def test_canonical_plans_are_among_all_plans(name: str, steps: int) -> None:
    plan = CANONICAL[name](steps)
    plan.require_over(steps)
    if steps <= 8:
        assert plan in enumerate_plans(0, steps)
    with pytest.raises(InputError):
        plan.require_over(steps + 1)
    half: Any = 2.5
    with pytest.raises(InputError, match=r"steps = 2\.5: a plan needs a whole number of steps"):
        boot(half)
    with pytest.raises(InputError, match="at least one"):
        CANONICAL[name](0)


@pytest.mark.parametrize("steps", range(1, 9))
def test_counts_are_little_schroeder_numbers(steps: int) -> None:
    plans = enumerate_plans(0, steps)
    assert len(plans) == len(set(plans)) == schroeder(steps) == COUNTS[steps - 1]
    for plan in plans:
        plan.require_over(steps)
    if steps <= 6:
        assert set(plans) == set(map(Plan.of, oracles.all_plans(tuple(range(steps, 0, -1)))))


def test_enumeration_of_an_inner_interval() -> None:
    assert enumerate_plans(2, 4) == [Plan.of((4, 3))]
    with pytest.raises(InputError):
        enumerate_plans(3, 3)


@pytest.mark.parametrize("name", CANONICAL)
def test_deep_plans_need_no_recursion(name: str) -> None:
    plan = CANONICAL[name](1024)
    plan.require_over(1024)
    assert plan.leaves == tuple(range(1024, 0, -1))
    text = str(plan)
    assert str(Plan.parse(text)) == text
    plan.nested()
    arcs = plan.merges()
    assert arcs[-1] == Merge(1024, 1, 0)
    ops = float_operators(Problem(Cosine(1024), Spectrum((F(1, 2),)), F(1)))
    assert np.isfinite(evaluate_floats(plan, ops)[1]).all()
