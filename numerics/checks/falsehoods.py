"""Searches of known outcome: what every check is made of must find what is false, and decide nothing that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from mpmath import mpf

from numerics.checks import derived
from numerics.checks.check import Check, Search, at_points, mutant, no_violation
from numerics.errors import NotDecided
from proofs.logic.verdict import Level, Verdict

_NUMBERS = st.integers(min_value=0, max_value=1000)
_POINTS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Known:
    """A check, and how it must end: its verdict, and how many of its mutants survive."""

    check: Check
    verdict: Verdict
    survivors: int = 0


def _open(_: int) -> bool:
    raise NotDecided("nothing decides this")


def _one_open_one_false(number: int) -> bool:
    return _open(number) if number == 0 else number != 2


def _apart(ulps: int) -> Callable[[int], bool]:
    """Whether 1 and a number so many ulp above it count as close."""
    return lambda _: derived.close(1 + ulps * 2.0**-52, mpf(1), mpf(1))


def _known(what: str, run: Search, verdict: Verdict, survivors: int = 0, *mutants: tuple[str, Search]) -> Known:
    return Known(Check("", Level.SAMPLED, "self-test", "", what, run, mutants), verdict, survivors)


KNOWN: tuple[Known, ...] = (
    _known("a search that finds nothing", no_violation(_NUMBERS, lambda n: n >= 0), Verdict.NO_COUNTEREXAMPLE),
    _known("a search over a false statement", no_violation(_NUMBERS, lambda n: n < 500), Verdict.REFUTED),
    _known("points at which a statement is true", at_points(_POINTS, lambda n: n < 4), Verdict.NO_COUNTEREXAMPLE),
    _known("points, the last of which is false", at_points(_POINTS, lambda n: n < 3), Verdict.REFUTED),
    _known("a search that stays open", no_violation(_NUMBERS, _open), Verdict.UNDECIDED),
    _known("points that stay open", at_points(_POINTS, _open), Verdict.UNDECIDED),
    _known("a false point after an open one", at_points(_POINTS, _one_open_one_false), Verdict.REFUTED),
    _known("a number within the tolerance", at_points((0,), _apart(1)), Verdict.NO_COUNTEREXAMPLE),
    _known("a number just beyond the tolerance", at_points((0,), _apart(derived.ULPS + 1)), Verdict.REFUTED),
    _known(
        "mutants, one of which is false",
        at_points(_POINTS, lambda n: n < 4),
        Verdict.NO_COUNTEREXAMPLE,
        2,
        mutant("false", _NUMBERS, lambda n: n < 999),
        ("true", at_points(_POINTS, lambda n: n < 4)),
        ("open", at_points(_POINTS, _open)),
    ),
)
