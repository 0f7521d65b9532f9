"""Every plan and its distance, the slow way."""

from __future__ import annotations

from flint import arb

from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.segmentation import plan_from_cut_points


def cut_point_plans(steps: int) -> list[Plan]:
    """The plans that merge only at time T."""
    plans = []
    for flags in range(2 ** (steps - 2)):
        inner = [i for i in range(steps - 2, 0, -1) if flags >> (i - 1) & 1]
        plans.append(plan_from_cut_points((steps - 1, *inner, 0), steps))
    return plans


def squared(plans: list[Plan], problem: Problem) -> list[arb]:
    """W_2^2 of each, at the current precision."""
    ops = ball_operators(problem)
    return [w2_squared(evaluate(plan, ops)[1], ops) for plan in plans]


def least(values: list[arb]) -> arb:
    return min(values, key=lambda x: x.mid())
