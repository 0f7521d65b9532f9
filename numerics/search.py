"""Local search over merge plans, in doubles: a guide for the open window (claim N7), never a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from numerics.operators import FloatOperators, Floats
from numerics.plans import Plan, evaluate_floats

MAX_STEPS: Final = 200  # neighbours are built recursively, as deep as the plan
EVALUATIONS: Final = 60_000


def neighbours(plan: Plan) -> Iterator[Plan]:
    """Plans one change away: dissolve one inner merge, or merge a consecutive group of operands of some merge."""
    if isinstance(plan, int):
        return
    count = len(plan)
    for position, operand in enumerate(plan):
        before, after = plan[:position], plan[position + 1 :]
        if isinstance(operand, tuple):
            yield (*before, *operand, *after)
        for changed in neighbours(operand):
            yield (*before, changed, *after)
    for start in range(count):
        for stop in range(start + 2, count + 1):
            if stop - start < count:
                yield (*plan[:start], plan[start:stop], *plan[stop:])


def local_search(plan: Plan, ops: FloatOperators, weights: Floats, evaluations: int | None = None) -> Plan:
    """Steepest descent of W_2 from a plan until no neighbour is closer or the number of evaluations is spent.

    weights: multiplicity of each coordinate, shape (d,). Default number of evaluations: 60 000 / T.
    """
    if ops.steps > MAX_STEPS:
        return plan
    spread = np.sqrt(ops.norm[-1] * weights)
    left = EVALUATIONS // ops.steps if evaluations is None else evaluations

    def distance(candidate: Plan) -> float:
        errors = np.abs(evaluate_floats(candidate, ops)[1] * spread)
        largest = float(errors.max())
        return largest * float(np.linalg.norm(errors / largest)) if largest > 0 else 0.0

    best = distance(plan)
    while left > 0:
        improved = plan
        for candidate in neighbours(plan):
            left -= 1
            value = distance(candidate)
            if value < best:
                best, improved = value, candidate
            if left <= 0:
                break
        if improved is plan:
            break
        plan = improved
    return plan
