"""Searches of known outcome: what every check is made of must find what is false, and decide nothing that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb
from hypothesis import strategies as st
from mpmath import mpf

from numerics.checks import derived, dynamic_program, families
from numerics.checks.certificates import Certificate
from numerics.checks.check import Check, Search, Seen, at_points, mutant, no_violation
from numerics.checks.counterexample import CIRCLE, ONE, counterexample, exhibit
from numerics.checks.enclosure import Coefficients, Statement, a_cell_lost, enclose
from numerics.errors import NotDecided
from numerics.numbers.centered import Centered
from numerics.numbers.subdivision import Cover, interval
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


def _same(value: arb) -> Search:
    """A comparison of closed forms, of 1 with a ball near it; how it ends depends on the ball."""
    return at_points((0,), lambda _: families.same(arb(1), value))


def _farther(kept: arb) -> Search:
    """A comparison of gaps: whether a distance is more than 3."""
    return at_points((0,), lambda _: dynamic_program.farther(kept, arb(1), Fraction(3)))


# Balls as exact midpoint and radius, each a number times a power of two.
_AT_ONE, _WIDE, _ABOVE = arb(1), arb(1, (1, -200)), arb((2**200 + 1, -200))
_NARROW = arb(1, (1, -202))
_THREE, _ABOVE_THREE, _NEAR_THREE = arb(3), arb((3 * 2**200 + 1, -200)), arb(3, (1, -200))
_ENDS = interval("1", "2")


def _on_a_box(what: str, above: str, verdict: Verdict, change: Callable[[Cover], Cover] = lambda cover: cover) -> Known:
    """lambda - 1 on [1, 2], raised by so much, so that it is positive up to the lower end or just not."""

    def terms(_: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        return [at[0].affine(arb(1), arb(Fraction(above).numerator) / Fraction(above).denominator - 1)]

    statement = Statement("", "lambda - 1, raised", ("lambda",), CIRCLE, (_ENDS,), terms)
    return Known(Check("", Level.ENCLOSED, "self-test", "", what, enclose([statement], change), ()), verdict)


def _beaten(what: str, least: Fraction, verdict: Verdict) -> Known:
    """An exact instance at which the program misses by its true factor, times this."""

    def run() -> Seen | Sequence[Certificate]:
        found = counterexample("", ONE, Fraction(1))
        return exhibit("", (ONE, least * found.kept.w2_squared / found.better.w2_squared))()

    return Known(Check("", Level.ENCLOSED, "self-test", "", what, run, (), refutes=True), verdict)


_TINY = Fraction(1, 10**9)


KNOWN: tuple[Known, ...] = (
    _known("a search that finds nothing", no_violation(_NUMBERS, lambda n: n >= 0), Verdict.NO_COUNTEREXAMPLE),
    _known("a search over a false statement", no_violation(_NUMBERS, lambda n: n < 500), Verdict.REFUTED),
    _known("points at which a statement is true", at_points(_POINTS, lambda n: n < 4), Verdict.NO_COUNTEREXAMPLE),
    _known("points, the last of which is false", at_points(_POINTS, lambda n: n < 3), Verdict.REFUTED),
    _known("a search that stays open", no_violation(_NUMBERS, _open), Verdict.UNDECIDED),
    _known("points that stay open", at_points(_POINTS, _open), Verdict.UNDECIDED),
    _known("a false point after an open one", at_points(_POINTS, _one_open_one_false), Verdict.REFUTED),
    _known("a number within the tolerance", at_points((0,), _apart(1)), Verdict.NO_COUNTEREXAMPLE),
    _known("a number at the tolerance", at_points((0,), _apart(derived.ULPS)), Verdict.NO_COUNTEREXAMPLE),
    _known("a number just beyond the tolerance", at_points((0,), _apart(derived.ULPS + 1)), Verdict.REFUTED),
    _known("closed forms to the last bit", _same(_AT_ONE), Verdict.NO_COUNTEREXAMPLE),
    _known("closed forms in a ball just narrow enough", _same(_NARROW), Verdict.NO_COUNTEREXAMPLE),
    _known("closed forms in a ball just too wide", _same(_WIDE), Verdict.UNDECIDED),
    _known("closed forms apart by the tolerance", _same(_ABOVE), Verdict.REFUTED),
    _known("a gap just above its factor", _farther(_ABOVE_THREE), Verdict.NO_COUNTEREXAMPLE),
    _known("a gap of exactly its factor", _farther(_THREE), Verdict.REFUTED),
    _known("a gap in a ball that holds its factor", _farther(_NEAR_THREE), Verdict.UNDECIDED),
    _known("no points", at_points((), lambda n: True), Verdict.UNDECIDED),
    _on_a_box("a term just positive on a whole box", "1/1000", Verdict.PROVED),
    _on_a_box("a term that is zero at an end of a box", "0", Verdict.UNDECIDED),
    _on_a_box("a term just negative at an end of a box", "-1/1000", Verdict.REFUTED),
    _on_a_box("a cover that lacks a cell", "1/1000", Verdict.UNDECIDED, a_cell_lost),
    _beaten("a counterexample by less than its factor", 1 - _TINY, Verdict.REFUTED),
    _beaten("a counterexample by no more than its factor", Fraction(1), Verdict.UNDECIDED),
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
