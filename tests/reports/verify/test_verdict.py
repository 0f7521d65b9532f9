"""Verdicts from evidence: what carries one, what spoils it, and what a claim loses by resting on others."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from numerics.checks.check import Search
from proofs.catalogue import CLAIMS
from proofs.logic.claim import Claim
from proofs.logic.mutants import mutants
from proofs.logic.verdict import Level, Provenance, Verdict
from reports.verify import verdict as verdicts
from reports.verify.ledger import ASKED_FOR, Controls, Evidence, KernelRecord
from reports.verify.numeric import check_evidence
from reports.verify.run import investigate, verify
from reports.verify.verdict import Findings, assemble, environment, verdict_code, verdict_of
from tests.reports.fixtures import catalogue_ledger
from tests.reports.verify.findings import (
    CHECKS,
    INDEX,
    carried,
    each_claim,
    holds,
    in_one_process,
    ledger_with,
    made_up,
    rejected,
    violated,
)

pytestmark = in_one_process
IN_THE_SOURCE = 21  # theorems and definitions that the source at hand counts


def mistaken() -> None:
    raise TypeError("unsupported")


def asserting() -> None:
    raise AssertionError("never to be relied on")


def test_every_claim_has_the_expected_verdict(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, None)
    assert ledger.summary.problems == ()
    assert ledger.summary.exit_code == 0
    assert ledger.summary.as_expected == ledger.summary.claims == len(CLAIMS)
    assert ledger.summary.controls.rejected == ledger.summary.controls.total > 500
    assert ledger.not_verified


@each_claim
def test_a_broken_expectation_shows(found: dict[str, Findings], claim: Claim) -> None:
    other = Verdict.PROVED if claim.expected is Verdict.REFUTED else Verdict.REFUTED
    broken = replace(claim, expected=other)
    assert ledger_with(found, broken, found[claim.id]).summary.exit_code == 1


@each_claim
def test_a_broken_step_shows(found: dict[str, Findings], claim: Claim) -> None:
    """The first mutant, in the place of the claim."""
    mutant = next(t for t in mutants(claim, claim.derive()) if t.steps != claim.derive() or claim.counterexample)
    broken = replace(mutant.claim, derive=lambda: mutant.steps)
    ledger = ledger_with(found, broken, investigate(broken, INDEX, []))
    assert ledger.summary.exit_code in (1, 3)
    assert any(claim.id in p for p in ledger.summary.problems)


@each_claim
def test_a_broken_check_shows(found: dict[str, Findings], claim: Claim) -> None:
    """Each check replaced by its first mutant."""
    mine = [c for c in CHECKS if c.claim == claim.id]
    assert mine
    for check in mine:
        spoiled = replace(check, run=check.mutants[0][1])
        evidence = (*found[claim.id].evidence, check_evidence(spoiled))
        ledger = ledger_with(found, claim, replace(found[claim.id], evidence=evidence))
        assert ledger.summary.exit_code in (1, 3)


def test_a_surviving_mutant_makes_the_claim_undecided() -> None:
    evidence = check_evidence(made_up(holds, (("too weak", holds),)))
    assert evidence.controls == Controls(rejected=0, total=1, survivors=("too weak (accepted)",))
    verdict, problems = verdict_of(INDEX["N1"], (carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "too weak" in problems[0]


def test_a_check_without_mutants_makes_the_claim_undecided() -> None:
    verdict, problems = verdict_of(INDEX["N1"], (carried(Verdict.PROVED), check_evidence(made_up(holds))))
    assert verdict is Verdict.UNDECIDED
    assert problems == ("N1: no mutant at level property (test)",)
    ledger = verify(["D2.1"], checks=[replace(made_up(holds), claim="D2.1")])
    assert ledger.summary.exit_code == 3
    assert "no mutant" in ledger.summary.problems[0]


@pytest.mark.parametrize(("symbolic", "numeric", "enough"), [(2, 1, False), (3, 1, True), (0, 4, False), (1, 3, True)])
def test_every_claim_needs_four_mutants_and_every_route_one(symbolic: int, numeric: int, enough: bool) -> None:
    evidence = check_evidence(made_up(holds, rejected(numeric)))
    verdict, problems = verdict_of(INDEX["N1"], (carried(Verdict.PROVED, symbolic), evidence))
    assert (verdict is Verdict.PROVED) is enough
    assert (problems == ()) is enough


@pytest.mark.parametrize("search", [mistaken, asserting])
def test_a_check_that_raises_leaves_its_claim_undecided(found: dict[str, Findings], search: Search) -> None:
    evidence = check_evidence(made_up(search, rejected(1)))
    assert evidence.verdict is Verdict.UNDECIDED
    ledger = ledger_with(found, INDEX["N1"], replace(found["N1"], evidence=(*found["N1"].evidence, evidence)))
    assert ledger.summary.exit_code == 3
    assert "the check raised" in ledger.summary.problems[0]


def test_routes_that_disagree_are_named() -> None:
    evidence = check_evidence(made_up(violated))
    assert evidence.verdict is Verdict.REFUTED
    verdict, problems = verdict_of(INDEX["N1"], (carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "SymPy" in problems[0] and "test" in problems[0]


def test_sampling_alone_proves_nothing() -> None:
    verdict, problems = verdict_of(INDEX["N1"], (check_evidence(made_up(holds, rejected(4))),))
    assert verdict is Verdict.UNDECIDED
    assert problems == ("N1: no evidence of level symbolic or above",)


def test_a_search_that_finds_nothing_agrees_with_a_proof_and_carries_none() -> None:
    searched = check_evidence(made_up(holds, rejected(4)))
    assert searched.verdict is Verdict.NO_COUNTEREXAMPLE
    assert verdict_of(INDEX["N1"], (carried(Verdict.PROVED), searched)) == (Verdict.PROVED, ())
    verdict, problems = verdict_of(INDEX["T4.1"], (carried(Verdict.REFUTED), searched))
    assert verdict is Verdict.UNDECIDED and "the routes disagree" in problems[0]
    verdict, problems = verdict_of(INDEX["N1"], (carried(Verdict.UNDECIDED), searched))
    assert verdict is Verdict.UNDECIDED and "undecided at level symbolic" in problems[0]


def test_clauses_of_the_kernel_are_not_run_without_it(found: dict[str, Findings]) -> None:
    """The exit code stays 0 as long as nobody asked for them; asked for and not proved, it is 3."""
    ledger = assemble(CLAIMS, INDEX, found, None)
    of = {c.id: len(c.not_run_clauses) for c in ledger.claims}
    assert {i for i, count in of.items() if count} == {c.id for c in CLAIMS if c.kernel_clauses} >= {"N6", "N7"}
    assert sum(of.values()) == len(ledger.summary.not_run_clauses) == sum(len(c.kernel_clauses) for c in CLAIMS)
    assert all("the proof kernel was not asked for" in clause for clause in ledger.summary.not_run_clauses)
    assert ledger.summary.exit_code == 0
    asked = assemble(CLAIMS, INDEX, found, {})
    assert asked.summary.exit_code == 3
    assert any(p.startswith("N7: Not everywhere") and "asked for and not proved" in p for p in asked.summary.problems)


def test_the_own_level_is_of_evidence_that_decides(found: dict[str, Findings]) -> None:
    levels = {c.id: c.own_level for c in assemble(CLAIMS, INDEX, found, None).claims}
    assert levels["N1"] is Level.SMT and levels["D2.1"] is Level.SYMBOLIC
    controls = Controls(rejected=4, total=4)
    whole = carried(Verdict.PROVED).model_copy(update={"level": Level.KERNEL, "controls": controls})
    for_part = whole.model_copy(update={"partial": ("step 3: a limit",)})
    asked = assemble(CLAIMS, INDEX, found, {"N4": (for_part,), "N1": (whole,)})
    levels = {c.id: c.own_level for c in asked.claims}
    assert levels["N1"] is Level.KERNEL and levels["N4"] is not Level.KERNEL  # the kernel proves a part of N4 only
    broken = check_evidence(made_up(mistaken, rejected(1)))
    ledger = ledger_with(found, INDEX["N1"], replace(found["N1"], evidence=(*found["N1"].evidence, broken)))
    assert next(c for c in ledger.claims if c.id == "N1").own_level is None


def test_nothing_run_is_not_run() -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    assert verdict_of(INDEX["N1"], (skipped,))[0] is Verdict.NOT_RUN


def test_asked_for_and_not_run_is_exit_code_3(found: dict[str, Findings]) -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    ledger = assemble(CLAIMS, INDEX, found, {"N1": (skipped,)})
    assert ledger.summary.exit_code == 3
    assert "absent" in ledger.summary.problems[0]


def test_what_the_kernel_reads_in_part_raises_no_level_and_marks_its_steps(found: dict[str, Findings]) -> None:
    kernel = KernelRecord(coqc="8", sources_sha256="", theorems=(), axioms=(), replayed=("1", "1a.1"))
    part = carried(Verdict.PROVED).model_copy(
        update={"level": Level.KERNEL, "kernel": kernel, "partial": ("the rest",)}
    )
    records = {c.id: c for c in assemble(CLAIMS, INDEX, found, {"N1": (part,)}).claims}
    assert records["N1"].but_for == "16 of 18 steps" and records["N1"].own_level is not Level.KERNEL
    assert [s.kernel for s in records["N1"].derivation] == [True, False, False, False, False]
    assert records["N2"].but_for == "" and not any(s.kernel for s in records["N2"].derivation)
    whole = part.model_copy(update={"partial": ()})
    record = next(c for c in assemble(CLAIMS, INDEX, found, {"N1": (whole,)}).claims if c.id == "N1")
    assert record.but_for == "" and record.own_level is Level.KERNEL
    unread = next(c for c in assemble(CLAIMS, INDEX, found, None).claims if c.id == "N1")
    assert all(s.kernel is None for s in unread.derivation)


def test_strength_is_that_of_the_weakest_ancestor(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, None)
    strength = {c.id: c.strength for c in ledger.claims}
    assert strength["N1"] is Level.SYMBOLIC  # SMT of its own, but D2.1 beneath it has no inequality
    assert strength["P3.1"] is Level.SMT


@pytest.mark.parametrize("expected", [Verdict.PROVED, Verdict.REFUTED])
def test_what_rests_on_a_refuted_claim_is_undecided(found: dict[str, Findings], expected: Verdict) -> None:
    """D4.1 refuted: N1 cites nothing of it, and is not proved all the same; the refutation of T4.1 stands."""
    evidence = tuple(e.model_copy(update={"verdict": Verdict.REFUTED}) for e in found["D4.1"].evidence)
    claim = replace(INDEX["D4.1"], expected=expected)
    ledger = ledger_with(found, claim, replace(found["D4.1"], evidence=evidence))
    of = {c.id: c for c in ledger.claims}
    assert of["D4.1"].verdict is Verdict.REFUTED
    for child in ("N1", "T4.3", "N6"):
        assert of[child].verdict is Verdict.UNDECIDED
        assert any(p.startswith(f"{child}: ") and "D4.1 (refuted)" in p for p in ledger.summary.problems)
    assert of["T4.1"].verdict is Verdict.REFUTED
    assert [of[i].strength for i in ("N1", "T4.3", "T4.1")] == [None, None, None]
    assert of["P3.3"].verdict is Verdict.PROVED and of["P3.3"].strength is Level.SYMBOLIC
    assert ledger.summary.exit_code == (1 if expected is Verdict.PROVED else 3)


def test_every_numbered_result_is_a_claim_or_counted_as_not_verified() -> None:
    claimed = {c.id for c in CLAIMS if c.provenance is not Provenance.NEW and re.fullmatch(r"[DPCT]\d\.\d", c.id)}
    assert len(claimed) == 9
    ledger = assemble((), {}, {}, None)
    assert len(claimed) + sum(entry.count for entry in ledger.not_verified) == IN_THE_SOURCE
    for entry in ledger.not_verified:
        assert entry.count == int((re.match(r"\d+(?= of)", entry.words) or ["1"])[0])


@pytest.mark.parametrize(("installed", "words"), [("/bin/coqc", ""), (None, " (coqc is not installed)")])
def test_a_kernel_that_was_not_asked_for_is_named(
    monkeypatch: pytest.MonkeyPatch, installed: str | None, words: str
) -> None:
    monkeypatch.setattr(verdicts, "coqc", lambda: installed)
    ledger = assemble((), {}, {}, None)
    assert ledger.summary.kernel == f"not asked for{words}"
    assert ledger.summary.exit_code == 0
    assert assemble((), {}, {}, {}).summary.kernel == ASKED_FOR


def test_a_part_of_the_catalogue_does_not_speak_of_what_is_not_verified() -> None:
    assert assemble((), {}, {}, None).not_verified
    assert assemble((), {}, {}, None, complete=False).not_verified == ()


def test_the_exit_code_of_one_claim() -> None:
    record = catalogue_ledger().claims[0]
    assert record.as_expected and verdict_code(record) == 0
    found = {v: verdict_code(record.model_copy(update={"verdict": v})) for v in Verdict if v is not record.verdict}
    assert found == {Verdict.REFUTED: 1, Verdict.NO_COUNTEREXAMPLE: 3, Verdict.UNDECIDED: 3, Verdict.NOT_RUN: 3}


def test_the_environment_names_what_the_verdicts_rest_on() -> None:
    assert {"python", "opmerge", "sympy", "python-flint", "z3-solver"} <= set(environment())
    assert all(re.match(r"\d+\.", version) for version in environment().values())
