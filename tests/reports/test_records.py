"""What the records say of a claim is valid LaTeX, and says what the symbols range over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sympy.core.alphabets import greeks

from proofs.catalogue import CLAIMS
from reports.pages import html, latex
from reports.pages.terminal import plain
from reports.verify.ledger import ClaimRecord, StepRecord
from reports.verify.run import derivation_record

_GREEK = "|".join((*greeks, "varsigma", "varepsilon", "vartheta", "varphi", "varrho", "varpi", "ell", "hbar"))
_BARE = re.compile(rf"(?<![\\A-Za-z])({_GREEK})(?![A-Za-z])", re.IGNORECASE)
# Words of formulas that are no commands: functions, and the names of plans.
_WORDS = {"sin", "cos", "tan", "lim", "min", "du", "dx", "where", "BOOT", "vanilla", "seg", "ref", "integer"}
_WORDS |= {"with", "this", "step", "own"}  # what a construction brings with it

each_claim = pytest.mark.parametrize("record", [derivation_record(c.id) for c in CLAIMS], ids=lambda r: r.id)


def formulas(record: ClaimRecord) -> Iterator[str]:
    yield from record.statement
    yield from (a.latex for a in record.assumptions)
    yield from (s.latex for s in record.symbols)
    yield from of_steps(record.derivation)


def of_steps(steps: tuple[StepRecord, ...]) -> Iterator[str]:
    for step in steps:
        yield from (step.latex, *step.given, *([step.certificate] if step.certificate else []))
        for case in step.cases:
            yield from of_steps(case.steps)


@each_claim
def test_no_greek_letter_is_left_as_a_word(record: ClaimRecord) -> None:
    for formula in formulas(record):
        assert not _BARE.search(formula), formula
        assert latex.tidy(formula) == formula
        assert html.mathml(formula)


@each_claim
def test_no_command_word_is_left_in_the_terminal(record: ClaimRecord) -> None:
    for formula in formulas(record):
        assert set(re.findall("[A-Za-z]{2,}", plain(formula))) <= _WORDS, plain(formula)
        assert "\\" not in plain(formula)


@each_claim
def test_every_symbol_has_its_range_and_no_two_look_the_same(record: ClaimRecord) -> None:
    assert record.symbols
    assert len({(s.latex, s.range) for s in record.symbols}) == len(record.symbols)
    names = [s.latex for s in record.symbols]
    assert all(s.alike == (names.count(s.latex) > 1) for s in record.symbols)
    ranges = {s.latex: s.range for s in record.symbols if not s.alike}
    assert ranges.get(r"\lambda", ">= 0") == ">= 0" and ranges.get(r"\sigma_{t}", "> 0") == "> 0"
    assert "Symbols" in latex.render_claim(record)
