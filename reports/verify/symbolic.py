"""The symbolic route: a derivation re-checked step by step, its ablations and its mutants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from proofs.catalogue import by_id
from proofs.falsehoods.catalogue import FALSEHOODS
from proofs.logic.ablation import ablations, fault, unexplained
from proofs.logic.checker import accepted, check_derivation
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation, StepResult
from proofs.logic.mutants import mutants
from proofs.logic.padding import padding
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Controls, Evidence, StepRecord
from reports.verify.records import step_records
from reports.verify.undecided import raised


def symbolic_evidence(claim: Claim, index: Mapping[str, Claim]) -> tuple[tuple[StepRecord, ...], Evidence, Derivation]:
    """Checks the derivation and all of its mutants. A derivation that cannot be built is undecided."""
    try:
        steps = claim.derive()
        results = check_derivation(claim, index, steps) + _ablation_results(claim, steps)
    except Exception as error:  # a broken derivation is a finding about the claim, not a crash of the suite
        reason = f"the derivation {raised(error)}"
        return (), symbolic(claim, [StepResult("the derivation runs", reason)], Controls()), ()
    survivors, total = [], 0
    try:
        for mutant in mutants(claim, steps):
            total += 1
            if how := _survives(mutant.claim, index, mutant.steps):
                survivors.append(mutant.edit + how)
    except Exception as error:
        results.append(StepResult("the mutants can be built", f"the next of {total} {raised(error)}"))
    controls = Controls(rejected=total - len(survivors), total=total, survivors=tuple(survivors))
    return step_records(steps, results), symbolic(claim, results, controls), steps


@cache
def self_test() -> str:
    """Which false claim is not refused for the reason that it should be; empty when each is. Asked once in a process."""
    index = by_id()
    for false in FALSEHOODS:
        try:
            reasons = refusals(false.claim, {**index, false.claim.id: false.claim}, false.steps)
        except Exception as error:
            return f"the SymPy route fails its self-test: '{false.name}' {raised(error)}"
        if not any(false.reason in reason for reason in reasons):
            return f"the SymPy route fails its self-test: '{false.name}' is not refused as it should be ({false.why})"
    return ""


def refusals(claim: Claim, index: Mapping[str, Claim], steps: Derivation) -> list[str]:
    """Everything that is said against a claim and its derivation."""
    return [r.reason for r in check_derivation(claim, index, steps) + _ablation_results(claim, steps) if not r.ok]


def _ablation_results(claim: Claim, steps: Derivation) -> list[StepResult]:
    """Each hypothesis dropped in turn; one that can be dropped should not be stated."""
    results = [
        StepResult(f"without {a.dropped} the claim fails", fault(a, padding(claim, steps, a.dropped)))
        for a in ablations(claim)
    ]
    needless = "no values show that it is needed"
    return results + [StepResult(f"{hypothesis} is load-bearing", needless) for hypothesis in unexplained(claim)]


def _survives(claim: Claim, index: Mapping[str, Claim], steps: Derivation) -> str:
    """Empty when the checker rejects a mutant, else how it survived. An exception is no rejection."""
    try:
        return " (accepted)" if accepted(claim, index, steps) else ""
    except Exception as error:
        return f" ({raised(error)})"


def ablation_certificates(claim: Claim) -> tuple[dict[str, Any], ...]:
    """The ablations that `reports/recheck.py` recomputes: at T = 3, or at a step, in terms of rational numbers alone."""
    shown = [a for a in ablations(claim) if a.small or claim.at_three is None] if claim.recomputed else []
    return tuple(
        {
            "kind": "ablation",
            "claim": claim.id,
            "dropped": str(a.dropped.xreplace(claim.abbreviations)),
            "at": {str(symbol): str(value) for symbol, value in sorted(a.at.items(), key=lambda item: str(item[0]))},
        }
        for a in shown
    )


def symbolic(claim: Claim, results: Sequence[StepResult], controls: Controls) -> Evidence:
    failed = [f"'{r.title}': {r.reason}" for r in results if not r.ok]
    verdict = Verdict.UNDECIDED if failed else Verdict.PROVED
    if not failed and claim.counterexample is not None:
        verdict = Verdict.REFUTED
    return Evidence(
        level=Level.SYMBOLIC,
        route="SymPy",
        verdict=verdict,
        for_all=claim.for_all,
        scope="every step re-checked; trusts SymPy's normal forms and the induction schemes",
        controls=controls,
        certificates=() if failed else ablation_certificates(claim),
        findings=(*failed, f"{len(results)} steps, {sum(r.ok for r in results)} check"),
    )
