"""What is known about the minimum of W_2 over all plans: the strongest method that applies (claims T4.1–T4.3, N1–N7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from flint import arb

from numerics.balls import START_BITS, Ball, Order, precision, sign, sqrt_nonnegative
from numerics.bounds import MAX_NUMBERS, MAX_STEPS, Relaxation
from numerics.branch import branch_and_bound
from numerics.certify import Ranking, assess, distinct, rank
from numerics.deadline import Deadline, OutOfTime
from numerics.enumeration import Enumeration
from numerics.errors import InputError
from numerics.extremes import extreme
from numerics.operators import Problem, Sides, ball_operators, sides
from numerics.plans import CANONICAL, Plan, merges, parse_plan, schroeder, to_json, vanilla
from numerics.search import guesses, segmentation_guess
from numerics.segmentation import pareto_search

ENUMERATION_STEPS: Final = 8  # enumerated at once up to this T
_LATE_ENUMERATION_STEPS: Final = 12  # up to this T when branch and bound leaves a gap; on request one step more
_ENUMERATION_COST: Final = 3_000_000  # plans times distinct eigenvalues; on request five times as many
_PARETO_FIRST: Final = 10_000  # T^2 d; beyond, branch and bound goes before the Pareto search
_PARETO_COST: Final = 20_000_000  # T^2 d
_RANGE_STEPS: Final = 256  # the range of all plans of one coordinate is computed up to this T
_RESOLVED: Final = 1 - 1e-11  # ratio of W_2^2 beyond which the bounds of branch and bound cannot tell plans apart
_RANKED: Final = 200  # candidates ranked in balls when none can be proved best anyway
_RANKED_LATE: Final = 4  # the same when the time is over


@dataclass(frozen=True)
class Optimum:
    """What is known about the minimum; any further solver returns one of these.

    method: what found `plan`. exact: `plan` attains the minimum. lower: its lower end bounds the minimum of w2 from
    below (None: w2 of `plan` does). ties: other plans at the same distance. bits: highest precision used.
    """

    method: str
    plan: Plan
    exact: bool
    lower: Ball | None = None
    ties: tuple[Plan, ...] = ()
    all_tie: bool = False
    notes: tuple[str, ...] = ()
    bits: int = START_BITS

    def noting(self, *notes: str) -> Optimum:
        """The same with further notes in front."""
        return replace(self, notes=(*notes, *self.notes))


def optimum(problem: Problem, enumerate_all: bool = False, deadline: Deadline | None = None) -> Optimum:
    """The minimum over all plans, or the best plan found with a lower bound."""
    steps, deadline = problem.steps, Deadline() if deadline is None else deadline
    if enumerate_all and (steps > _LATE_ENUMERATION_STEPS + 1 or _cost(problem) > 5 * _ENUMERATION_COST):
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
        return _enumerated(problem).noting(*notes)
    if kinds == {"contracting"}:
        return Optimum("boot", CANONICAL["boot"](steps), True, notes=(*notes, "every coordinate contracts (N1)"))
    if kinds == {"expanding"}:
        return Optimum("vanilla", vanilla(steps), True, notes=(*notes, "every coordinate expands (N2)"))
    if "open" not in kinds:
        return _mixed(problem, found, deadline).noting(*notes)
    if steps <= ENUMERATION_STEPS and _cost(problem) <= _ENUMERATION_COST:
        return _enumerated(problem).noting(*notes)
    return _windowed(problem, found, deadline).noting(*notes)


def interrupted(problem: Problem) -> Optimum:
    """The least that can be said at once: the best canonical plan, each one-sided coordinate with its own best plan."""
    tried = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    return _one_by_one(problem, sides(problem), tried).noting("interrupted")


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


def _ranked(method: str, ranking: Ranking, reason: str, complete: bool = True) -> Optimum:
    """The best of some plans; if `complete`, one of them attains the minimum over all plans."""
    count = len(ranking.ties)
    notes: tuple[str, ...] = (reason,)
    if not ranking.decided:
        notes = (reason, f"{1 + count} plans not told apart at {ranking.bits} bits")
    elif count:
        notes = (reason, f"{count} other plan(s) proved exactly as close")
    exact = complete and ranking.decided
    lower = None if exact else _root(ranking.lower, ranking.bits)
    return Optimum(method, ranking.best, exact, lower, ranking.ties, notes=notes, bits=ranking.bits)


def _root(squared: Ball, bits: int) -> Ball:
    with precision(bits):
        return Ball.pack(sqrt_nonnegative(squared.unpack().lower()))


def _larger(first: Ball, second: Ball) -> Ball:
    """The ball with the larger lower end."""
    with precision(4 * START_BITS):
        return first if first.unpack().lower() > second.unpack().lower() else second


def _enumerated(problem: Problem) -> Optimum:
    ranking = rank(Enumeration(problem).contenders(), problem)
    return _ranked("enumeration", ranking, f"all {schroeder(problem.steps)} plans compared")


def _mixed(problem: Problem, found: Sides, deadline: Deadline) -> Optimum:
    """Contracting and expanding coordinates, none open: plans that merge only at time T suffice (N6)."""
    members = tuple(i for i, kind in enumerate(found.kind) if kind != "both")
    size = problem.steps**2 * len(set(problem.lam))

    def pareto() -> Optimum | None:
        if size > _PARETO_COST:
            return None
        return _pareto(problem.only(members), tuple(found.kind[i] for i in members), deadline)

    def branched() -> Optimum | None:
        return _branched(problem, found, deadline, inner=False)

    best: Optimum | None = None
    for search in (pareto, branched) if size <= _PARETO_FIRST else (branched, pareto):
        result = search()
        if result is not None:
            best = result if best is None or result.exact else _both(problem, best, result)
            if best.exact or best.ties:
                return best
        if deadline.spent():
            break
    return best or _one_by_one(problem, found, guesses(problem, deadline))


def _both(problem: Problem, one: Optimum, other: Optimum) -> Optimum:
    """The better plan and the better bound of two searches, neither of which was exact."""
    assert one.lower is not None and other.lower is not None
    plan = rank([one.plan, other.plan], problem, limit=1024).best
    bits = max(one.bits, other.bits)
    return replace(one, plan=plan, lower=_larger(one.lower, other.lower), notes=(*one.notes, *other.notes), bits=bits)


def _pareto(problem: Problem, kinds: tuple[str, ...], deadline: Deadline) -> Optimum:
    reduced = distinct(problem)
    kind = dict(zip(problem.lam, kinds, strict=True))
    signs = [1 if kind[value] == "contracting" else -1 for value in reduced.problem.lam]
    tried = [segmentation_guess(problem), CANONICAL["boot"](problem.steps), vanilla(problem.steps)]
    bits = 2 * START_BITS
    with precision(bits):
        result = pareto_search(ball_operators(reduced.problem), signs, reduced.weights, tried, deadline=deadline)
    counts = f"Pareto search over cut points (N6): {result.labels} labels, at most {result.front} kept at a cut point"
    if not result.complete:
        reason = f"{counts}; stopped at the limit of labels or time"
        lower = _root(result.lower, bits)
        return Optimum("segmentation", result.candidates[0], False, lower, notes=(reason,), bits=bits)
    return _ranked("segmentation", rank(result.candidates, problem), counts)


def _branched(problem: Problem, found: Sides, deadline: Deadline, inner: bool) -> Optimum | None:
    """Branch and bound; None if doubles cannot hold the problem, it is too large, or its tables took all the time."""
    if (inner and problem.steps > MAX_STEPS) or problem.steps**2 * len(set(problem.lam)) > MAX_NUMBERS:
        return None
    try:
        relaxation = Relaxation(problem, found, deadline)
    except OutOfTime:
        return None
    if not relaxation.usable:
        return None
    result = branch_and_bound(relaxation, [vanilla(problem.steps)], inner, deadline)
    which = "all plans" if inner else "all plans that merge only at time T, which suffice (N6)"
    name, counts = "branch-and-bound", f"branch and bound over {which}: {result.nodes} partial plans"
    if result.complete:
        return _ranked(name, rank(result.candidates, problem), counts)
    candidates = list(result.candidates[: _RANKED_LATE if deadline.spent() else _RANKED])
    among_cuts = False
    if inner and not deadline.spent():
        cuts = branch_and_bound(relaxation, candidates, False, deadline)
        among_cuts = cuts.complete
        others = [plan for _, plan in guesses(problem, deadline)]
        candidates = list(dict.fromkeys([*cuts.candidates[:_RANKED], *candidates, *others]))
    ranking = rank(candidates, problem, limit=1024)
    with precision(START_BITS):
        lower = Ball.pack((sqrt_nonnegative(arb(result.lower)) * arb(2) ** -relaxation.exponent).lower())
    notes = [counts + (", stopped at a limit or interrupted" if result.stopped else "")]
    if result.stopped and result.lower > _RESOLVED * result.upper:
        notes.append("the plans left are closer to the best one than bounds in doubles can tell")
    if among_cuts and all(merge.first == problem.steps for merge in merges(ranking.best)):
        notes.append("exact among the plans that merge only at time T")
    return Optimum(name, ranking.best, False, lower, notes=tuple(notes), bits=ranking.bits)


def _windowed(problem: Problem, found: Sides, deadline: Deadline) -> Optimum:
    """Some coordinate in the open window (N7), too many plans to compare them all at once."""
    reason = f"{found.kind.count('open')} coordinate(s) in the open window (N7)"
    several = len(set(problem.lam)) > 1
    best, unknown = (_branched(problem, found, deadline, inner=True), "") if several else _end_of_range(problem, deadline)
    if best is not None and best.exact:
        return best.noting(reason)
    if problem.steps <= _LATE_ENUMERATION_STEPS and _cost(problem) <= _ENUMERATION_COST:
        return _enumerated(problem).noting(reason)
    closed = tuple(i for i, kind in enumerate(found.kind) if kind in ("contracting", "expanding"))
    if best is None:
        best = _guessed(problem, guesses(problem, deadline), Ball(0, 0, 0, 0), ())
    assert best.lower is not None
    if unknown:
        reason += f": {unknown}"
    if not closed:
        return best.noting(reason)
    alone = problem.only(closed)
    if deadline.spent():
        lower = _sum_of_best(problem, found)
    else:
        rest = optimum(alone, deadline=deadline)
        lower = rest.lower if rest.lower is not None else assess(rest.plan, alone).w2_ball
    if _larger(best.lower, lower) is lower:
        reason += ": the minimum over the other coordinates alone is the lower bound"
        best = replace(best, lower=lower)
    return best.noting(reason)


def _end_of_range(problem: Problem, deadline: Deadline) -> tuple[Optimum | None, str]:
    """One coordinate: if tau lies outside the range of all plans, the nearer end of the range is optimal.

    Otherwise what is known instead, in words.
    """
    if problem.steps > _RANGE_STEPS:
        return (
            None,
            f"the range of all plans is not computed beyond T = {_RANGE_STEPS}, so errors may cancel to nearly zero",
        )
    alone = distinct(problem).problem
    for largest in (True, False):
        end = extreme(alone, largest, deadline=deadline)
        if end is None:
            return None, "no time was left for the range of all plans, so errors may cancel to nearly zero"
        with precision(4 * START_BITS):
            if sign(end.error.unpack()) is (Order.LESS if largest else Order.GREATER):
                word, side = ("largest", "below") if largest else ("smallest", "above")
                reason = f"the {word} operator of any plan, found by dynamic programming, is still {side} tau"
                lower = None if end.decided else _distance(end.error, problem)
                return Optimum("extreme", end.plan, end.decided, lower, notes=(reason,)), ""
    return None, "tau is not shown to lie outside the range of all plans, so errors can cancel to nearly zero"


def _distance(error: Ball, problem: Problem) -> Ball:
    """W_2 of an error shared by all coordinates, which are equal."""
    bits = 4 * START_BITS
    with precision(bits):
        norm = ball_operators(problem.only((0,))).norm[problem.steps][0]
        return _root(Ball.pack(problem.dim * norm * error.unpack() ** 2), bits)


def _guessed(problem: Problem, tried: list[tuple[str, Plan]], lower: Ball, notes: tuple[str, ...]) -> Optimum:
    """The best of some plans, with a lower bound from elsewhere."""
    names: dict[str, str] = {}
    for name, plan in tried:
        names.setdefault(to_json(plan), name)
    ranking = rank([parse_plan(text) for text in names], problem, limit=1024)
    notes = (*notes, f"best of {len(names)} plans found by search")
    return Optimum(names[to_json(ranking.best)], ranking.best, False, lower, notes=notes, bits=ranking.bits)


def _one_by_one(problem: Problem, found: Sides, tried: list[tuple[str, Plan]]) -> Optimum:
    """The best of some plans against a bound without any search."""
    reason = "lower bound: each one-sided coordinate with its own best plan"
    return _guessed(problem, tried, _sum_of_best(problem, found), (reason,))


def _sum_of_best(problem: Problem, found: Sides) -> Ball:
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
