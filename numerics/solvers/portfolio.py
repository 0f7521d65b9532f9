"""What is known about the minimum of W_2 over all plans: the strongest method that applies (claims T4.1–T4.3, N1–N7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from numerics.errors import InputError
from numerics.model.problem import Problem
from numerics.model.regimes import Sides, sides
from numerics.numbers.balls import Ball
from numerics.plans.assess import assess
from numerics.plans.canonical import CANONICAL, schroeder, vanilla
from numerics.plans.rank import rank
from numerics.solvers.branch import branched
from numerics.solvers.deadline import Deadline
from numerics.solvers.enumeration import (
    ENUMERATION_COST,
    ENUMERATION_STEPS,
    LATE_ENUMERATION_STEPS,
    cost,
    enumerated,
)
from numerics.solvers.extremes import end_of_range
from numerics.solvers.heuristics import guesses
from numerics.solvers.optimum import Optimum, guessed, larger, one_by_one, sum_of_best
from numerics.solvers.segmentation import PARETO_COST, PARETO_FIRST, pareto


def optimum(problem: Problem, enumerate_all: bool = False, deadline: Deadline | None = None) -> Optimum:
    """The minimum over all plans, or the best plan found with a lower bound."""
    steps, deadline = problem.steps, Deadline() if deadline is None else deadline
    if enumerate_all and (steps > LATE_ENUMERATION_STEPS + 1 or cost(problem) > 5 * ENUMERATION_COST):
        raise InputError(f"method = 'enumeration': {schroeder(steps)} plans over T = {steps} are too many here")
    everything_ties = _why_all_tie(problem)
    if everything_ties is not None:
        return Optimum("vanilla", vanilla(steps), True, all_tie=True, notes=(everything_ties,))
    found = sides(problem)
    kinds = set(found.kind) - {"both"}
    notes: tuple[str, ...] = ()
    if found.undecided:
        notes = (f"the side of {_copies(problem, found.undecided)} coordinate(s) stayed undecided; they count as open",)
    if not kinds:
        reason = "a_j = 1 for every step below T and every coordinate: all plans have the same operator"
        return Optimum("vanilla", vanilla(steps), True, all_tie=True, notes=(*notes, reason))
    if enumerate_all:
        return enumerated(problem).noting(*notes)
    if kinds == {"contracting"}:
        return Optimum("boot", CANONICAL["boot"](steps), True, notes=(*notes, "every coordinate contracts (N1)"))
    if kinds == {"expanding"}:
        return Optimum("vanilla", vanilla(steps), True, notes=(*notes, "every coordinate expands (N2)"))
    if "open" not in kinds:
        return _mixed(problem, found, deadline).noting(*notes)
    if steps <= ENUMERATION_STEPS and cost(problem) <= ENUMERATION_COST:
        return enumerated(problem).noting(*notes)
    return _windowed(problem, found, deadline).noting(*notes)


def interrupted(problem: Problem) -> Optimum:
    """The least that can be said at once: the best canonical plan, each one-sided coordinate with its own best plan."""
    tried = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    return one_by_one(problem, sides(problem), tried).noting("interrupted")


def _copies(problem: Problem, places: Sequence[int]) -> int:
    """How many coordinates these distinct eigenvalues stand for."""
    return sum(problem.weights[k] for k in places)


def _why_all_tie(problem: Problem) -> str | None:
    if problem.steps <= 2:
        return f"T = {problem.steps}: there is only one plan"
    if problem.budget is None:
        return "the budget is infinite: every merge is exact and all plans tie"
    if problem.budget == 0:
        return "the budget is 0: every merge keeps its first operand and all plans tie"
    return None


def _mixed(problem: Problem, found: Sides, deadline: Deadline) -> Optimum:
    """Contracting and expanding coordinates, none open: plans that merge only at time T suffice (N6)."""
    members = tuple(i for i, kind in enumerate(found.kind) if kind != "both")
    size = problem.steps**2 * problem.dim

    def over_labels() -> Optimum | None:
        if size > PARETO_COST:
            return None
        return pareto(problem.only(members), [found.kind[i] for i in members], deadline)

    def over_chains() -> Optimum | None:
        return branched(problem, found, deadline, inner=False)

    best: Optimum | None = None
    for search in (over_labels, over_chains) if size <= PARETO_FIRST else (over_chains, over_labels):
        result = search()
        if result is not None:
            best = result if best is None or result.exact else _both(problem, best, result)
            if best.exact or best.ties:
                return best
        if deadline.spent():
            break
    return best or one_by_one(problem, found, guesses(problem, deadline))


def _both(problem: Problem, one: Optimum, other: Optimum) -> Optimum:
    """The better plan and the better bound of two searches, neither of which was exact."""
    assert one.lower is not None and other.lower is not None
    plan = rank([one.plan, other.plan], problem, limit=1024).best
    bits = max(one.bits, other.bits)
    return replace(one, plan=plan, lower=larger(one.lower, other.lower), notes=(*one.notes, *other.notes), bits=bits)


def _windowed(problem: Problem, found: Sides, deadline: Deadline) -> Optimum:
    """Some coordinate in the open window (N7), too many plans to compare them all at once."""
    inside = [k for k, kind in enumerate(found.kind) if kind == "open"]
    reason = f"{_copies(problem, inside)} coordinate(s) in the open window (N7)"
    several = problem.dim > 1
    best, unknown = (branched(problem, found, deadline, inner=True), "") if several else end_of_range(problem, deadline)
    if best is not None and best.exact:
        return best.noting(reason)
    if problem.steps <= LATE_ENUMERATION_STEPS and cost(problem) <= ENUMERATION_COST:
        return enumerated(problem).noting(reason)
    closed = tuple(i for i, kind in enumerate(found.kind) if kind in ("contracting", "expanding"))
    if best is None:
        best = guessed(problem, guesses(problem, deadline), Ball(0, 0, 0, 0), ())
    assert best.lower is not None
    if unknown:
        reason += f": {unknown}"
    if not closed:
        return best.noting(reason)
    alone = problem.only(closed)
    if deadline.spent():
        lower = sum_of_best(problem, found)
    else:
        rest = optimum(alone, deadline=deadline)
        lower = rest.lower if rest.lower is not None else assess(rest.plan, alone).w2_ball
    if larger(best.lower, lower) is lower:
        reason += ": the minimum over the other coordinates alone is the lower bound"
        best = replace(best, lower=lower)
    return best.noting(reason)
