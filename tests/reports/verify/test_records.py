"""What the records say of a claim is valid LaTeX, and says what the symbols range over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sympy as sp
from sympy.core.alphabets import greeks

from proofs.catalogue import CLAIMS
from proofs.logic.claim import KernelClause
from proofs.logic.derivation import Algebra, Cite, Induction, Rule, Step, StepResult, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge
from proofs.logic.verdict import Level, Verdict
from reports.notation import tidy
from reports.pages import latex
from reports.pages.mathml import mathml
from reports.pages.terminal import plain
from reports.verify.ledger import ClaimRecord, Evidence, KernelRecord, StepRecord
from reports.verify.records import clause_records, step_records
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
        assert tidy(formula) == formula
        assert mathml(formula)


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


x = sp.Symbol("x", real=True)
NUMBERS = Family("numbers", (x,), (Construction("zero", (), {x: sp.S.Zero}), Construction("more", ({},), {x: x + 1})))


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Algebra(), "equal normal forms"),
        (SumOfProducts(((x,),)), "sum of non-negative products"),
        (Cite("N1"), "citation of N1"),
        (ZeroSquare(), "a square that is at most zero"),
        (Induction(NUMBERS, ((), ())), "induction over numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_rule_has_its_name(rule: Rule, name: str) -> None:
    (record,) = step_records((Step("a step", ge(x, 0), rule),), ())
    assert (record.title, record.latex, record.rule) == ("a step", r"x \geq 0", name)


def test_a_step_says_what_the_checker_said_of_it() -> None:
    """And what it never came to is no step that checks; what is given, the certificate and the cases are shown."""
    inner = Step("inner", eq(x, x), Algebra())
    good = Step("good", ge(x**2, x), SumOfProducts(((x, x - 1), (x,))), given=(ge(x, 0),))
    bad = Step("bad", ge(x, 0), Induction(NUMBERS, ((), (inner,))))
    first, second = step_records((good, bad), [StepResult("good", "", good), StepResult("bad", "wrong", bad)])
    assert (first.ok, first.reason, second.ok, second.reason) == (True, "", False, "wrong")
    assert first.given == (r"x \geq 0",)
    assert first.certificate == r"x \cdot \left(x - 1\right) + x" and second.certificate == ""
    assert [(case.title, [step.title for step in case.steps]) for case in second.cases] == [
        ("zero", []),
        ("more", ["inner"]),
    ]
    assert second.cases[1].steps[0].reason == "not reached"


def _kernel(verdict: Verdict, *theorems: str) -> Evidence:
    record = KernelRecord(coqc="8", sources_sha256="0", theorems=theorems, axioms=())
    return Evidence(level=Level.KERNEL, route="coqc", verdict=verdict, for_all="", scope="gone", kernel=record)


@pytest.mark.parametrize(
    ("evidence", "kernel", "reasons"),
    [
        (_kernel(Verdict.PROVED, "F.first", "F.second"), "", ("", "")),
        (_kernel(Verdict.PROVED, "F.second"), "", ("the kernel did not accept its theorem", "")),
        (_kernel(Verdict.UNDECIDED, "F.first", "F.second"), "", ("the kernel did not accept its theorem",) * 2),
        (_kernel(Verdict.NOT_RUN), "", ("gone", "gone")),
        (None, "not asked for", ("not asked for", "not asked for")),
        (None, "", ("the kernel did not accept its theorem",) * 2),
    ],
)
def test_a_clause_is_proved_by_its_own_theorem_alone(
    evidence: Evidence | None, kernel: str, reasons: tuple[str, ...]
) -> None:
    """And only if the kernel accepted all that it was asked about the claim."""
    clauses = (KernelClause("one", "F.first"), KernelClause("two", "F.second"))
    claim = replace(next(c for c in CLAIMS if c.id == "N1"), kernel_clauses=clauses)
    found = clause_records(claim, () if evidence is None else (evidence,), kernel)
    assert tuple(c.not_run for c in found) == reasons
    assert [(c.text, c.theorem) for c in found] == [("one", "F.first"), ("two", "F.second")]


@each_claim
def test_every_assumption_has_its_role(record: ClaimRecord) -> None:
    roles = {"construction", "definition", "keeps it defined", "follows", "part of the refuted statement"}
    for assumption in record.assumptions:
        needed = assumption.role.startswith("load-bearing: without it the claim fails at ")
        assert needed or assumption.role in roles
    refuted = any(a.role == "part of the refuted statement" for a in record.assumptions)
    assert refuted is (record.id == "T4.1")
