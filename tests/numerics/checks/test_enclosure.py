"""Statements on boxes: decided cell by cell, and spoiled in every way that must show."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.checks.certificates import CENTRE_DIGITS, EnclosureCertificate
from numerics.checks.check import NotAccepted, Violation
from numerics.checks.enclosure import (
    BITS,
    Coefficients,
    Statement,
    a_cell_lost,
    at_centre,
    decide,
    enclose,
    enclosed,
    norm,
    one_minus,
    step,
    widened,
)
from numerics.errors import NotDecided
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, precision
from numerics.numbers.centered import Centered, variables
from numerics.numbers.subdivision import interval, subdivide, tiles
from proofs.logic.verdict import Level

F = Fraction


def above(bound: Fraction) -> Statement:
    """lambda^2 > bound for lambda in [1, 3]; the claim's id only names it."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        return [(lam * lam).affine(arb(1), -Balls().rational(bound))]

    return Statement("P3.2", "lambda", ("lambda",), FlowMatching(2), (interval(1, 3),), terms)


def test_a_true_statement_is_covered() -> None:
    (certificate,) = enclose([above(F(9, 10))])()
    assert isinstance(certificate, EnclosureCertificate)
    assert tiles(certificate.cover.box, certificate.cover.cells)
    for cell in certificate.cover.cells:
        ((low, _),) = cell.box
        assert 0 < cell.margin < low * low - F(9, 10)
    assert certificate.at_centre == 4 - F(9, 10)


def test_a_false_statement_is_refuted_or_stays_open() -> None:
    with pytest.raises(Violation, match=r"P3.2 is false at the centre of \[1, 3\]"):
        enclose([above(F(5))])()
    with pytest.raises(Violation):
        enclose([above(F(3, 2))])()  # false near 1 only: found in a cell
    with pytest.raises(NotDecided):
        enclose([above(F(1))])()  # false at 1 alone
    with pytest.raises(Violation):
        enclose([above(F(9, 10)), above(F(5))])()


def test_a_cover_with_a_hole_is_not_accepted() -> None:
    statement = above(F(9, 10))
    cover = subdivide(statement.box, decide(statement))
    assert len(a_cell_lost(cover).cells) == len(cover.cells) - 1 and not tiles(cover.box, a_cell_lost(cover).cells)
    with pytest.raises(NotDecided, match="the cells do not tile"):
        enclose([statement], a_cell_lost)()


def test_the_check_that_encloses_a_claim() -> None:
    good = above(F(9, 10))
    check = enclosed("P3.2", "all", "some", (good,), ("too much", above(F(5))), left_open=(("an end", above(F(1))),))
    assert (check.claim, check.level, check.route, check.for_all) == ("P3.2", Level.ENCLOSED, "boxes", "all")
    assert check.scope.startswith("some; every cell and its margin is in the certificates")
    assert check.run()
    names = [name for name, _ in check.mutants]
    assert names == ["too much", "an end (not accepted)", "a cell of the cover missing (not accepted)"]
    assert [isinstance(search, NotAccepted) for _, search in check.mutants] == [False, True, True]
    for (_, search), refusal in zip(check.mutants, (Violation, NotDecided, NotDecided), strict=True):
        with pytest.raises(refusal):
            search()


def test_another_interval() -> None:
    wide = widened(above(F(9, 10)), ("1/2", "3"))
    assert wide.box == (interval("1/2", 3),) and wide.terms is not None
    with pytest.raises(Violation):
        enclose([wide])()
    two = replace(above(F(0)), box=(interval(1, 3), interval(0, 1)))
    assert widened(two, ("1", "2")).box == (interval(1, 2), interval(0, 1))


@given(st.fractions(F(1, 10), 5, max_denominator=50), st.integers(1, 5))
def test_operators_on_a_box_enclose_those_of_the_library(low: Fraction, t: int) -> None:
    schedule = Cosine(5)
    with precision(BITS):
        c = schedule.coefficients(Balls())
        (lam,) = variables((interval(low, low + F(1, 100)),))
        for point in (low, low + F(1, 200), low + F(1, 100)):
            ops = ball_operators(Problem(schedule, Spectrum((point,)), F(1)))
            assert norm(c, t, lam).range.overlaps(ops.norm[t][0])
            assert step(c, t, lam).range.overlaps(ops.step[t][0])
            assert one_minus(step(c, t, lam)).range.overlaps(ops.complement[t][0])
        far = ball_operators(Problem(schedule, Spectrum((low + 1,)), F(1)))
        assert t == 5 or not norm(c, t, lam).range.overlaps(far.norm[t][0])


def test_the_centre_is_rounded() -> None:
    third = replace(above(F(0)), box=(interval(1, F(5, 3)),))
    assert at_centre(third) == round(F(16, 9), CENTRE_DIGITS) != F(16, 9)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_least_of_all_terms_is_what_is_enclosed(order: tuple[int, ...]) -> None:
    """lambda, 2 lambda and 3 lambda on [1, 3], in any order: at least 1."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        return [lam.affine(arb(k + 1), arb(0)) for k in order]

    statement = Statement("P3.2", "lambda", ("lambda",), FlowMatching(2), (interval(1, 3),), terms)
    margin = decide(statement)(statement.box)
    assert margin is not None and F(9, 10) < margin < 1
    assert at_centre(statement) == 12
