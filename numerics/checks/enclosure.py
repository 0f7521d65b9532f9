"""Statements enclosed over whole boxes of parameters, cell by cell.

The boxes keep clear of where equality holds (s = 0, lambda at a critical variance), so every bound is strict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb

from numerics.checks.certificates import CENTRE_DIGITS, EnclosureCertificate
from numerics.checks.check import Check, NotAccepted, Search, Violation
from numerics.errors import NotDecided
from numerics.model.schedules.base import Schedule
from numerics.numbers.balls import Balls, bounds, precision
from numerics.numbers.centered import Centered, variables
from numerics.numbers.subdivision import Box, Cover, interval, margin_below, shown, subdivide, tiles
from proofs.logic.verdict import Level

BITS = 96
Coefficients = tuple[list[arb], list[arb]]
Terms = Callable[[Coefficients, tuple[Centered, ...]], list[Centered]]


@dataclass(frozen=True)
class Statement:
    """On the whole box every term is positive.

    bounded: the terms, in words. variables: those of the box, in its order.
    """

    claim: str
    bounded: str
    variables: tuple[str, ...]
    schedule: Schedule
    box: Box
    terms: Terms


def norm(c: Coefficients, t: int, lam: Centered) -> Centered:
    """n_t."""
    alpha, sigma = c
    return lam.affine(alpha[t] * alpha[t], sigma[t] * sigma[t])


def step(c: Coefficients, t: int, lam: Centered) -> Centered:
    """a_t (C3.1)."""
    alpha, sigma = c
    return lam.affine(alpha[t - 1] * alpha[t], sigma[t - 1] * sigma[t]) / norm(c, t, lam)


def one_minus(x: Centered) -> Centered:
    """1 - x."""
    return x.affine(arb(-1), arb(1))


def decide(statement: Statement) -> Callable[[Box], Fraction | None]:
    """A lower bound of the least term on a box. Raises Violation where a term is certainly negative at the centre."""
    with precision(BITS):
        c = statement.schedule.coefficients(Balls())

    def margin(box: Box) -> Fraction | None:
        with precision(BITS):
            found = statement.terms(c, variables(box))
            if any(term.centre < 0 for term in found):
                raise Violation(f"{statement.claim} is false at the centre of {shown(box)}")
            least = found[0].range
            for term in found[1:]:
                least = least.min(term.range)
            return margin_below(least)

    return margin


def at_centre(statement: Statement) -> Fraction:
    """The sum of the terms at the centre of the box, rounded."""
    with precision(BITS):
        found = statement.terms(statement.schedule.coefficients(Balls()), variables(statement.box))
        total = sum((bounds(term.centre)[0] for term in found), Fraction(0))
    return round(total, CENTRE_DIGITS)


def enclose(statements: Sequence[Statement], change: Callable[[Cover], Cover] = lambda cover: cover) -> Search:
    """Covers every statement's box, asserts the coverage, and returns the certificates. change: spoils a cover."""

    def search() -> list[EnclosureCertificate]:
        found = []
        for statement in statements:
            cover = change(subdivide(statement.box, decide(statement)))
            if not tiles(statement.box, cover.cells):
                raise NotDecided(f"{statement.claim}: the cells do not tile {shown(statement.box)}")
            found.append(
                EnclosureCertificate(
                    statement.claim, statement.bounded, statement.variables, statement.schedule, cover,
                    at_centre(statement),
                )
            )  # fmt: skip
        return found

    return search


def a_cell_lost(cover: Cover) -> Cover:
    """A mutant: one cell missing."""
    return replace(cover, cells=cover.cells[:-1])


def enclosed(
    claim: str,
    for_all: str,
    scope: str,
    boxes: tuple[Statement, ...],
    *mutants: tuple[str, Statement],
    left_open: tuple[tuple[str, Statement], ...] = (),
) -> Check:
    """A check that encloses its claim on every box.

    left_open: mutants that hold everywhere but at a point, so that the subdivision cannot refute them, nor accept them.
    """
    certified = "; every cell and its margin is in the certificates, and the cells tile the box"
    return Check(
        claim, Level.ENCLOSED, "boxes", for_all, scope + certified, enclose(boxes),
        (
            *((name, enclose([statement])) for name, statement in mutants),
            *((f"{name} (not accepted)", NotAccepted(enclose([statement]))) for name, statement in left_open),
            ("a cell of the cover missing (not accepted)", NotAccepted(enclose(boxes[-1:], a_cell_lost))),
        ),
    )  # fmt: skip


def widened(statement: Statement, lam: tuple[str, str]) -> Statement:
    """The same statement on another interval of lambda."""
    return replace(statement, box=(interval(*lam), *statement.box[1:]))
