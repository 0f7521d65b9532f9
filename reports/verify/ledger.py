"""The ledger: claim x evidence x verdict, as validated records that go to JSON and come back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from proofs.logic.verdict import Level, Provenance, Verdict

FORMAT = 3
ASKED_FOR = "asked for"


class Record(BaseModel):
    """Base of every record: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Controls(Record):
    """Mutants of a check: all must be rejected."""

    rejected: int = 0
    total: int = 0
    survivors: tuple[str, ...] = ()


class StepRecord(Record):
    """One step of a derivation as checked.

    given: hypotheses used. certificate: what the difference of the goal's sides was written as, when that is the rule.
    kernel: whether coqc replayed the step as it is printed; None when it was not asked.
    """

    title: str
    latex: str
    rule: str
    ok: bool
    reason: str = ""
    given: tuple[str, ...] = ()
    certificate: str = ""
    kernel: bool | None = None
    cases: tuple[CaseRecord, ...] = ()


class CaseRecord(Record):
    """One case of an induction."""

    title: str
    steps: tuple[StepRecord, ...]


class KernelRecord(Record):
    """What a kernel run rests on: coqc's version, the SHA-256 of all its sources, the theorems asked about, by full name.

    axioms: what `Print Assumptions` names of all theorems that were asked about together, those of other claims too.
    replayed: the steps of the derivation that coqc established, numbered as a reader sees them.
    """

    coqc: str
    sources_sha256: str
    theorems: tuple[str, ...]
    axioms: tuple[str, ...]
    replayed: tuple[str, ...] = ()


class Evidence(Record):
    """What one route says of one claim.

    for_all: what the evidence quantifies over. scope: the exact range that was covered, or what is left to trust.
    findings: what was found, line by line (failed steps, counterexamples, theorem names).
    certificates: what `reports/recheck.py` can check again on its own.
    kernel: what the proof kernel was asked, when it ran.
    partial: what of the claim it does not reach, in words; empty when it is about the whole claim.
    """

    level: Level
    route: str
    verdict: Verdict
    for_all: str
    scope: str
    controls: Controls = Controls()
    findings: tuple[str, ...] = ()
    certificates: tuple[dict[str, Any], ...] = ()
    kernel: KernelRecord | None = None
    partial: tuple[str, ...] = ()


class AssumptionRecord(Record):
    """A hypothesis in words and in LaTeX. role: what part it plays, and what shows that it is needed."""

    text: str
    latex: str
    role: str = ""


class SymbolRecord(Record):
    """A free symbol in LaTeX, and the range that it is declared over, in words.

    alike: another symbol of the claim, with another range, prints the same.
    """

    latex: str
    range: str
    alike: bool = False


class ClauseRecord(Record):
    """A part of a claim that only a kernel theorem proves. not_run: why this run did not prove it; empty when it did."""

    text: str
    theorem: str
    not_run: str = ""


class ClaimRecord(Record):
    """A claim with all its evidence. statement: LaTeX, one conclusion a line. symbols: of statement and derivation.

    own_level: of the strongest evidence of its own, if that decides it. strength: the level that the claim and all its
    ancestors reach. clauses: what is claimed beyond the statement; the verdict covers those that this run proved.
    but_for: what is missing, in words, for the claim itself to be of level kernel, when coqc replayed the rest.
    """

    id: str
    title: str
    says: str
    statement: tuple[str, ...]
    for_all: str
    symbols: tuple[SymbolRecord, ...]
    provenance: Provenance
    assumptions: tuple[AssumptionRecord, ...]
    depends_on: tuple[str, ...]
    expected: Verdict
    verdict: Verdict
    own_level: Level | None
    strength: Level | None
    derivation: tuple[StepRecord, ...]
    evidence: tuple[Evidence, ...]
    clauses: tuple[ClauseRecord, ...] = ()
    but_for: str = ""

    @property
    def as_expected(self) -> bool:
        return self.verdict == self.expected

    @property
    def outcome(self) -> str:
        """The verdict in words: what the source only has the title of is refuted as we reconstruct it."""
        reconstructed = self.verdict is Verdict.REFUTED and self.provenance is not Provenance.NEW
        return f"{self.verdict} as reconstructed" if reconstructed else str(self.verdict)

    @property
    def not_run_clauses(self) -> tuple[ClauseRecord, ...]:
        return tuple(clause for clause in self.clauses if clause.not_run)


class Unverified(Record):
    """Numbered results of the paper without a claim of their own. count: how many the words stand for."""

    words: str
    count: int = 1


class CertificateCount(Record):
    """How many certificates a claim has, and the SHA-256 of their canonical JSON."""

    count: int
    sha256: str


def manifest(claims: Sequence[ClaimRecord]) -> dict[str, CertificateCount]:
    """What `reports/recheck.py` must find of each claim that has certificates, in the order of its evidence."""
    found = {c.id: [record for e in c.evidence for record in e.certificates] for c in claims}
    return {
        claim: CertificateCount(
            count=len(records),
            sha256=hashlib.sha256(json.dumps(records, sort_keys=True, separators=(",", ":")).encode()).hexdigest(),
        )
        for claim, records in found.items()
        if records
    }


class Summary(Record):
    """Counts, and what follows from them.

    kernel: whether the proof kernel was asked for, in words. not_run_clauses: the parts of claims that this run did not
    prove, each with its claim's id. certificates: by claim, so that none can be taken away unnoticed.
    """

    claims: int
    as_expected: int
    proved: int
    refuted: int
    undecided: int
    not_run: int
    kernel: str
    not_run_clauses: tuple[str, ...] = ()
    controls: Controls
    problems: tuple[str, ...]
    certificates: dict[str, CertificateCount] = {}
    exit_code: int


class Ledger(Record):
    """Everything a verification run found. No timestamps: the same input gives the same bytes."""

    format: int = FORMAT
    claims: tuple[ClaimRecord, ...]
    not_verified: tuple[Unverified, ...] = ()
    summary: Summary
    environment: dict[str, str]

    def to_json(self) -> str:
        return self.model_dump_json(indent=2) + "\n"
