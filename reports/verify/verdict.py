"""From evidence to verdicts: of a claim alone, of a claim on what it rests on, and the ledger and exit code of them all."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from proofs.catalogue import ancestors
from proofs.logic.claim import Claim
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import coqc
from reports.verify.ledger import (
    ASKED_FOR,
    ClaimRecord,
    Controls,
    Evidence,
    Ledger,
    StepRecord,
    Summary,
    SymbolRecord,
    Unverified,
    manifest,
)
from reports.verify.records import claim_record
from reports.verify.replayed import but_for, marked

# The source at hand titles ten of the paper's theorems and definitions, nine of which are claims, and counts the rest.
NOT_VERIFIED = (
    Unverified(words="C.1 (restates P3.1)"),
    Unverified(words="11 of the 21 theorems and definitions, whose titles the source at hand does not give", count=11),
)

DECIDED = (Verdict.PROVED, Verdict.REFUTED)

MIN_CONTROLS = 4  # mutants that every claim must have had rejected, all routes together

PACKAGES = ("sympy", "mpmath", "python-flint", "z3-solver", "hypothesis", "numpy")


@dataclass(frozen=True)
class Findings:
    """What the routes other than the kernel found of one claim; crosses process boundaries."""

    derivation: tuple[StepRecord, ...]
    evidence: tuple[Evidence, ...]
    symbols: tuple[SymbolRecord, ...] = ()


def verdict_of(claim: Claim, evidence: Sequence[Evidence]) -> tuple[Verdict, tuple[str, ...]]:
    """The claim's verdict and what is wrong, if anything.

    Proved or refuted needs evidence of level symbolic or above; every other piece must agree within its scope (a search
    that finds no counterexample agrees with a proof), nothing may be undecided, every mutant must have been rejected, and
    every piece must have had one.
    """
    problems = [
        f"{claim.id}: a mutant survived at level {e.level}: {s}" for e in evidence for s in e.controls.survivors
    ]
    ran = [e for e in evidence if e.verdict is not Verdict.NOT_RUN]
    if not ran:
        return Verdict.NOT_RUN, (f"{claim.id}: nothing was run",)
    # A search that found nothing sides with a proof, and is none.
    sides = [Verdict.PROVED if e.verdict is Verdict.NO_COUNTEREXAMPLE else e.verdict for e in ran]
    decided = {side for side in sides if side is not Verdict.UNDECIDED}
    if len(decided) > 1:
        said = ", ".join(f"{e.route} ({e.level}) says {e.verdict}" for e in ran)
        problems.append(f"{claim.id}: the routes disagree: {said}")
    problems += [
        f"{claim.id}: undecided at level {e.level}: {'; '.join(e.findings)[:300]}"
        for e in ran
        if e.verdict is Verdict.UNDECIDED
    ]
    carried = any(e.level.strength >= Level.SYMBOLIC.strength for e in ran)
    if not carried:
        problems.append(f"{claim.id}: no evidence of level symbolic or above")
    problems += [f"{claim.id}: no mutant at level {e.level} ({e.route})" for e in ran if not e.controls.total]
    tested = sum(e.controls.total for e in ran)
    if tested < MIN_CONTROLS:
        problems.append(f"{claim.id}: {tested} mutants in all, at least {MIN_CONTROLS} are needed")
    if problems:
        return Verdict.UNDECIDED, tuple(problems)
    return decided.pop(), ()


def assemble(
    claims: Sequence[Claim],
    index: Mapping[str, Claim],
    found: Mapping[str, Findings],
    from_kernel: Mapping[str, tuple[Evidence, ...]] | None,
    complete: bool = True,
    moved: Sequence[str] = (),
    failed: Sequence[str] = (),
) -> Ledger:
    """The ledger that the findings amount to. from_kernel: None when the kernel was not asked for.

    complete: the whole catalogue was verified. moved: what reads otherwise than it is pinned. failed: which routes fail
    their self-test, and where.
    """
    read = from_kernel or {}
    evidence = {c.id: (*found[c.id].evidence, *read.get(c.id, ())) for c in claims}
    coqc_ran = [e.kernel for several in read.values() for e in several if e.kernel]
    problems: list[str] = []
    alone: dict[str, Verdict] = {}
    own_level: dict[str, Level | None] = {}
    for claim in claims:
        alone[claim.id], wrong = verdict_of(claim, evidence[claim.id])
        problems += wrong
        levels = [e.level for e in evidence[claim.id] if e.verdict is alone[claim.id] and not e.partial]
        own_level[claim.id] = max(levels, key=lambda x: x.strength, default=None)
    verdicts, unsupported = supported(claims, index, alone)
    problems += unsupported
    kernel = _not_asked() if from_kernel is None else ASKED_FOR
    records = tuple(
        claim_record(
            claim,
            marked(found[claim.id].derivation, evidence[claim.id]) if coqc_ran else found[claim.id].derivation,
            found[claim.id].symbols,
            evidence[claim.id],
            verdicts[claim.id],
            (
                own_level[claim.id] if alone[claim.id] in DECIDED else None,
                strength(claim.id, index, own_level, verdicts),
            ),
            "" if kernel == ASKED_FOR else f"the proof kernel was {kernel}",
        )
        for claim in claims
    )
    records = tuple(r.model_copy(update={"but_for": but_for(r, own_level[r.id])}) for r in records)
    return Ledger(
        claims=records,
        not_verified=NOT_VERIFIED if complete else (),
        summary=summarise(records, tuple(problems), kernel, moved, failed),
        environment=environment() | ({"coqc": coqc_ran[0].coqc} if coqc_ran else {}),
    )


def _not_asked() -> str:
    return "not asked for" if coqc() else "not asked for (coqc is not installed)"


def verdict_code(record: ClaimRecord) -> int:
    """Exit code for one claim: 0 as expected, 1 another verdict, 3 undecided or not run."""
    if record.verdict not in DECIDED:
        return 3
    return 0 if record.as_expected else 1


def summarise(
    records: Sequence[ClaimRecord],
    problems: tuple[str, ...],
    kernel: str,
    moved: Sequence[str] = (),
    failed: Sequence[str] = (),
) -> Summary:
    """Counts and exit code: 1 a verdict other than expected or a statement other than pinned, 3 undecided, asked for
    and not run, or a self-test that failed, else 0.
    """
    count = {v: sum(r.verdict is v for r in records) for v in Verdict}
    missing = [
        f"{r.id}: {e.level} was asked for and not run: {e.scope}"
        for r in records
        for e in r.evidence
        if e.verdict is Verdict.NOT_RUN
    ]
    clauses = tuple(f"{r.id}: {c.text.removesuffix('.')} ({c.not_run})" for r in records for c in r.not_run_clauses)
    if kernel == ASKED_FOR:
        missing += [f"{clause}: asked for and not proved" for clause in clauses]
    wrong = [r for r in records if verdict_code(r) == 1]
    open_ones = [r for r in records if verdict_code(r) == 3]
    named = [f"{r.id}: expected {r.expected}, found {r.verdict}" for r in wrong]
    controls = [e.controls for r in records for e in r.evidence]
    return Summary(
        claims=len(records),
        as_expected=sum(r.as_expected for r in records),
        proved=count[Verdict.PROVED],
        refuted=count[Verdict.REFUTED],
        undecided=count[Verdict.UNDECIDED],
        not_run=count[Verdict.NOT_RUN],
        kernel=kernel,
        not_run_clauses=clauses,
        controls=Controls(
            rejected=sum(c.rejected for c in controls),
            total=sum(c.total for c in controls),
            survivors=tuple(s for c in controls for s in c.survivors),
        ),
        problems=(*moved, *failed, *named, *problems, *missing),
        certificates=manifest(records),
        exit_code=1 if wrong or moved else 3 if open_ones or missing or failed else 0,
    )


def environment() -> dict[str, str]:
    """Versions that the verdicts rest on."""
    found = {"python": platform.python_version(), "opmerge": importlib.metadata.version("opmerge")}
    return found | {name: importlib.metadata.version(name) for name in PACKAGES}


def supported(
    claims: Sequence[Claim], index: Mapping[str, Claim], alone: Mapping[str, Verdict]
) -> tuple[dict[str, Verdict], list[str]]:
    """The verdicts, and why some are worse than what the claim's own evidence says.

    What rests on a claim that was not proved is not proved. A refutation is by exact values and rests on nothing.
    """
    verdicts, problems = dict(alone), []
    for claim in claims:
        weak = sorted(i for i in ancestors(claim.id, index) if alone[i] is not Verdict.PROVED)
        if weak and alone[claim.id] is Verdict.PROVED:
            verdicts[claim.id] = Verdict.UNDECIDED
            named = ", ".join(f"{i} ({alone[i]})" for i in weak)
            problems.append(f"{claim.id}: undecided, because it rests on what is not proved: {named}")
    return verdicts, problems


def strength(
    identifier: str, index: Mapping[str, Claim], own_level: Mapping[str, Level | None], verdicts: Mapping[str, Verdict]
) -> Level | None:
    """The level that a decided claim and all its ancestors reach; a claim that is not proved supports nothing."""
    below = ancestors(identifier, index)
    if verdicts[identifier] not in DECIDED:
        return None
    if any(verdicts[i] is not Verdict.PROVED for i in below):
        return None
    levels = [own_level[i] for i in (identifier, *below)]
    known = [level for level in levels if level is not None]
    return min(known, key=lambda x: x.strength) if len(known) == len(levels) else None
