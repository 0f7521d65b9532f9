"""Good plans without a guarantee: local search over merge plans and other guesses, in doubles (claims A1, N7).

They guide the searches that certify, and stand where no certificate is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from flint import arb

from numerics.model.operators import FloatOperators, ball_operators, float_operators
from numerics.model.problem import Problem
from numerics.model.regimes import Sides
from numerics.numbers.balls import START_BITS, Ball, compare, precision, sqrt_nonnegative
from numerics.numbers.reals import Floats
from numerics.plans.assess import assess
from numerics.plans.canonical import CANONICAL
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Plan, parse_plan, to_json
from numerics.plans.rank import rank
from numerics.solvers.deadline import Deadline
from numerics.solvers.interval_dp import interval_dp, interval_dp_floats
from numerics.solvers.optimum import Optimum
from numerics.solvers.segmentation import segmentation_guess, sketch


def guessed(problem: Problem, tried: list[tuple[str, Plan]], lower: Ball, notes: tuple[str, ...]) -> Optimum:
    """The best of some plans, with a lower bound from elsewhere."""
    names: dict[str, str] = {}
    for name, plan in tried:
        names.setdefault(to_json(plan), name)
    ranking = rank([parse_plan(text) for text in names], problem, limit=1024)
    notes = (*notes, f"best of {len(names)} plans found by search")
    return Optimum(names[to_json(ranking.best)], ranking.best, False, lower, notes=notes, bits=ranking.bits)


def one_by_one(problem: Problem, found: Sides, tried: list[tuple[str, Plan]]) -> Optimum:
    """The best of some plans against a bound without any search."""
    reason = "lower bound: each one-sided coordinate with its own best plan"
    return guessed(problem, tried, sum_of_best(problem, found), (reason,))


def sum_of_best(problem: Problem, found: Sides) -> Ball:
    """Below W_2 of every plan: BOOT on the contracting coordinates, vanilla on the expanding ones (N1, N2)."""
    total, bits = arb(0), 2 * START_BITS
    for kind, name in (("contracting", "boot"), ("expanding", "vanilla")):
        members = tuple(i for i, side in enumerate(found.kind) if side == kind)
        if members:
            part = assess(CANONICAL[name](problem.steps), problem.only(members))
            bits = max(bits, part.bits)
            with precision(bits):
                total += part.w2_ball.unpack() ** 2
    with precision(bits):
        return Ball.pack(sqrt_nonnegative(total))


MAX_STEPS: Final = 200  # neighbours are built recursively, as deep as the plan
EVALUATIONS: Final = 60_000
_BALL_DP_COST: Final = 500_000  # T^2 d


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


def guesses(problem: Problem, deadline: Deadline | None = None) -> list[tuple[str, Plan]]:
    """Plans worth comparing, with what found them; fewer if time is short."""
    tried: list[tuple[str, Plan]] = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    deadline = deadline or Deadline()
    found: list[tuple[str, Plan]] = []
    for name, search in (("segmentation", segmentation_guess), ("interval-dp", interval_plan)):
        if not deadline.spent():
            found.append((name, search(problem)))
    if not deadline.spent():
        ops, weights = sketch(problem)
        found += [("local-search", local_search(plan, ops, weights, deadline=deadline)) for _, plan in found]
    return tried + found
