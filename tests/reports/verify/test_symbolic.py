"""The symbolic route: the derivation, its ablations and its mutants, and what raises decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from proofs.logic import algebra, checker, constructions, definitions, disguise, sources, statement, vocabulary
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import mutants
from proofs.logic.verdict import Level, Verdict
from reports.verify import symbolic
from reports.verify.run import derivation_record, investigate, verify
from reports.verify.symbolic import self_test, symbolic_evidence
from tests.reports.verify.findings import INDEX

REMEMBERED = (
    self_test, algebra.check_algebra, algebra.check_sum, disguise.is_multiple, disguise.forms, vocabulary.word_fault,
)  # fmt: skip


@pytest.fixture(autouse=True)
def tested() -> None:
    """The self-test has been run before anything is replaced."""
    assert self_test() == ""


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing that was found before is remembered, and nothing that is found meanwhile is remembered after."""
    for function in REMEMBERED:
        function.cache_clear()
    yield
    for function in REMEMBERED:
        function.cache_clear()


# Parts of the checker that are made to find no fault, or to find everything in order.
GUTTED = {
    "what is given is available": (checker, "_not_available", ""),
    "the last check of an induction": (checker, "_not_preserved", ""),
    "what is built is in range": (checker, "out_of_range", ""),
    "what a certificate sums to": (algebra, "_vanishes", True),
    "a certificate": (checker, "check_sum", ""),
    "the sign of a factor": (algebra, "_sign", True),
    "an equation": (checker, "check_algebra", ""),
    "a zero square": (checker, "check_zero_square", ""),
    "denominators": (algebra, "undefined", ""),
    "a citation": (checker, "_check_cite", ""),
    "an induction": (checker, "_check_induction", ""),
    "what a definition declares": (definitions, "out_of_range", ""),
    "what a definition restricts": (definitions, "restriction", ""),
    "what a construction names": (constructions, "_naming_fault", ""),
    "times": (constructions, "carries_time", False),
    "multiples": (disguise, "is_multiple", False),
    "from another claim": (sources, "_not_from_claim", ""),
    "at another time": (sources, "_not_the_same_later", ""),
    "kept defined": (sources, "_keeps_nothing_defined", ""),
    "the form of limits": (vocabulary, "_limit_fault", ""),
    "the form of sums": (vocabulary, "_sum_fault", ""),
    "what symbols declare": (vocabulary, "_declaration_fault", ""),
    "padding": (symbolic, "padding", frozenset()),
    "ablations": (symbolic, "_ablation_results", []),
}


def test_every_false_claim_is_refused(forgetful: None) -> None:
    assert self_test() == ""


def _undecided_by_sympy() -> None:
    """Whatever is verified exits with 3, and the route is named."""
    summary = verify(["D2.1"], checks=[]).summary
    assert (summary.exit_code, summary.proved) == (3, 0)
    assert any("the SymPy route fails its self-test" in problem for problem in summary.problems)


@pytest.mark.parametrize("part", GUTTED)
def test_a_checker_without_one_of_its_parts_is_not_believed(
    part: str, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, answer = GUTTED[part]
    monkeypatch.setattr(module, name, lambda *_: answer)
    _undecided_by_sympy()


@pytest.mark.parametrize("rule", statement.RULES)
def test_a_checker_without_one_of_its_rules_is_not_believed(
    rule: str, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(statement.RULES, rule, lambda *_: "")
    _undecided_by_sympy()


def test_a_checker_that_raises_is_not_believed(forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(*_: object) -> str:
        raise ValueError("confused")

    monkeypatch.setattr(checker, "check_sum", raising)
    assert "raised ValueError: confused" in self_test()
    _undecided_by_sympy()


def test_a_derivation_alone_is_not_believed_either(forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(statement.RULES, "a definition defines", lambda *_: "")
    assert derivation_record("D2.1").verdict is Verdict.UNDECIDED


def test_a_checker_that_raises_on_a_mutant_has_notrejected_it(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = INDEX["D2.1"]

    def raising(mutant: Claim, index: object, steps: Derivation) -> bool:
        raise ValueError("confused")

    monkeypatch.setattr(symbolic, "accepted", raising)
    evidence = investigate(claim, INDEX, []).evidence[0]
    assert evidence.controls.rejected < evidence.controls.total
    assert any("raised ValueError: confused" in s for s in evidence.controls.survivors)


def test_a_derivation_that_raises_is_undecided() -> None:
    def derive() -> Derivation:
        raise RuntimeError("broken")

    found = investigate(replace(INDEX["N1"], derive=derive), INDEX, [])
    assert found.evidence[0].verdict is Verdict.UNDECIDED
    assert "RuntimeError" in found.evidence[0].findings[0]


def test_every_step_every_ablation_and_every_mutant_counts() -> None:
    claim = INDEX["N3"]
    records, evidence, steps = symbolic_evidence(claim, INDEX)
    assert (evidence.level, evidence.verdict) == (Level.SYMBOLIC, Verdict.PROVED)
    assert evidence.controls.rejected == evidence.controls.total == len(list(mutants(claim, steps)))
    assert evidence.findings == (f"{len(steps) + 2 + len(claim.ablations)} steps, 13 check",)
    assert [record.title for record in records] == [step.title for step in claim.derive()]
    assert all(record.ok for record in records)


def test_a_hypothesis_that_nothing_shows_to_be_needed_leaves_the_claim_undecided() -> None:
    claim = INDEX["N5"]
    for ablations, words in (
        ({}, "no values show that it is needed"),
        ({dropped: {} for dropped in claim.ablations}, "holds at"),
    ):
        _, evidence, _ = symbolic_evidence(replace(claim, ablations=ablations), INDEX)
        assert evidence.verdict is Verdict.UNDECIDED
        assert words in evidence.findings[0]


@pytest.mark.parametrize(("claim", "exported"), [("N1", 2), ("N3", 4), ("N6", 4), ("T4.3", 0)])
def test_ablations_are_exported_where_they_are_of_rational_numbers(claim: str, exported: int) -> None:
    """Those at T = 3, or at a step where there is no such case; N6 has one more, about labels."""
    assert len(symbolic.ablation_certificates(INDEX[claim])) == exported
