"""Front door: the best merge plan of a problem, with a certificate of how good it is (claims T4.1–T4.3, N1–N7).

contracting coordinates only      BOOT                                     proved optimal (N1)
expanding coordinates only        vanilla                                  proved optimal (N2)
both kinds                        Pareto search over cut points            proved optimal (N6)
some coordinate in the window     all plans if there are few               certified arg-min
                                  else the best of several searches        gap to a certified lower bound
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal, get_args

import numpy as np
from flint import arb

from numerics.balls import START_BITS, Ball, compare, double_bounds, precision, sqrt_nonnegative
from numerics.certify import Strategy, assess, distinct, rank
from numerics.errors import InputError
from numerics.interval_dp import interval_dp, interval_dp_floats
from numerics.operators import FloatOperators, Floats, Problem, Sides, ball_operators, float_operators, sides
from numerics.plans import CANONICAL, Plan, enumerate_plans, parse_plan, schroeder, teacher, to_json, vanilla
from numerics.search import local_search
from numerics.segmentation import BEAM_WIDTH, beam_search, pareto_search

Method = Literal["auto", "boot", "vanilla", "progressive", "consistency", "interval-dp", "segmentation", "enumeration"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)

ENUMERATION_STEPS: Final = 8  # auto enumerates up to this T, on request up to 10
_ENUMERATION_COST: Final = 200_000  # plans times distinct eigenvalues
_BALL_DP_COST: Final = 500_000  # T^2 d
_PARETO_COST: Final = 20_000_000  # T^2 d
_BEAM_COST: Final = 20_000_000  # T^2 d times the width of the beam
_SKETCH: Final = 128  # distinct eigenvalues that guide a search; all of them enter every certificate


@dataclass(frozen=True)
class Solution(Strategy):
    """A plan, its certified numbers and how far it can be from the best plan.

    method: what found the plan.
    gap: rigorous upper bound, rounded up, on w2 minus the minimum over all plans; 0 if exact.
    certified: the plan certainly attains the minimum.
    ties: other plans at the same distance, proved so if `certified`, else not told apart; only enumeration and the
    Pareto search look for them.  all_tie: every plan has the same operator.  notes: reasons in plain sentences.
    """

    method: str
    gap: float
    certified: bool
    ties: tuple[Plan, ...]
    all_tie: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Optimum:
    """What is known about the minimum; any further solver returns one of these.

    exact: `plan` attains it. lower: its lower end bounds the minimum of w2 from below (None: w2 of `plan` does).
    """

    method: str
    plan: Plan | None
    exact: bool
    lower: Ball | None = None
    ties: tuple[Plan, ...] = ()
    all_tie: bool = False
    notes: tuple[str, ...] = ()
    bits: int = START_BITS


def solve(problem: Problem, method: Method = "auto", digits: int | None = None) -> Solution:
    """Best plan (auto), or the plan of one method, with certified numbers and gap.

    digits: decimal digits that the balls must fix besides the nearest doubles. InputError on an unknown method, or on
    an enumeration that is too large.
    """
    if method not in METHODS:
        raise InputError(f"method = {str(method)[:40]!r}: must be one of {', '.join(METHODS)}")
    optimum = _optimum(problem, method == "enumeration")
    name: str = method
    plan, notes = optimum.plan, optimum.notes
    if method == "auto" and plan is not None:
        name = optimum.method
    elif method == "auto":
        name, plan, found = _search(problem)
        notes = (*notes, *found)
    elif method in CANONICAL:
        plan = CANONICAL[method](problem.steps)
    elif method == "interval-dp":
        plan = interval_plan(problem)
    elif method == "segmentation" and (optimum.method != "segmentation" or plan is None):
        plan = vanilla(problem.steps) if optimum.all_tie else _segmentation_guess(problem)
    if plan is None:
        raise InputError(f"method = {method!r}: no plan found for this problem")
    return _solution(problem, name, plan, optimum, notes, digits)


def all_strategies(problem: Problem, digits: int | None = None) -> dict[str, Strategy]:
    """The four canonical plans with operator, errors and W_2, by name."""
    return {name: assess(make(problem.steps), problem, digits) for name, make in CANONICAL.items()}


def teacher_operator(problem: Problem, bits: int = 256) -> tuple[Ball, ...]:
    """Enclosures of tau per coordinate (claim D2.1) at the given precision."""
    with precision(bits):
        return tuple(Ball.pack(x) for x in teacher(ball_operators(problem)))


def interval_plan(problem: Problem) -> Plan:
    """Plan of Algorithm A1, all coordinates sharing it: in balls while that is cheap, else in doubles."""
    if problem.steps**2 * problem.dim <= _BALL_DP_COST:
        with precision(2 * START_BITS):
            return interval_dp(ball_operators(problem), compare).plan()
    return interval_dp_floats(float_operators(problem)).plan()


def _solution(
    problem: Problem, method: str, plan: Plan, optimum: Optimum, notes: tuple[str, ...], digits: int | None
) -> Solution:
    strategy = assess(plan, problem, digits)
    text = to_json(plan)
    others = () if optimum.plan is None else (optimum.plan, *optimum.ties)
    tied = text in map(to_json, others)
    certified = optimum.exact and (optimum.all_tie or tied)
    gap = 0.0
    if not certified:
        if optimum.lower is not None:
            lower = optimum.lower
        else:
            assert optimum.plan is not None
            lower = assess(optimum.plan, problem).w2_ball
        with precision(max(strategy.bits, optimum.bits)):
            gap = max(0.0, double_bounds(strategy.w2_ball.unpack() - lower.unpack().lower())[1])
    if not strategy.sharp:
        notes = (*notes, "some printed numbers are not certified to the last digit (an exact zero or a boundary case)")
    return Solution(
        **{field.name: getattr(strategy, field.name) for field in fields(Strategy) if field.name != "bits"},
        bits=max(strategy.bits, optimum.bits),
        method=method,
        gap=gap,
        certified=certified,
        ties=tuple(other for other in others if to_json(other) != text) if tied else (),
        all_tie=optimum.all_tie,
        notes=notes,
    )


def _optimum(problem: Problem, enumerate_all: bool) -> Optimum:
    """The minimum over all plans, or a lower bound of it, by the strongest method that applies."""
    steps = problem.steps
    if enumerate_all and (steps > ENUMERATION_STEPS + 2 or _cost(problem) > 10 * _ENUMERATION_COST):
        raise InputError(f"method = 'enumeration': {schroeder(steps)} plans over T = {steps} are too many here")
    everything_ties = _why_all_tie(problem)
    if everything_ties is not None:
        return Optimum("vanilla", vanilla(steps), True, all_tie=True, notes=(everything_ties,))
    found = sides(problem)
    kinds = set(found.kind) - {"both"}
    notes: tuple[str, ...] = ()
    if found.undecided:
        notes = (f"the side of {len(found.undecided)} coordinate(s) stayed undecided; they count as open",)
    if not kinds:
        reason = "a_j = 1 for every step below T and every coordinate: all plans have the same operator"
        return Optimum("vanilla", vanilla(steps), True, all_tie=True, notes=(*notes, reason))
    if enumerate_all:
        return _enumerated(problem, notes)
    if kinds == {"contracting"}:
        return Optimum("boot", CANONICAL["boot"](steps), True, notes=(*notes, "every coordinate contracts (N1)"))
    if kinds == {"expanding"}:
        return Optimum("vanilla", vanilla(steps), True, notes=(*notes, "every coordinate expands (N2)"))
    if "open" not in kinds:
        return _segmented(problem, found, notes)
    if steps <= ENUMERATION_STEPS and _cost(problem) <= _ENUMERATION_COST:
        return _enumerated(problem, notes)
    return _bounded(problem, found, notes)


def _cost(problem: Problem) -> int:
    return schroeder(min(problem.steps, 40)) * len(set(problem.lam))


def _why_all_tie(problem: Problem) -> str | None:
    if problem.steps <= 2:
        return f"T = {problem.steps}: there is only one plan"
    if problem.budget is None:
        return "the budget is infinite: every merge is exact and all plans tie"
    if problem.budget == 0:
        return "the budget is 0: every merge keeps its first operand and all plans tie"
    return None


def _enumerated(problem: Problem, notes: tuple[str, ...]) -> Optimum:
    guesses = [make(problem.steps) for make in CANONICAL.values()]
    guesses.append(_segmentation_guess(problem))
    guesses.sort(key=lambda plan: assess(plan, problem).w2)
    plans = list(dict.fromkeys([*guesses, *enumerate_plans(0, problem.steps)]))
    ranking = rank(plans, problem)
    count = f"all {schroeder(problem.steps)} plans compared"
    if not ranking.decided:
        reason = f"{count}; {1 + len(ranking.ties)} of them not told apart at {ranking.bits} bits"
        lower = _root(ranking.lower, ranking.bits)
        return Optimum(
            "enumeration", ranking.best, False, lower, ranking.ties, notes=(*notes, reason), bits=ranking.bits
        )
    reason = count if not ranking.ties else f"{count}; {len(ranking.ties)} other plan(s) proved exactly as close"
    return Optimum("enumeration", ranking.best, True, None, ranking.ties, notes=(*notes, reason), bits=ranking.bits)


def _segmented(problem: Problem, found: Sides, notes: tuple[str, ...]) -> Optimum:
    """Exact optimum of a problem without open coordinates (N6)."""
    members = tuple(i for i, kind in enumerate(found.kind) if kind != "both")
    reduced = distinct(problem.only(members))
    kind = dict(zip(problem.lam, found.kind, strict=True))
    signs = [1 if kind[value] == "contracting" else -1 for value in reduced.problem.lam]
    if problem.steps**2 * reduced.problem.dim > _PARETO_COST:
        return _one_by_one(problem, found, (*notes, "too many numbers for the Pareto search"))
    guesses = [_segmentation_guess(problem), CANONICAL["boot"](problem.steps), vanilla(problem.steps)]
    bits = 2 * START_BITS
    with precision(bits):
        result = pareto_search(ball_operators(reduced.problem), signs, reduced.weights, guesses)
    lower = _root(result.lower, bits)
    counts = f"Pareto search over cut points (N6): {result.labels} labels, at most {result.front} kept at a cut point"
    if not result.complete:
        reason = f"{counts}; stopped at the limit of labels"
        return Optimum("segmentation", result.candidates[0], False, lower, notes=(*notes, reason), bits=bits)
    ranking = rank(result.candidates, problem)
    if not ranking.decided:
        reason = f"{counts}; {1 + len(ranking.ties)} plans not told apart at {ranking.bits} bits"
        lower = _root(ranking.lower, ranking.bits)
        return Optimum(
            "segmentation", ranking.best, False, lower, ranking.ties, notes=(*notes, reason), bits=ranking.bits
        )
    return Optimum("segmentation", ranking.best, True, None, ranking.ties, notes=(*notes, counts), bits=ranking.bits)


def _root(squared: Ball, bits: int) -> Ball:
    with precision(bits):
        return Ball.pack(sqrt_nonnegative(squared.unpack().lower()))


def _bounded(problem: Problem, found: Sides, notes: tuple[str, ...]) -> Optimum:
    """Lower bound for a problem with open coordinates: the minimum over the others alone."""
    closed = tuple(i for i, kind in enumerate(found.kind) if kind in ("contracting", "expanding"))
    reason = f"{found.kind.count('open')} coordinate(s) in the open window (N7): "
    if not closed:
        return Optimum("search", None, False, Ball(0, 0, 0, 0), notes=(*notes, reason + "no lower bound but 0"))
    rest = _optimum(problem.only(closed), False)
    reason += "the minimum over the other coordinates alone is the lower bound"
    if rest.lower is not None:
        lower = rest.lower
    else:
        assert rest.plan is not None
        lower = assess(rest.plan, problem.only(closed)).w2_ball
    return Optimum("search", None, False, lower, notes=(*notes, reason), bits=rest.bits)


def _one_by_one(problem: Problem, found: Sides, notes: tuple[str, ...]) -> Optimum:
    """Weaker bound without any search: BOOT on the contracting coordinates, vanilla on the expanding ones (N1, N2)."""
    total, bits = arb(0), 2 * START_BITS
    for kind, name in (("contracting", "boot"), ("expanding", "vanilla")):
        members = tuple(i for i, side in enumerate(found.kind) if side == kind)
        if members:
            part = assess(CANONICAL[name](problem.steps), problem.only(members))
            bits = max(bits, part.bits)
            with precision(bits):
                total += part.w2_ball.unpack() ** 2
    with precision(bits):
        lower = Ball.pack(sqrt_nonnegative(total))
    reason = "lower bound: each coordinate with its own best plan"
    return Optimum("search", None, False, lower, notes=(*notes, reason), bits=bits)


def _sketch(problem: Problem) -> tuple[FloatOperators, Floats]:
    """Operators in doubles and multiplicities of at most 128 eigenvalues that stand for the whole spectrum."""
    reduced = distinct(problem)
    order = sorted(range(reduced.problem.dim), key=lambda k: reduced.problem.lam[k])
    groups = [[int(k) for k in group] for group in np.array_split(order, min(_SKETCH, len(order)))]
    chosen = reduced.problem.only(tuple(group[len(group) // 2] for group in groups))
    return float_operators(chosen), np.array([float(sum(reduced.weights[k] for k in group)) for group in groups])


def _segmentation_guess(problem: Problem) -> Plan:
    ops, weights = _sketch(problem)
    width = max(1, min(BEAM_WIDTH, _BEAM_COST // (ops.steps**2 * ops.dim)))
    return beam_search(ops, weights, width)


def _search(problem: Problem) -> tuple[str, Plan, tuple[str, ...]]:
    """Best plan found without a guarantee: its name, the plan, and what was tried."""
    ops, weights = _sketch(problem)
    tried: list[tuple[str, Plan]] = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    tried += [("interval-dp", interval_plan(problem)), ("segmentation", _segmentation_guess(problem))]
    tried += [("local-search", local_search(plan, ops, weights)) for _, plan in tried[-2:]]
    names: dict[str, str] = {}
    for name, plan in tried:
        names.setdefault(to_json(plan), name)
    best = rank([parse_plan(text) for text in names], problem, limit=1024).best
    return names[to_json(best)], best, (f"best of {len(names)} plans found by search",)
