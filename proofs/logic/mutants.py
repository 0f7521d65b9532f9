"""Mutants of a claim: one edit each, which the checker must reject. A check that accepts one proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import sympy as sp
from sympy.matrices import MatrixBase

from proofs.logic.claim import Assumption, AtAnotherTime, Claim, Kind
from proofs.logic.derivation import Derivation, Induction, Step
from proofs.logic.relations import Relation, eq, ge, gt, le, lt

_FLIPPED = {sp.Ge: le, sp.Le: ge, sp.Gt: lt, sp.Lt: gt}


@dataclass(frozen=True)
class Mutant:
    """A claim with one edit, and the derivation to check it by. edit says what was changed."""

    edit: str
    claim: Claim
    steps: Derivation


def mutations(relation: Relation) -> Iterator[tuple[str, Relation]]:
    """False variants of a relation: an inequality flipped, a constant shifted by 1, a sign changed."""
    if isinstance(relation, sp.And):
        for index, part in enumerate(relation.args):
            for edit, mutated in mutations(part):
                parts = (*relation.args[:index], mutated, *relation.args[index + 1 :])
                yield edit, sp.And(*parts, evaluate=False)
        return
    left, right = relation.args
    if isinstance(relation, sp.Eq):
        unit = sp.eye(left.rows) if isinstance(left, MatrixBase) else 1
        yield "constant shifted", eq(left, right + unit)
        if right != -right and right != 0:
            yield "sign flipped", eq(left, -right)
        return
    kind = type(relation)
    if kind(right, left) != sp.true:  # a square at most 0, flipped, is true
        yield "inequality flipped", _FLIPPED[kind](left, right)
    shift = 1 if kind in (sp.Ge, sp.Gt) else -1
    yield "constant shifted", kind(left, right + shift, evaluate=False)


def used_relations(steps: Derivation) -> frozenset[Relation]:
    """Every hypothesis that some step is given, at any depth."""
    found: set[Relation] = set()
    for step in steps:
        found.update(step.given)
        if isinstance(step.by, Induction):
            for case in step.by.cases:
                found |= used_relations(case.steps)
    return frozenset(found)


def _mutated_steps(steps: Derivation) -> Iterator[tuple[str, Derivation]]:
    """Each step's goal mutated in turn, at any depth."""
    for index, step in enumerate(steps):
        for edit, goal in mutations(step.goal):
            yield f"{edit} in '{step.title}'", _with(steps, index, replace(step, goal=goal))
        if isinstance(step.by, Induction):
            for number, proof in enumerate(step.by.proofs):
                for edit, inner in _mutated_steps(proof):
                    proofs = (*step.by.proofs[:number], inner, *step.by.proofs[number + 1 :])
                    yield edit, _with(steps, index, replace(step, by=replace(step.by, proofs=proofs)))


def _with(steps: Derivation, index: int, step: Step) -> Derivation:
    return (*steps[:index], step, *steps[index + 1 :])


def _everywhere(steps: Derivation, change: Callable[[Step], Step]) -> Derivation:
    """The steps with each one changed, at any depth."""

    def changed(step: Step) -> Step:
        if isinstance(step.by, Induction):
            proofs = tuple(_everywhere(proof, change) for proof in step.by.proofs)
            step = replace(step, by=replace(step.by, proofs=proofs))
        return change(step)

    return tuple(map(changed, steps))


def _restated(steps: Derivation, old: Relation, new: Relation) -> Derivation:
    """The same steps about a changed relation: as a goal, as a part of one, and wherever it is used."""

    def put(relation: Relation) -> Relation:
        if isinstance(relation, sp.And):
            return sp.And(*(new if part == old else part for part in relation.args), evaluate=False)
        return new if relation == old else relation

    return _everywhere(steps, lambda s: replace(s, goal=put(s.goal), given=tuple(map(put, s.given))))


def _without_given(steps: Derivation, dropped: Relation) -> Derivation:
    """The same steps, none of them given the dropped hypothesis."""
    return _everywhere(steps, lambda s: replace(s, given=tuple(g for g in s.given if g != dropped)))


def mutants(claim: Claim, steps: Derivation) -> Iterator[Mutant]:
    """All mutants of a claim: conclusions, steps, hypotheses, and the exact values that witness or refute.

    A changed conclusion is changed in the steps as well, and a dropped hypothesis is dropped from them: what must reject
    the mutant is a rule, not a name that is missing.
    """
    for index, conclusion in enumerate(claim.conclusions):
        for edit, mutated in mutations(conclusion):
            if claim.counterexample is not None and edit == "constant shifted":
                continue  # a stronger false statement is refuted by the same values: no mutant
            conclusions = (*claim.conclusions[:index], mutated, *claim.conclusions[index + 1 :])
            about = _restated(steps, conclusion, mutated)
            yield Mutant(f"{edit} in conclusion {index + 1}", replace(claim, conclusions=conclusions), about)
    for edit, mutated_steps in _mutated_steps(steps):
        yield Mutant(edit, claim, mutated_steps)
    used = used_relations(steps)
    for assumption in claim.assumptions:
        if assumption.relation in used:
            less = _without_given(steps, assumption.relation)
            yield Mutant(f"dropped hypothesis: {assumption.text}", _without(claim, assumption), less)
    if _moved(claim, claim.witness):
        yield Mutant("witness outside its range", replace(claim, witness=_moved(claim, claim.witness)), steps)
    if claim.counterexample is not None:
        for symbol in sorted(_constrained(claim) & set(claim.counterexample), key=str):
            moved = {**claim.counterexample, symbol: claim.counterexample[symbol] + 1}
            yield Mutant(f"counterexample with {symbol} moved", replace(claim, counterexample=moved), steps)


def _without(claim: Claim, dropped: Assumption) -> Claim:
    """The claim without one assumption. What followed from it is then a hypothesis of its own."""

    def alone(a: Assumption) -> Assumption:
        follows = isinstance(a.source, AtAnotherTime) and a.source.of == dropped.relation
        return replace(a, kind=Kind.HYPOTHESIS, source=None) if follows else a

    return replace(claim, assumptions=tuple(alone(a) for a in claim.assumptions if a is not dropped))


def _constrained(claim: Claim) -> set[sp.Basic]:
    return {symbol for a in claim.assumptions for symbol in a.relation.free_symbols}


def _moved(claim: Claim, values: Mapping[sp.Basic, sp.Basic]) -> dict[sp.Basic, sp.Basic]:
    """The values with one of them pushed below its declared range; empty when none is constrained."""
    for symbol, value in values.items():
        if symbol in _constrained(claim) and symbol.is_nonnegative:
            return {**values, symbol: -value - 1}
    return {}
