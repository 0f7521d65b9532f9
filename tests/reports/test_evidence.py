"""The engine: the suite passes as it stands, and fails when any one part of any claim is broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from numerics.checks import Check, Violation, all_checks
from numerics.errors import InputError
from proofs.catalogue import CLAIMS, by_id
from proofs.claim import Claim, Derivation, Verdict
from proofs.obligations import obligations
from proofs.twins import mutations, twins
from reports import smt
from reports.evidence import Findings, assemble, check_evidence, investigate, verdict_of, verify
from reports.kernel import THEOREMS
from reports.ledger import Controls, Evidence, Ledger, Level, read_ledger
from reports.smt import smt_evidence

INDEX = by_id()
CHECKS = all_checks(30)
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])


@pytest.fixture(scope="module")
def found() -> dict[str, Findings]:
    return {c.id: investigate(c, INDEX, CHECKS) for c in CLAIMS}


def ledger_with(found: dict[str, Findings], claim: Claim, findings: Findings) -> Ledger:
    """The whole ledger with one claim's part replaced."""
    claims = [claim if c.id == claim.id else c for c in CLAIMS]
    return assemble(claims, {c.id: c for c in claims}, {**found, claim.id: findings}, {})


pytestmark = pytest.mark.xdist_group("evidence")


def test_every_claim_has_the_expected_verdict(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, {})
    assert ledger.summary.problems == ()
    assert ledger.summary.exit_code == 0
    assert ledger.summary.as_expected == ledger.summary.claims == len(CLAIMS)
    assert ledger.summary.controls.rejected == ledger.summary.controls.total > 500
    assert ledger.not_verified


@each_claim
def test_every_claim_has_symbolic_and_numeric_evidence(found: dict[str, Findings], claim: Claim) -> None:
    levels = {e.level for e in found[claim.id].evidence}
    assert Level.SYMBOLIC in levels
    assert levels & {Level.SAMPLED, Level.PROPERTY, Level.ENCLOSED}
    assert sum(e.controls.total for e in found[claim.id].evidence) >= 4


@each_claim
def test_a_broken_expectation_shows(found: dict[str, Findings], claim: Claim) -> None:
    other = Verdict.PROVED if claim.expected is Verdict.REFUTED else Verdict.REFUTED
    broken = replace(claim, expected=other)
    assert ledger_with(found, broken, found[claim.id]).summary.exit_code == 1


@each_claim
def test_a_broken_step_shows(found: dict[str, Findings], claim: Claim) -> None:
    """The first false twin, in the place of the claim."""
    twin = next(t for t in twins(claim, claim.derive()) if t.steps != claim.derive() or claim.counterexample)
    broken = replace(twin.claim, derive=_giving(twin.steps))
    ledger = ledger_with(found, broken, investigate(broken, INDEX, []))
    assert ledger.summary.exit_code in (1, 3)
    assert any(claim.id in p for p in ledger.summary.problems)


def _giving(steps: Derivation):  # type: ignore[no-untyped-def]
    return lambda: steps


@each_claim
def test_a_broken_check_shows(found: dict[str, Findings], claim: Claim) -> None:
    """Each check replaced by its first false twin."""
    mine = [c for c in CHECKS if c.claim == claim.id]
    assert mine
    for check in mine:
        spoiled = replace(check, run=check.twins[0][1])
        evidence = (*found[claim.id].evidence, check_evidence(spoiled))
        ledger = ledger_with(found, claim, replace(found[claim.id], evidence=evidence))
        assert ledger.summary.exit_code in (1, 3)


def _check(run, twins=()) -> Check:  # type: ignore[no-untyped-def]
    return Check("X", "property", "test", "", "", run, twins)


def _violated() -> None:
    raise Violation("here")


def test_a_surviving_twin_makes_the_claim_undecided() -> None:
    evidence = check_evidence(_check(lambda: None, (("too weak", lambda: None),)))
    assert evidence.controls == Controls(rejected=0, total=1, survivors=("too weak",))
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "too weak" in problems[0]


def _carried(verdict: Verdict) -> Evidence:
    return Evidence(level=Level.SYMBOLIC, route="SymPy", verdict=verdict, for_all="", scope="")


def test_routes_that_disagree_are_named() -> None:
    evidence = check_evidence(_check(_violated))
    assert evidence.verdict is Verdict.REFUTED
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "SymPy" in problems[0] and "test" in problems[0]


def test_sampling_alone_proves_nothing() -> None:
    evidence = check_evidence(_check(lambda: None))
    assert verdict_of(INDEX["N1"], (evidence,))[0] is Verdict.UNDECIDED


def test_nothing_run_is_not_run() -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    assert verdict_of(INDEX["N1"], (skipped,))[0] is Verdict.NOT_RUN


def test_asked_for_and_not_run_is_exit_code_3(found: dict[str, Findings]) -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    ledger = assemble(CLAIMS, INDEX, found, {"N1": skipped})
    assert ledger.summary.exit_code == 3
    assert "absent" in ledger.summary.problems[0]


def test_a_derivation_that_raises_is_undecided() -> None:
    def derive() -> Derivation:
        raise RuntimeError("broken")

    found = investigate(replace(INDEX["N1"], derive=derive), INDEX, [])
    assert found.evidence[0].verdict is Verdict.UNDECIDED
    assert "RuntimeError" in found.evidence[0].findings[0]


def test_strength_is_that_of_the_weakest_ancestor(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, {})
    strength = {c.id: c.strength for c in ledger.claims}
    assert strength["N1"] is Level.SYMBOLIC  # SMT of its own, but D2.1 beneath it has no inequality
    assert strength["P3.1"] is Level.SMT


def test_the_ledger_goes_to_json_and_back(found: dict[str, Findings], tmp_path) -> None:  # type: ignore[no-untyped-def]
    ledger = assemble(CLAIMS, INDEX, found, {})
    path = tmp_path / "ledger.json"
    path.write_text(ledger.to_json())
    assert read_ledger(path) == ledger
    path.write_text("{}")
    with pytest.raises(InputError, match="not a ledger"):
        read_ledger(path)


def test_the_result_does_not_depend_on_jobs() -> None:
    one, two = (verify(["T4.2"], digits=20, jobs=j).to_json() for j in (1, 2))
    assert one == two


def test_unknown_claims_are_refused() -> None:
    with pytest.raises(InputError, match=r"'T9.9'.*must be one of"):
        verify(["T9.9"])


def test_smt_finds_the_counterexample_of_a_false_obligation() -> None:
    """N1 without its hypothesis: z3's model is re-evaluated in exact rationals."""
    claim = INDEX["N1"]
    steps = tuple(replace(s, given=()) if not s.given else s for s in claim.derive())
    broken = next(t for t in twins(claim, steps) if "flipped in 'so BOOT" in t.edit)
    evidence = smt_evidence(broken.claim, broken.steps)
    assert evidence is not None
    assert evidence.verdict is Verdict.REFUTED
    assert "counterexample" in evidence.findings[0]


@each_claim
def test_a_broken_obligation_shows(found: dict[str, Findings], claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The goal of the first SMT obligation edited: z3 must not prove it."""
    todo = list(obligations(claim.derive()))
    if not todo:
        assert claim.id in ("D2.1", "C3.1")  # equations only
        return
    _, goal = next(iter(mutations(todo[0].goal)))
    monkeypatch.setattr(smt, "obligations", lambda _: iter([replace(todo[0], goal=goal), *todo[1:]]))
    evidence = smt_evidence(claim, claim.derive())
    assert evidence is not None
    assert evidence.verdict is not claim.expected
    kept = tuple(e for e in found[claim.id].evidence if e.level is not Level.SMT)
    ledger = ledger_with(found, claim, replace(found[claim.id], evidence=(*kept, evidence)))
    assert ledger.summary.exit_code in (1, 3)


def test_kernel_theorems_are_about_claims() -> None:
    assert {t.claim for t in THEOREMS} <= set(INDEX)
