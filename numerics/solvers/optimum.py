"""What a solver says of the minimum over all plans."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import arb

from numerics.model.problem import Problem
from numerics.model.regimes import Sides
from numerics.numbers.balls import START_BITS, Ball, precision, sqrt_nonnegative
from numerics.plans.assess import assess
from numerics.plans.canonical import CANONICAL
from numerics.plans.plan import Plan
from numerics.plans.rank import Ranking, rank


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


def ranked(method: str, ranking: Ranking, reason: str, complete: bool = True) -> Optimum:
    """The best of some plans; if `complete`, one of them attains the minimum over all plans."""
    count = len(ranking.ties)
    notes: tuple[str, ...] = (reason,)
    if not ranking.decided:
        notes = (reason, f"{1 + count} plans not told apart at {ranking.bits} bits")
    elif count:
        notes = (reason, f"{count} other plan(s) proved exactly as close")
    exact = complete and ranking.decided
    lower = None if exact else root_below(ranking.lower, ranking.bits)
    return Optimum(method, ranking.best, exact, lower, ranking.ties, notes=notes, bits=ranking.bits)


def root_below(squared: Ball, bits: int) -> Ball:
    """A ball below the square root of every number of this one."""
    with precision(bits):
        return Ball.pack(sqrt_nonnegative(squared.unpack().lower()))


def larger(first: Ball, second: Ball) -> Ball:
    """The ball with the larger lower end."""
    with precision(4 * START_BITS):
        return first if first.unpack().lower() > second.unpack().lower() else second


def guessed(problem: Problem, tried: list[tuple[str, Plan]], lower: Ball, notes: tuple[str, ...]) -> Optimum:
    """The best of some plans, with a lower bound from elsewhere."""
    names: dict[Plan, str] = {}
    for name, plan in tried:
        names.setdefault(plan, name)
    ranking = rank(list(names), problem, limit=1024)
    notes = (*notes, f"best of {len(names)} plans found by search")
    return Optimum(names[ranking.best], ranking.best, False, lower, notes=notes, bits=ranking.bits)


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
