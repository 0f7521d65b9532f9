"""Re-checks a derivation step by step. Trusts SymPy's arithmetic, and nothing that the derivation says of itself."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs.logic.algebra import check_algebra, check_sum, check_zero_square
from proofs.logic.claim import Claim
from proofs.logic.definedness import out_of_range
from proofs.logic.derivation import Algebra, Cite, Induction, Step, StepResult, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family, renamed, spoken_of
from proofs.logic.relations import Relation, conjuncts, instance
from proofs.logic.scope import Facts, Known, assumed, captured, is_general, uses
from proofs.logic.statement import faults_of_statement
from proofs.logic.verdict import Verdict
from proofs.logic.wellformed import check_counterexample, check_values, holds_at


def _check_cite(rule: Cite, step: Step, claims: Mapping[str, Claim], available: Facts, used: Claim) -> str:
    cited = claims.get(rule.claim)
    if cited is None or rule.claim not in used.depends_on:
        return f"{rule.claim} is not among the claims that this one depends on"
    if cited.counterexample is not None or cited.expected is not Verdict.PROVED:
        return f"{rule.claim} is not a claim to be proved: nothing follows from it"
    for key in rule.at:
        if not key.is_Symbol:
            return f"{key} is no symbol: a citation replaces symbols only"
    spoken: list[Family] = []
    for family in cited.families:
        if any(not rule.at.get(v, v).is_Symbol for v in family.variables):
            return f"{rule.claim} speaks of {family.name}: only another such object may take their place"
        here = spoken_of(used.families, renamed(family, rule.at))
        if here is None:
            return f"{rule.claim} speaks of {family.name}, which this claim does not"
        if clash := captured(family, rule.at, here):
            return (
                f"{rule.claim} keeps {clash} apart from the other numbers of {family.name}, and this citation does not"
            )
        spoken.append(here)
    for symbol, value in rule.at.items():
        if fault := out_of_range(symbol, value, available):
            return fault
    instances = [instance(c, rule.at) for c in cited.conclusions]
    if step.goal not in instances:
        return f"the goal is no instance of a conclusion of {rule.claim}"
    for assumption in cited.assumptions:
        needed = instance(assumption.relation, rule.at)
        if needed not in available and not _trivial(needed):
            return f"{rule.claim} needs {needed}, which is not available"
        every = cited.of_every_step(assumption) and needed in available
        if every and not all(is_general(available[needed], family) for family in spoken):
            return f"{rule.claim} needs {needed} for every step, and it is known of one only"
    return ""


def check_derivation(claim: Claim, claims: Mapping[str, Claim], steps: tuple[Step, ...]) -> list[StepResult]:
    """Checks every step in order, and that the conclusions are among what the steps establish.

    claims: the catalogue, for citations. The last result is the claim's own: are all conclusions established?
    """
    results: list[StepResult] = []
    available = assumed(claim)
    results += faults_of_statement(claim, claims, steps)
    _check_steps(claim, claims, steps, available, results)
    if claim.counterexample is not None:
        results.append(StepResult("the counterexample violates a conclusion", check_counterexample(claim)))
    else:
        missing = [c for c in claim.conclusions if c not in available]
        reason = f"not established by any step: {missing[0]}" if missing else ""
        results.append(StepResult("every conclusion is established by a step", reason))
    results.append(StepResult("the witness satisfies every assumption", check_values(claim, claim.witness)))
    for relation in claim.exists:
        reason = "" if holds_at(relation, claim.witness) else f"the witness does not satisfy {relation}"
        results.append(StepResult("the witness shows what is claimed to exist", reason))
    return results


def accepted(claim: Claim, claims: Mapping[str, Claim], steps: tuple[Step, ...]) -> bool:
    """Whether nothing is wrong, the steps alone first: what is wrong with most of all mutants."""
    results: list[StepResult] = []
    _check_steps(claim, claims, steps, assumed(claim), results)
    return all(r.ok for r in results) and all(r.ok for r in check_derivation(claim, claims, steps))


def _check_steps(
    claim: Claim,
    claims: Mapping[str, Claim],
    steps: tuple[Step, ...],
    available: Facts,
    results: list[StepResult],
) -> None:
    for step in steps:
        reason = _check_step(claim, claims, step, available, results)
        results.append(StepResult(step.title, reason, step))
        if not reason:
            used = tuple(available[fact] for fact in uses(step, claims, available) if fact in available)
            for part in conjuncts(step.goal):
                available.setdefault(part, Known(part, used=used))


def _check_step(
    claim: Claim,
    claims: Mapping[str, Claim],
    step: Step,
    available: Facts,
    results: list[StepResult],
) -> str:
    if fault := _not_available(step, available):
        return fault
    match step.by:
        case Algebra():
            return check_algebra(step)
        case SumOfProducts():
            return check_sum(step, step.by)
        case ZeroSquare():
            return check_zero_square(step)
        case Cite():
            return _check_cite(step.by, step, claims, available, claim)
        case Induction():
            return _check_induction(claim, claims, step, step.by, available, results)


def _not_available(step: Step, available: Facts) -> str:
    for relation in step.given:
        if relation not in available:
            return f"uses {relation}, which no assumption or earlier step provides"
    return ""


def _check_induction(
    claim: Claim,
    claims: Mapping[str, Claim],
    step: Step,
    rule: Induction,
    available: Facts,
    results: list[StepResult],
) -> str:
    family = rule.family
    if fault := _family_fault(family):
        return fault
    if family not in claim.families:
        return f"the claim does not speak of {family.name}"
    if len(rule.proofs) != len(family.constructions):
        return "one proof is needed for each construction"
    if fresh := step.goal.free_symbols & family.fresh:
        return f"the goal mentions {min(map(str, fresh))}, which is another number at every step"
    variables = set(family.variables)
    # What was known of the variables before is not known of the operands: only the induction hypothesis is. What was
    # known of one step's numbers is not known of the next step's, unless it is known of all.
    outside = {fact: known for fact, known in available.items() if is_general(known, family)}
    for construction, steps in zip(family.constructions, rule.proofs, strict=True):
        inside = outside | {fact: Known(fact) for fact in construction.where}
        for operand in construction.operands:
            if fault := _operand_fault(claim, operand, variables, inside):
                return f"case '{construction.title}': {fault}"
            # Names of its own throughout: it stands for each of the operands of this kind.
            every = frozenset(construction.fresh) if variables <= set(operand) else frozenset()
            for hypothesis in (instance(c, operand) for c in conjuncts(step.goal)):
                inside[hypothesis] = Known(hypothesis, every)
        before = len(results)
        _check_steps(claim, claims, steps, inside, results)
        if any(not r.ok for r in results[before:]):
            return f"case '{construction.title}': a step does not check"
        for variable, value in construction.result.items():
            if fault := out_of_range(variable, value, inside):
                return f"case '{construction.title}': {fault}"
        if fault := _not_preserved(step, construction, inside):
            return f"case '{construction.title}': {fault}"
    return ""


def _not_preserved(step: Step, construction: Construction, inside: Facts) -> str:
    """What of the goal is not established for the object built."""
    for target in (instance(c, construction.result) for c in conjuncts(step.goal)):
        if target not in inside and not _trivial(target):
            return f"not established: {target}"
    return ""


def _family_fault(family: Family) -> str:
    """A family needs a construction without operands, and every construction must say what each variable becomes."""
    if not any(not c.operands for c in family.constructions):
        return f"{family.name}: no construction starts from nothing"
    if len(set(family.variables)) != len(family.variables):
        return f"{family.name}: a variable is repeated"
    if family.fresh & set(family.variables):
        return f"{family.name}: a variable is no number of one step"
    for construction in family.constructions:
        if {v for operand in construction.operands for v in operand.values()} - set(construction.fresh):
            return f"{family.name}: '{construction.title}' gives an operand a name that is not new"
        if set(construction.result) != set(family.variables):
            return f"{family.name}: '{construction.title}' does not say what every variable becomes"
        if not construction.operands and any(
            v.free_symbols & set(family.variables) for v in construction.result.values()
        ):
            return f"{family.name}: '{construction.title}' has no operands and yet uses one"
    return ""


def _operand_fault(claim: Claim, operand: Mapping[sp.Basic, sp.Basic], variables: set[sp.Symbol], inside: Facts) -> str:
    """An operand's own parameters must satisfy what the claim assumes of the parameters they replace."""
    for symbol, value in operand.items():
        if not value.is_Symbol:
            return f"{value} is no name for an operand's {symbol}"
        if fault := out_of_range(symbol, value, inside):
            return fault
    moved = set(operand) - variables
    for assumption in claim.assumptions:
        used = assumption.relation.free_symbols
        if used & moved and not used & variables and instance(assumption.relation, operand) not in inside:
            return f"an operand needs {instance(assumption.relation, operand)}, which is not available"
    return ""


def _trivial(relation: Relation) -> bool:
    """True by the declared ranges of its symbols alone."""
    return bool(relation.func(*relation.args) == sp.true)
