"""Inner merges made explicit: every plan is offered once, and none is left out below the limit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.ball_arrays import Enclosure
from numerics.plans.canonical import enumerate_plans
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.refine import Chain, Hole, outer_ends, refine, skeleton
from numerics.solvers.relaxation import Relaxation
from tests.numerics.solvers.enumerated import cut_point_plans
from tests.numerics.stated import stated
from tests.strategies import windowed


def skeletons(steps: int) -> list[Chain]:
    """Every chain with an inner merge somewhere."""
    found = []
    for flags in itertools.product((False, True), repeat=steps - 2):
        points = (steps - 1, *(i for i, cut in zip(range(steps - 2, 0, -1), flags, strict=True) if cut), 0)
        roomy = [high - low > 1 for high, low in itertools.pairwise(points)]
        for merged in itertools.product(*((False, True) if room else (False,) for room in roomy)):
            if any(merged):
                found.append(skeleton(points, merged))
    return found


def explored(relaxation: Relaxation, limit: float, **options: object) -> tuple[float, list[Plan]]:
    offered: list[Plan] = []
    start = [(0.0, chain) for chain in skeletons(relaxation.steps)]
    settings = {"deadline": Deadline(), "max_nodes": 10**6, **options}
    with np.errstate(all="ignore"):
        left = refine(relaxation, start, lambda: limit, offered.append, **settings)  # type: ignore[arg-type]
    return left, offered


@pytest.mark.parametrize("steps", [3, 4, 5, 6])
def test_every_plan_with_an_inner_merge_is_offered_once(steps: int) -> None:
    problem = stated(Cosine(steps), "1", "1.5", "0.3")
    left, offered = explored(Relaxation(problem, sides(problem)), np.inf)
    assert left == np.inf and len(set(offered)) == len(offered)
    assert set(offered) == set(enumerate_plans(0, steps)) - set(cut_point_plans(steps))


@settings(max_examples=25)
@given(windowed(5))
def test_only_what_is_certainly_too_far_is_left_out(problem: Problem) -> None:
    relaxation = Relaxation(problem, sides(problem))
    if not relaxation.usable:
        return
    with np.errstate(all="ignore"):
        inner = set(enumerate_plans(0, problem.steps)) - set(cut_point_plans(problem.steps))
        values = {plan: relaxation.evaluate(plan) for plan in inner}
    limit = float(np.median([float(value.upper()) for value in values.values()]))
    left, offered = explored(relaxation, limit)
    assert left > limit and set(offered) <= inner
    for plan in inner - set(offered):
        assert not float(values[plan].upper()) < limit


def test_a_search_that_is_stopped_bounds_what_is_left() -> None:
    problem = stated(Cosine(6), "1", "1.5", "0.3")
    relaxation = Relaxation(problem, sides(problem))
    late = Deadline()
    late.stop()
    for options in ({"max_nodes": 0}, {"deadline": late}):
        left, offered = explored(relaxation, np.inf, **options)
        assert left == 0.0 and offered == []


def test_skeletons() -> None:
    assert skeleton((5, 3, 0), (False, False)) == ((5, 4), (3, 2, 1))
    assert skeleton((5, 3, 0), (False, True)) == ((5, 4), (Hole("some", 0, 3),))
    assert skeleton((5, 3, 0), (True, True)) != skeleton((5, 3, 0), (False, True))


def test_ends_are_the_outer_ones() -> None:
    value = Enclosure(np.ones(2), np.full(2, 2.0**-52))
    above, below = outer_ends(value, np.array([True, False]))
    assert above >= 1 + 2.0**-52 and below <= 1 - 2.0**-52
