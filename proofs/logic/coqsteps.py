"""Steps of a derivation as lemmas of Coq, each with a proof by its rule. The proofs are not trusted: coqc judges them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sympy as sp

from proofs.logic.claim import Kind
from proofs.logic.coq import Printer, Unprintable, ordered, quantified
from proofs.logic.coqfamilies import Statement
from proofs.logic.derivation import Algebra, Cite, Derivation, Induction, Step, SumOfProducts
from proofs.logic.relations import Relation, difference, substituted


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
    """What a step is given; a definition that is substituted says nothing more."""
    defined = {
        a.relation
        for a in statement.claim.assumptions
        if a.kind is Kind.DEFINITION and a.relation.args[0] in statement.printer.values
    }
    return tuple(r for r in step.given if r not in defined)


def _lemma(statement: Statement, number: int, step: Step) -> Lemma:
    printer, given = statement.printer, given_of(statement, step)
    symbols = ordered(printer.symbols((step.goal, *given)))
    premises = [*map(printer.range, symbols), *map(printer.relation, given)]
    text = quantified(map(printer.name, symbols), premises, printer.relation(step.goal))
    match step.by:
        case Algebra():
            return Lemma(
                number, step, text, _equal(printer, step.goal.lhs - step.goal.rhs, printer.relation(step.goal), given)
            )
        case SumOfProducts():
            if printer.symbols(f for product in step.by.products for f in product) - set(symbols):
                raise Unprintable("the certificate names a number that the goal does not")
            goal, strict = difference(step.goal)
            products = [f"({' * '.join(map(printer.expression, product))})" for product in step.by.products]
            signs = [f"{'sign' if strict else 'sign_weak'} {product}" for product in products]
            low, high = step.goal.args if isinstance(step.goal, sp.Le | sp.Lt) else reversed(step.goal.args)
            total = f"{printer.expression(high)} - {printer.expression(low)} = {' + '.join(products)}"
            residual = goal - sp.Add(*(sp.Mul(*product) for product in step.by.products))
            proof = f"assert ({total}) by ({_equal(printer, residual, total, given)}); lra"
            return Lemma(number, step, text, "; ".join([*signs, proof]))
    return Lemma(number, step, text, "zero_square")


def _equal(printer: Printer, residual: sp.Expr, equation: str, given: Iterable[Relation]) -> str:
    """Proves an equation whose two sides differ by the residual; from given ones with the factors that SymPy finds."""
    equations = [r for r in given if isinstance(r, sp.Eq)]
    meant = [substituted(r.lhs - r.rhs, printer.values) for r in equations]
    factors = cofactors(substituted(residual.doit(), printer.values), meant)
    if factors is None:
        return "equal"
    left, right = equation.rsplit(" = ", 1)
    zeros = [f"({printer.expression(r.lhs)} - {printer.expression(r.rhs)})" for r in equations]
    total = " + ".join(f"{printer.expression(q)} * {zero}" for q, zero in zip(factors, zeros, strict=True))
    parts = [f"assert (E : ({left}) - ({right}) = {total}) by equal"]
    return "; ".join([*parts, *(f"replace {zero} with 0 in E by lra" for zero in zeros), "lra"])


def cofactors(residual: sp.Expr, equations: Sequence[sp.Expr]) -> list[sp.Expr] | None:
    """Factors q with residual = the sum of q e over the expressions e that are zero; None where no division finds them."""
    if not equations or sp.expand(sp.numer(sp.together(residual))) == 0:
        return None
    numerator, denominator = sp.fraction(sp.together(residual))
    parts = [sp.fraction(sp.together(e)) for e in equations]
    polynomials = [n for n, _ in parts]
    atoms = {x for q in (numerator, *polynomials) for x in q.atoms(sp.Function)}
    names = {x: sp.Dummy() for x in atoms}
    back = {v: k for k, v in names.items()}
    hidden = [q.xreplace(names) for q in polynomials]
    generators = sorted(set().union(*(q.free_symbols for q in hidden)), key=str)
    for order in ("grevlex", "lex"):
        for symbols in (generators, generators[::-1]):
            try:
                found, rest = sp.reduced(sp.expand(numerator.xreplace(names)), hidden, *symbols, order=order)
            except sp.PolynomialError:
                return None
            if sp.expand(rest) == 0:
                return [q.xreplace(back) * d / denominator for q, (_, d) in zip(found, parts, strict=True)]
    return None
