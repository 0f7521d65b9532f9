"""Claims and derivations as records for the ledger: what a reader sees of a proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from proofs.ablation import ablations, differs
from proofs.checker import StepResult
from proofs.claim import (
    Assumption,
    Certificate,
    Cite,
    Claim,
    Derivation,
    Induction,
    Kind,
    Step,
    ZeroSquare,
)
from proofs.words import Verdict
from reports.ledger import AssumptionRecord, CaseRecord, ClaimRecord, Evidence, Level, StepRecord


def step_records(steps: Derivation, results: Sequence[StepResult]) -> tuple[StepRecord, ...]:
    """The steps with what the checker said of each."""
    reasons = {id(r.step): r.reason for r in results if r.step is not None}
    return tuple(_record(step, reasons) for step in steps)


def _record(step: Step, reasons: Mapping[int, str]) -> StepRecord:
    cases: tuple[CaseRecord, ...] = ()
    if isinstance(step.by, Induction):
        cases = tuple(
            CaseRecord(title=c.title, steps=tuple(_record(s, reasons) for s in c.steps)) for c in step.by.cases
        )
    reason = reasons.get(id(step), "not reached")
    return StepRecord(
        title=step.title,
        latex=sp.latex(step.goal),
        rule=_rule_name(step),
        ok=not reason,
        reason=reason,
        given=tuple(map(sp.latex, step.given)),
        certificate=_certificate_latex(step.by) if isinstance(step.by, Certificate) else "",
        cases=cases,
    )


def _rule_name(step: Step) -> str:
    match step.by:
        case Cite():
            return f"citation of {step.by.claim}"
        case Induction():
            return f"induction over {step.by.over}"
        case ZeroSquare():
            return "a square that is at most zero"
        case Certificate():
            return "sum of non-negative products"
        case _:
            return "equal normal forms"


def _certificate_latex(rule: Certificate) -> str:
    def factor(e: sp.Expr) -> str:
        return rf"\left({sp.latex(e)}\right)" if e.is_Add else sp.latex(e)

    return " + ".join(r" \cdot ".join(map(factor, product)) for product in rule.products)


def claim_record(
    claim: Claim,
    derivation: tuple[StepRecord, ...],
    evidence: tuple[Evidence, ...],
    verdict: Verdict,
    strength: Level | None,
) -> ClaimRecord:
    """The claim with its evidence. strength: the level that it and all its ancestors reach."""
    return ClaimRecord(
        id=claim.id,
        title=claim.title,
        says=claim.says,
        statement=claim.latex,
        for_all=claim.for_all,
        provenance=claim.provenance,
        assumptions=_constructions(claim)
        + tuple(
            AssumptionRecord(text=a.text, latex=sp.latex(a.relation), role=_role(claim, a)) for a in claim.assumptions
        ),
        depends_on=claim.depends_on,
        expected=claim.expected,
        verdict=verdict,
        strength=strength,
        derivation=derivation,
        evidence=evidence,
    )


def _constructions(claim: Claim) -> tuple[AssumptionRecord, ...]:
    """What the claim's families stand for, construction by construction."""
    records = []
    for family in claim.families:
        names = ", ".join(map(sp.latex, family.variables))
        for construction in family.constructions:
            built = ", ".join(sp.latex(construction.result[v]) for v in family.variables)
            required = "".join(rf"\; \text{{ where }} \; {sp.latex(r)}" for r in construction.where)
            latex = rf"\left({names}\right) = \left({built}\right){required}"
            records.append(
                AssumptionRecord(text=f"{family.name}: {construction.title}", latex=latex, role="construction")
            )
    return tuple(records)


def _role(claim: Claim, assumption: Assumption) -> str:
    if assumption.kind is not Kind.HYPOTHESIS:
        return str(assumption.kind)
    for ablation in ablations(claim):
        if ablation.dropped == assumption.relation:
            return f"load-bearing: without it the claim fails at {differs(claim, ablation)}"
    return "part of the refuted statement"
