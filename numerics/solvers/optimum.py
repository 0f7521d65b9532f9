"""What a solver says of the minimum over all plans."""

from __future__ import annotations

from dataclasses import dataclass, replace

from numerics.numbers.balls import START_BITS, Ball, precision, sqrt_nonnegative
from numerics.plans.plan import Plan
from numerics.plans.rank import Ranking


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
    with precision(bits):
        return Ball.pack(sqrt_nonnegative(squared.unpack().lower()))


def larger(first: Ball, second: Ball) -> Ball:
    """The ball with the larger lower end."""
    with precision(4 * START_BITS):
        return first if first.unpack().lower() > second.unpack().lower() else second
