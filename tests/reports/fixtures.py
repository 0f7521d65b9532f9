"""A ledger of the whole catalogue with made-up evidence, for the tests of what renders it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs.catalogue import CLAIMS, ancestors, by_id
from proofs.logic.claim import Claim
from proofs.logic.derivation import Induction, Step
from proofs.logic.verdict import Level, Verdict
from reports.figures.captioned import NumberTable
from reports.notation import tidy
from reports.verify.ledger import (
    ASKED_FOR,
    AssumptionRecord,
    CaseRecord,
    ClaimRecord,
    Controls,
    Evidence,
    Ledger,
    StepRecord,
    Summary,
    Unverified,
)
from reports.verify.records import symbol_records

Run = Callable[..., tuple[int, str, str]]  # exit code, stdout, stderr of the command with these arguments

NUMBERS = {"phase": NumberTable("Boundaries of the phases", ("T", "lambda_-"), (("32", "1.0503"), ("8_x", "100%")))}

RULES = {
    "Algebra": "equal normal forms",
    "SumOfProducts": "sum of non-negative products",
    "Induction": "induction",
    "ZeroSquare": "a square that is at most zero",
}


def step_record(step: Step) -> StepRecord:
    cases = ()
    rule = RULES.get(type(step.by).__name__) or f"citation of {step.by.claim}"
    if isinstance(step.by, Induction):
        rule = f"induction over {step.by.over}"
        cases = tuple(CaseRecord(title=c.title, steps=tuple(map(step_record, c.steps))) for c in step.by.cases)
    return StepRecord(title=step.title, latex=tidy(sp.latex(step.goal)), rule=rule, ok=True, cases=cases)


def evidence(claim: Claim) -> tuple[Evidence, ...]:
    symbolic = Evidence(
        level=Level.SYMBOLIC,
        route="derivation re-checked step by step",
        verdict=claim.expected,
        for_all=claim.for_all,
        scope="trusts SymPy's arithmetic and the checker's rules",
        controls=Controls(rejected=7, total=7),
    )
    sampled = Evidence(
        level=Level.ENCLOSED,
        route="enclosure over a box of parameters",
        verdict=claim.expected,
        for_all="lambda in [0, 1], s in [0, 8], T <= 6",
        scope="cosine schedule, 4096 boxes",
        controls=Controls(rejected=3, total=4, survivors=("gamma_t taken at the end time of the merge",)),
        findings=("the closest call: w_2 = 3.1e-9 at lambda = 0.99, T = 6",),
    )
    late = Evidence(
        level=Level.KERNEL, route="proof kernel", verdict=Verdict.NOT_RUN, for_all="every T", scope="not asked for"
    )
    return (symbolic, sampled, late) if claim.id.startswith(("N", "T")) else (symbolic,)


@cache
def catalogue_ledger() -> Ledger:
    """Every claim of the catalogue, as a run would record it."""
    index = by_id()
    records = []
    for claim in CLAIMS:
        ancestors(claim.id, index)
        records.append(
            ClaimRecord(
                id=claim.id,
                title=claim.title,
                says=claim.says,
                statement=tuple(map(tidy, claim.latex)),
                for_all=claim.for_all,
                symbols=symbol_records(claim, claim.derive()),
                provenance=claim.provenance,
                assumptions=tuple(
                    AssumptionRecord(text=a.text, latex=tidy(sp.latex(a.relation))) for a in claim.assumptions
                ),
                depends_on=claim.depends_on,
                expected=claim.expected,
                verdict=claim.expected,
                own_level=Level.SYMBOLIC,
                strength=Level.SYMBOLIC,
                derivation=tuple(map(step_record, claim.derive())),
                evidence=evidence(claim),
            )
        )
    refuted = sum(r.verdict is Verdict.REFUTED for r in records)
    rejected = sum(e.controls.rejected for r in records for e in r.evidence)
    total = sum(e.controls.total for r in records for e in r.evidence)
    summary = Summary(
        claims=len(records),
        as_expected=len(records),
        proved=len(records) - refuted,
        refuted=refuted,
        undecided=0,
        not_run=0,
        kernel=ASKED_FOR,
        controls=Controls(rejected=rejected, total=total),
        problems=("T4.1: a mutant survived: gamma_t taken at the end time of the merge",),
        exit_code=1,
    )
    return Ledger(
        claims=tuple(records),
        not_verified=(
            Unverified(words="Theorem 5.1: Gaussian mixtures, not part of this suite"),
            Unverified(words="six results on real latent spaces", count=6),
        ),
        summary=summary,
        environment={"python": "3.11.9", "sympy": "1.14.0", "python-flint": "0.8.0", "z3-solver": "4.13.4"},
    )
