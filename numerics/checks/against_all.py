"""A plan against all plans, ranked by balls, ties proved."""

from __future__ import annotations

from collections.abc import Callable

from numerics.errors import NotDecided
from numerics.model.problem import Problem
from numerics.plans.canonical import enumerate_plans
from numerics.plans.plan import Plan
from numerics.plans.rank import rank


def attains(problem: Problem, best: Callable[[int], Plan]) -> bool:
    """Whether a canonical plan attains the minimum over all plans, ties proved. Raises NotDecided when it may."""
    chosen = best(problem.steps)
    ranking = rank([chosen, *(plan for plan in enumerate_plans(0, problem.steps) if plan != chosen)], problem)
    if chosen not in (ranking.best, *ranking.ties):
        return False
    if not ranking.decided:
        raise NotDecided(f"{1 + len(ranking.ties)} plans cannot be told apart at {str(problem)[:300]}")
    return True
