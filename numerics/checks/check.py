"""Numeric checks, each of one claim at one level. A check searches its scope for a violation of its claim.

Every check has mutants: the same search on a mutated claim, which must find a violation. Only Violation says that a
claim is false: a search that raises anything else has decided nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import NoSuchExample

from numerics.checks.certificates import Certificate
from numerics.errors import NotDecided
from proofs.logic.verdict import Level

X = TypeVar("X")

EXAMPLES = 60
TINY = Fraction(1, 10**12)  # by how much an edge is missed where nothing is rounded
MUTANT_EXAMPLES = 2_000  # an upper limit: the search for a mutant's violation stops at the first


class Violation(Exception):
    """The claim is false at the instance that the message gives."""


@dataclass(frozen=True)
class Seen:
    """What a search that found nothing has looked at. instances: how many, each counted once."""

    instances: int


Search = Callable[[], Seen | Sequence[Certificate]]


class _Tried:
    """Distinct instances, told apart by how they print, which must say all that they are."""

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def add(self, instance: object) -> None:
        text = repr(instance)
        if " at 0x" in text:
            raise TypeError(f"an instance prints as an address: {text[:100]}")
        self._texts.add(text)

    def seen(self) -> Seen:
        return Seen(len(self._texts))


@dataclass(frozen=True)
class NotAccepted:
    """The search of a mutant that is to end undecided: not accepted, which is all that is asked, but not refuted either."""

    search: Search

    def __call__(self) -> Seen | Sequence[Certificate]:
        return self.search()


@dataclass(frozen=True)
class Edge:
    """How fine a check's condition is: an instance at which it just holds, and one just beyond, at which it must not.

    within raises nothing, beyond raises Violation; both are tried before any check is believed.
    """

    within: Search
    beyond: Search


@dataclass(frozen=True)
class Check:
    """One numeric check of one claim.

    route: what did the work. run: raises Violation when the claim fails, else returns certificates of what it found, or how
    many instances it has seen.
    mutants: name and search of each mutant. refutes: the check exhibits a certified counterexample, and run raises
    Violation when it does not. edge: of the check's condition; None for boxes, whose common machinery has its own
    (`falsehoods.py`).
    """

    claim: str
    level: Level
    route: str
    for_all: str
    scope: str
    run: Search
    mutants: tuple[tuple[str, Search], ...]
    refutes: bool = False
    edge: Edge | None = None


def no_violation(
    strategy: st.SearchStrategy[X], holds: Callable[[X], bool], examples: int = EXAMPLES, shrink: bool = True
) -> Search:
    """A search that raises Violation with the (smallest) instance found at which `holds` is false.

    Instances at which `holds` raises NotDecided are passed over; if no other is violated, the search is not decided.
    """

    def search() -> Seen:
        still_open: list[NotDecided] = []
        tried = _Tried()

        def fails(instance: X) -> bool:
            tried.add(instance)
            try:
                return not holds(instance)
            except NotDecided as reason:
                still_open.append(reason)
                return False

        options = settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            verbosity=Verbosity.quiet,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        try:
            with _leaving_no_files():
                found = find(strategy, fails, settings=options)
        except NoSuchExample:
            if still_open:
                raise still_open[0] from None
            return tried.seen()
        raise Violation(f"violated at {str(found)[:300]}")

    return search


@contextmanager
def _leaving_no_files() -> Iterator[None]:
    """Hypothesis keeps its caches in a temporary folder: even without a database it would write to the current one."""
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def mutant(name: str, strategy: st.SearchStrategy[X], holds: Callable[[X], bool]) -> tuple[str, Search]:
    """A mutant: the same search, longer, and content with the first violation."""
    return name, no_violation(strategy, holds, MUTANT_EXAMPLES, shrink=False)


def at_points(points: Sequence[X], holds: Callable[[X], bool]) -> Search:
    """A search over given points only; points at which `holds` raises NotDecided as in `no_violation`."""

    def search() -> Seen:
        still_open: list[NotDecided] = []
        tried = _Tried()
        for point in points:
            tried.add(point)
            try:
                held = holds(point)
            except NotDecided as reason:
                still_open.append(reason)
                continue
            if not held:
                raise Violation(f"violated at {str(point)[:300]}")
        if still_open:
            raise still_open[0]
        return tried.seen()

    return search


def edge(within: Callable[[], bool], beyond: Callable[[], bool]) -> Edge:
    """An edge whose instances are one point each. beyond: where a condition has two parts, both are missed."""
    return Edge(at_points(("within",), lambda _: within()), at_points(("just beyond",), lambda _: beyond()))
