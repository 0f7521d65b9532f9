"""Claims and derivations as records for the ledger: what a reader sees of a proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sympy as sp

from proofs.logic.ablation import ablations, differs
from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Cite, Derivation, Induction, Step, StepResult, SumOfProducts, ZeroSquare
from proofs.logic.verdict import Level, Verdict
from reports.notation import tidy
from reports.verify.ledger import (
    AssumptionRecord,
    CaseRecord,
    ClaimRecord,
    ClauseRecord,
    Evidence,
    StepRecord,
    SymbolRecord,
)


def _latex(expression: sp.Basic) -> str:
    return tidy(sp.latex(expression))


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
        latex=_latex(step.goal),
        rule=_rule_name(step),
        ok=not reason,
        reason=reason,
        given=tuple(map(_latex, step.given)),
        certificate=_certificate_latex(step.by) if isinstance(step.by, SumOfProducts) else "",
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
        case SumOfProducts():
            return "sum of non-negative products"
        case _:
            return "equal normal forms"


def _certificate_latex(rule: SumOfProducts) -> str:
    def factor(e: sp.Expr) -> str:
        return rf"\left({_latex(e)}\right)" if e.is_Add else _latex(e)

    return " + ".join(r" \cdot ".join(map(factor, product)) for product in rule.products)


def claim_record(
    claim: Claim,
    derivation: tuple[StepRecord, ...],
    symbols: tuple[SymbolRecord, ...],
    evidence: tuple[Evidence, ...],
    verdict: Verdict,
    levels: tuple[Level | None, Level | None],
    kernel: str,
) -> ClaimRecord:
    """The claim with its evidence.

    levels: that of its own evidence, and the one that it and all its ancestors reach. kernel: why the kernel was not run,
    empty if it was.
    """
    own_level, strength = levels
    return ClaimRecord(
        id=claim.id,
        title=claim.title,
        says=claim.says,
        statement=tuple(map(tidy, claim.latex)),
        for_all=claim.for_all,
        symbols=symbols,
        provenance=claim.provenance,
        assumptions=_constructions(claim)
        + tuple(
            AssumptionRecord(
                text=a.text + ("; of every step" if claim.of_every_step(a) else ""),
                latex=_latex(a.relation),
                role=_role(claim, a),
            )
            for a in claim.assumptions
        ),
        depends_on=claim.depends_on,
        expected=claim.expected,
        verdict=verdict,
        own_level=own_level,
        strength=strength,
        derivation=derivation,
        evidence=evidence,
        clauses=clause_records(claim, evidence, kernel),
    )


def clause_records(claim: Claim, evidence: Sequence[Evidence], kernel: str) -> tuple[ClauseRecord, ...]:
    """The clauses that only the kernel proves: each proved only if its theorem is among those that the kernel accepted."""
    asked = [e for e in evidence if e.level is Level.KERNEL]
    accepted = {name for e in asked if e.verdict is Verdict.PROVED and e.kernel for name in e.kernel.theorems}
    skipped = [e.scope for e in asked if e.verdict is Verdict.NOT_RUN]
    why = kernel or next(iter(skipped), "the kernel did not accept its theorem")
    return tuple(
        ClauseRecord(text=c.text, theorem=c.theorem, not_run="" if c.theorem in accepted else why)
        for c in claim.kernel_clauses
    )


def symbol_records(claim: Claim, steps: Derivation) -> tuple[SymbolRecord, ...]:
    """The free symbols of the claim and of its derivation, each with its declared range."""
    free = {symbol for expression in _expressions(claim, steps) for symbol in expression.free_symbols}
    shown = sorted((_latex(symbol), symbol_range(symbol)) for symbol in free)
    names = [name for name, _ in shown]
    return tuple(SymbolRecord(latex=n, range=r, alike=names.count(n) > 1) for n, r in shown)


def _expressions(claim: Claim, steps: Derivation) -> Iterator[sp.Basic]:
    yield from (a.relation for a in claim.assumptions)
    yield from (*claim.conclusions, *claim.exists)
    for family in claim.families:
        yield from family.variables
        for construction in family.constructions:
            yield from (*construction.result.values(), *construction.where)
    yield from _of_steps(steps)


def _of_steps(steps: Derivation) -> Iterator[sp.Basic]:
    for step in steps:
        yield from (step.goal, *step.given)
        if isinstance(step.by, SumOfProducts):
            yield from (factor for product in step.by.products for factor in product)
        if isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from _of_steps(case.steps)


def symbol_range(symbol: sp.Symbol) -> str:
    """What SymPy was told of a symbol, as words that follow its name."""
    if not symbol.is_commutative:
        return "a matrix or vector"
    sign = "> 0" if symbol.is_positive else ">= 0" if symbol.is_nonnegative else ""
    if symbol.is_integer:
        return f"integer {sign}".strip()
    return sign or ("real" if symbol.is_real else "complex")


def _constructions(claim: Claim) -> tuple[AssumptionRecord, ...]:
    """What the claim's families stand for, construction by construction."""
    records = []
    for family in claim.families:
        names = ", ".join(map(_latex, family.variables))
        for construction in family.constructions:
            built = ", ".join(_latex(construction.result[v]) for v in family.variables)
            required = "".join(rf"\; \text{{ where }} \; {_latex(r)}" for r in construction.where)
            own = ", ".join(map(_latex, construction.fresh))
            each = rf"\; \text{{ with this step's own }} \; {own}" if own else ""
            latex = rf"\left({names}\right) = \left({built}\right){each}{required}"
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
