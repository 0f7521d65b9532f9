"""Steps of a derivation as lemmas of Coq, each with a proof by its rule. The proofs are not trusted: coqc judges them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Printer, Unprintable, ordered, quantified
from proofs.logic.coqfactors import cofactors
from proofs.logic.coqfamilies import Statement, state
from proofs.logic.coqfunctions import by_angles, one_text
from proofs.logic.derivation import Algebra, Cite, Derivation, Induction, Step, SumOfProducts
from proofs.logic.relations import Relation, conjuncts, difference, substituted


@dataclass(frozen=True)
class Lemma:
    """A step's text: number in the order of the derivation, at any depth; why it is not printed, or its statement."""

    number: int
    step: Step
    statement: str = ""
    proof: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        return f"Lemma step_{self.number} : {self.statement}.\nProof. intros; {self.proof}. Qed."

    @property
    def trial(self) -> str:
        """Tries the proof, and prints `replayed` with the step's number if it succeeds; defines nothing."""
        told = f'idtac "replayed {self.number}"'
        return f"Goal {self.statement}.\nProof. tryif solve [intros; {self.proof}] then {told} else idtac. Abort."


def walk(steps: Derivation) -> Iterator[Step]:
    """Every step at any depth, each before those inside it."""
    for step in steps:
        yield step
        if isinstance(step.by, Induction):
            for proof in step.by.proofs:
                yield from walk(proof)


def cited(steps: Derivation) -> tuple[str, ...]:
    """The claims that the steps cite."""
    return tuple(dict.fromkeys(s.by.claim for s in walk(steps) if isinstance(s.by, Cite)))


def lemmas(statement: Statement, steps: Derivation) -> tuple[Lemma, ...]:
    """Each step that stands alone, as a lemma over all its symbols; inductions and citations have none."""
    found = []
    for number, step in enumerate(walk(steps), 1):
        if isinstance(step.by, Induction | Cite):
            continue
        try:
            found.append(_lemma(statement, number, step))
        except Unprintable as why:
            found.append(Lemma(number, step, reason=str(why)))
    return tuple(found)


def given_of(statement: Statement, step: Step) -> tuple[Relation, ...]:
    """What a step is given that can be printed; a definition that is substituted says nothing more."""
    defined = {
        a.relation
        for a in statement.claim.assumptions
        if a.kind is Kind.DEFINITION and a.relation.args[0] in statement.printer.values
    }
    return tuple(r for r in step.given if r not in defined and statement.printer.prints(r))


@dataclass(frozen=True)
class Said:
    """What is printed of a claim: its conclusions that rest on printed steps alone.

    unsaid: why the others are left out, with the number of the step, 0 for a conclusion that no step establishes.
    left_out: the steps that are not printed or rest on one that is not, by their identity.
    """

    claim: Claim
    unsaid: tuple[tuple[int, str], ...]
    left_out: frozenset[int]


def said(claim: Claim, steps: Derivation) -> Said:
    """A claim without what cannot be printed and what rests on it. Raises Unprintable when no conclusion is left.

    A step rests on what its lemma is given: where a proof is found without a fact that cannot be printed, it does not.
    """
    statement = state(claim)
    prints = statement.printer.prints
    unsaid = [(x.number, x.reason) for x in lemmas(statement, steps) if x.reason]
    unprinted = {id(x.step) for x in lemmas(statement, steps) if x.reason}
    left_out: set[int] = set()
    missing: set[Relation] = set()

    def examine(proof: Derivation) -> None:
        for step in proof:
            inside = step.by.proofs if isinstance(step.by, Induction) else ()
            for inner in inside:
                examine(inner)
            rests = {part for r in given_of(statement, step) for part in conjuncts(r)} & missing
            rests |= {inner.goal for within in inside for inner in within if id(inner) in left_out}
            if rests or id(step) in unprinted or not prints(step.goal):
                left_out.add(id(step))
                missing.update(conjuncts(step.goal))

    examine(steps)
    kept = [c for c in claim.conclusions if prints(c) and not missing & set(conjuncts(c))]
    others = [n for n, c in enumerate(claim.conclusions, 1) if c not in kept and not missing & set(conjuncts(c))]
    unsaid += [(0, f"conclusion {n} cannot be printed") for n in others]
    if not kept:
        raise Unprintable("no conclusion can be printed")
    return Said(replace(claim, conclusions=tuple(kept)), tuple(unsaid), frozenset(left_out))


def _lemma(statement: Statement, number: int, step: Step) -> Lemma:
    """The goal under the ranges of its symbols and what the step is given; what cannot be printed is not given."""
    printer, given = statement.printer, given_of(statement, step)
    goal = printer.relation(step.goal)
    symbols = ordered(printer.symbols((step.goal, *given)))
    premises = [*map(printer.range, symbols), *map(printer.relation, given)]
    text = quantified(map(printer.name, symbols), premises, goal)
    match step.by:
        case Algebra():
            left, right = step.goal.args
            return Lemma(number, step, text, _equal(printer, left - right, goal, given, (left, right)))
        case SumOfProducts():
            factors = [f for product in step.by.products for f in product]
            if not all(map(printer.prints, factors)):
                return Lemma(number, step, text, "direct")
            if printer.symbols(factors) - set(symbols):
                raise Unprintable("the certificate names a number that the goal does not")
            less, strict = difference(step.goal)
            products = [f"({' * '.join(map(printer.expression, product))})" for product in step.by.products]
            signs = [f"{'sign' if strict else 'sign_weak'} {product}" for product in products]
            low, high = step.goal.args if isinstance(step.goal, sp.Le | sp.Lt) else reversed(step.goal.args)
            total = f"{printer.expression(high)} - {printer.expression(low)} = {' + '.join(products)}"
            residual = less - sp.Add(*(sp.Mul(*product) for product in step.by.products))
            proof = f"assert ({total}) by ({_equal(printer, residual, total, given, (low, high, *factors))}); lra"
            return Lemma(number, step, text, "; ".join([*signs, proof]))
    return Lemma(number, step, text, "zero_square")


def _equal(
    printer: Printer, residual: sp.Expr, equation: str, given: Sequence[Relation], sides: Sequence[sp.Basic]
) -> str:
    """Proves an equation whose two sides differ by the residual; from given ones with the factors that SymPy finds."""
    equations = [r for r in given if isinstance(r, sp.Eq)]
    meant = [substituted(r.lhs - r.rhs, printer.values) for r in equations]
    residual = substituted(residual.doit(), printer.values)
    factors = cofactors(residual, meant)
    equal = f"{one_text((*sides, *given), printer)}equal"
    if factors is None:
        return by_angles(residual, (*sides, *given), printer) or equal
    left, right = equation.rsplit(" = ", 1)
    zeros = [f"({printer.expression(r.lhs)} - {printer.expression(r.rhs)})" for r in equations]
    total = " + ".join(f"{printer.expression(q)} * {zero}" for q, zero in zip(factors, zeros, strict=True))
    parts = [f"assert (E : ({left}) - ({right}) = {total}) by ({equal})"]
    return "; ".join([*parts, *(f"replace {zero} with 0 in E by lra" for zero in zeros), "lra"])
