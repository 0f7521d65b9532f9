"""Good plans without a guarantee: local search over merge plans and other guesses, in doubles (claims A1, N7).

They guide the searches that certify, and stand where no certificate is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from numerics.balls import START_BITS, compare, precision
from numerics.certify import distinct
from numerics.deadline import Deadline
from numerics.interval_dp import interval_dp, interval_dp_floats
from numerics.operators import FloatOperators, Floats, Problem, ball_operators, float_operators
from numerics.plans import CANONICAL, Plan, evaluate_floats
from numerics.segmentation import BEAM_WIDTH, beam_search

MAX_STEPS: Final = 200  # neighbours are built recursively, as deep as the plan
EVALUATIONS: Final = 60_000
_BALL_DP_COST: Final = 500_000  # T^2 d
_BEAM_COST: Final = 20_000_000  # T^2 d times the width of the beam
_SKETCH: Final = 128  # distinct eigenvalues that guide a search; all of them enter every certificate


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


def local_search(
    plan: Plan, ops: FloatOperators, weights: Floats, evaluations: int | None = None, deadline: Deadline | None = None
) -> Plan:
    """Steepest descent of W_2 from a plan until no neighbour is closer, or the evaluations or the time are spent.

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
            if left <= 0 or (deadline is not None and deadline.spent()):
                left = 0
                break
        if improved is plan:
            break
        plan = improved
    return plan


def interval_plan(problem: Problem) -> Plan:
    """Plan of Algorithm A1, all coordinates sharing it: in balls while that is cheap, else in doubles."""
    if problem.steps**2 * problem.dim <= _BALL_DP_COST:
        with precision(2 * START_BITS):
            return interval_dp(ball_operators(problem), compare).plan()
    return interval_dp_floats(float_operators(problem)).plan()


def segmentation_guess(problem: Problem) -> Plan:
    """A good plan among those that merge only at time T."""
    ops, weights = _sketch(problem)
    width = max(1, min(BEAM_WIDTH, _BEAM_COST // (ops.steps**2 * ops.dim)))
    return beam_search(ops, weights, width)


def guesses(problem: Problem, deadline: Deadline | None = None) -> list[tuple[str, Plan]]:
    """Plans worth comparing, with what found them; fewer if time is short."""
    tried: list[tuple[str, Plan]] = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    deadline = deadline or Deadline()
    found: list[tuple[str, Plan]] = []
    for name, search in (("segmentation", segmentation_guess), ("interval-dp", interval_plan)):
        if not deadline.spent():
            found.append((name, search(problem)))
    if not deadline.spent():
        ops, weights = _sketch(problem)
        found += [("local-search", local_search(plan, ops, weights, deadline=deadline)) for _, plan in found]
    return tried + found


def _sketch(problem: Problem) -> tuple[FloatOperators, Floats]:
    """Operators in doubles and multiplicities of at most 128 eigenvalues that stand for the whole spectrum."""
    reduced = distinct(problem)
    order = sorted(range(reduced.problem.dim), key=lambda k: reduced.problem.lam[k])
    groups = [[int(k) for k in group] for group in np.array_split(order, min(_SKETCH, len(order)))]
    chosen = reduced.problem.only(tuple(group[len(group) // 2] for group in groups))
    return float_operators(chosen), np.array([float(sum(reduced.weights[k] for k in group)) for group in groups])
