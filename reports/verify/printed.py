"""The claims as printed: what coqc says of each, once it has refused what is false."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from proofs.catalogue import by_id
from proofs.falsehoods import plans, steps
from proofs.logic.claim import Claim
from proofs.logic.coq import Unprintable
from proofs.logic.coqproof import whole
from proofs.logic.coqtactics import TACTICS
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import build, coqc, version, workplace
from reports.verify.generated import TACTICS_FILE, Generated, fails_in_a_proof, generated, with_milestones
from reports.verify.ledger import Controls, Evidence, KernelRecord
from reports.verify.replayed import labels
from reports.verify.trials import outcomes

ROUTE: Final = "coqc, the claim as printed"
_ABOUT_PLANS: Final = ("every plan is the exact product", "no plan is below BOOT in any coordinate")


def printed_evidence(
    identifiers: Sequence[str],
    workers: int = 2,
    progress: Callable[[str], None] = lambda _: None,
    folder: Path | None = None,
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims of which something can be printed; all of it not-run when coqc is absent.

    folder: where it works; what is compiled stays there.
    """
    index = by_id()
    if coqc() is None:
        return {i: _evidence(index[i], Verdict.NOT_RUN, "coqc is not installed (make kernel)") for i in identifiers}
    with workplace(folder) as place:
        if wrong := self_test(place, workers):
            return {i: _evidence(index[i], Verdict.UNDECIDED, "", findings=(wrong,)) for i in identifiers}
        found = generated(place, identifiers, workers, every=False, progress=progress)
    return {i: _of(index[i], found[i]) for i in identifiers if found[i].replayed or found[i].refused}


def printed_falsehoods() -> dict[str, str]:
    """False statements with what seems to prove them, printed as claims are, with milestones; by name.

    Those whose steps are false, and two about plans: of others not the statement is false, but what is said about it.
    """
    texts = {}
    for false in (*steps.FALSEHOODS, *(f for f in plans.FALSEHOODS if f.name in _ABOUT_PLANS)):
        try:
            file = whole(false.claim, {**by_id(), false.claim.id: false.claim}, false.steps)
        except (Unprintable, LookupError):  # an induction may lack a case
            continue
        if not file.needs:
            texts[false.name] = with_milestones(file.alone)
    return texts


def self_test(folder: Path, workers: int = 2) -> str:
    """Which false statement coqc does not refuse in a proof; empty when it refuses each."""
    if failures := build(folder, {TACTICS_FILE: TACTICS}, 1):
        return f"the printed route fails its self-test: {failures}"
    texts = printed_falsehoods()
    for name, outcome in outcomes(folder, texts, workers).items():
        if not fails_in_a_proof(outcome):
            said = outcome.error or "it is accepted"
            return f"the printed route fails its self-test: '{name}' does not fail in a proof: {said}"[:300]
    return "" if texts else "the printed route fails its self-test: no false statement can be printed"


def _of(claim: Claim, found: Generated) -> Evidence:
    numbers = dict(enumerate(labels(claim.derive()), 1))
    words = tuple(f"step {numbers[n]}: {why}" if n else why for n, why in found.missing)
    controls = Controls(rejected=found.rejected, total=found.rejected + len(found.survivors), survivors=found.survivors)
    kernel = KernelRecord(
        coqc=version(),
        sources_sha256=found.sha256,
        theorems=(found.theorem,) if found.theorem else (),
        axioms=tuple(sorted(found.axioms)),
        replayed=tuple(numbers[n] for n in found.replayed),
    )
    verdict = Verdict.PROVED if claim.counterexample is None else Verdict.REFUTED
    if found.refused:
        return _evidence(claim, Verdict.UNDECIDED, "", controls, (found.refused, *words), kernel)
    scope = "the theorem is about the statement as printed; trusts the printer of statements, and coqc"
    if not found.theorem:
        scope = "only in part: the steps as printed, each by itself; that they amount to the claim is not read"
    elif found.missing:
        scope = "only in part: what does not rest on the steps that are missing; trusts the printer, and coqc"
    said = f"{found.theorem or 'no theorem'}: {len(found.replayed)} of {found.steps} steps replayed"
    told = (f"coqc {kernel.coqc}; sources sha256 {found.sha256[:16]}", said, *words)
    return _evidence(claim, verdict, scope, controls, told, kernel, words)


def _evidence(
    claim: Claim,
    verdict: Verdict,
    scope: str,
    controls: Controls | None = None,
    findings: tuple[str, ...] = (),
    kernel: KernelRecord | None = None,
    partial: tuple[str, ...] = (),
) -> Evidence:
    return Evidence(
        level=Level.KERNEL,
        route=ROUTE,
        verdict=verdict,
        for_all=claim.for_all,
        scope=scope,
        controls=controls or Controls(),
        findings=findings,
        kernel=kernel,
        partial=partial,
    )
