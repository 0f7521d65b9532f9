"""Good plans without a guarantee: local search over merge plans and other guesses, in doubles (claims A1, N7).

They guide the searches that certify, and stand where no certificate is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from numerics.model.operators import FloatOperators
from numerics.model.problem import Problem
from numerics.plans.canonical import CANONICAL
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.interval_dp import interval_plan
from numerics.solvers.segmentation import segmentation_guess, sketch

MAX_STEPS: Final = 200  # neighbours are built recursively, as deep as the plan
EVALUATIONS: Final = 60_000


def neighbours(plan: Plan) -> Iterator[Plan]:
    """Plans one change away: dissolve one inner merge, or merge a consecutive group of operands of some merge."""
    operands = plan.operands
    count = len(operands)
    for position, operand in enumerate(operands):
        before, after = operands[:position], operands[position + 1 :]
        if not operand.is_step:
            yield Plan.merge((*before, *operand.operands, *after))
        for changed in neighbours(operand):
            yield Plan.merge((*before, changed, *after))
    for start in range(count):
        for stop in range(start + 2, count + 1):
            if stop - start < count:
                yield Plan.merge((*operands[:start], Plan.merge(operands[start:stop]), *operands[stop:]))


def local_search(
    plan: Plan, ops: FloatOperators, evaluations: int | None = None, deadline: Deadline | None = None
) -> Plan:
    """Steepest descent of W_2 from a plan until no neighbour is closer, or the evaluations or the time are spent.

    Default number of evaluations: 60 000 / T.
    """
    if ops.steps > MAX_STEPS:
        return plan
    spread = np.sqrt(ops.norm[-1] * ops.weights)
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
            if left <= 0 or (deadline is not None and deadline.spent()):
                left = 0
                break
        if improved is plan:
            break
        plan = improved
    return plan


def guesses(problem: Problem, deadline: Deadline | None = None) -> list[tuple[str, Plan]]:
    """Plans worth comparing, with what found them; fewer if time is short."""
    tried: list[tuple[str, Plan]] = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    deadline = deadline or Deadline()
    found: list[tuple[str, Plan]] = []
    for name, search in (("segmentation", segmentation_guess), ("interval-dp", interval_plan)):
        if not deadline.spent():
            found.append((name, search(problem)))
    if not deadline.spent():
        ops = sketch(problem)
        found += [("local-search", local_search(plan, ops, deadline=deadline)) for _, plan in found]
    return tried + found
