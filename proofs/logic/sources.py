"""What is said to follow must follow, and what is said to keep expressions defined must be needed for it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping

import sympy as sp

from proofs.logic.claim import Assumption, AtAnotherTime, Claim, FromClaim, Kind
from proofs.logic.definedness import keeps_defined, out_of_range
from proofs.logic.derivation import Algebra, Cite, Derivation, Induction, Step, SumOfProducts
from proofs.logic.disguise import forms
from proofs.logic.examples import example
from proofs.logic.relations import Relation, conjuncts, difference, instance, lt
from proofs.logic.support import support
from proofs.logic.times import split_time
from proofs.logic.verdict import Verdict


def unsupported_kind(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """An assumption that is no hypothesis, and why it should be one."""
    for assumption in claim.assumptions:
        fault = ""
        if assumption.kind is Kind.FOLLOWS:
            fault = _does_not_follow(assumption, claim, claims, steps)
        elif assumption.kind is Kind.DEFINED:
            fault = _keeps_nothing_defined(assumption, claim, steps)
        if fault:
            return f"{assumption.relation} {fault}"
    return ""


def _does_not_follow(assumption: Assumption, claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    match assumption.source:
        case None:
            return "is said to follow, and not from what"
        case AtAnotherTime():
            return _not_the_same_later(assumption.relation, assumption.source, claim)
        case FromClaim():
            fault = _not_from_claim(assumption.relation, assumption.source, claim, claims)
            return fault or _not_for_a_citation(assumption.relation, claims, steps)


def _not_the_same_later(relation: Relation, source: AtAnotherTime, claim: Claim) -> str:
    """An equation about one time, assumed for every time, holds at the time before as well."""
    hypotheses = {a.relation for a in claim.assumptions if a.kind is Kind.HYPOTHESIS}
    if source.of not in hypotheses:
        return f"is said to follow from {source.of}, which is no hypothesis"
    symbols = source.of.free_symbols
    if not isinstance(source.of, sp.Eq) or len({split_time(s)[1] for s in symbols}) != 1:
        return f"is said to follow from {source.of}, which is no equation about one time"
    moved = [(split_time(s), split_time(source.times.get(s, s))) for s in symbols]
    if len({later[1] for _, later in moved}) != 1 or any(
        not now[1] or not later[1] or now[0] != later[0] for now, later in moved
    ):
        return f"is said to follow from {source.of}, and other symbols than times are renamed"
    return "" if instance(source.of, source.times) == relation else f"is not {source.of} at another time"


def _not_from_claim(relation: Relation, source: FromClaim, claim: Claim, claims: Mapping[str, Claim]) -> str:
    """A conclusion of a proved claim implies it at once, with an expression of that claim for the symbol it is about."""
    cited = claims.get(source.claim)
    if cited is None or source.claim not in claim.depends_on:
        return f"is said to follow from {source.claim}, which this claim does not depend on"
    if cited.counterexample is not None or cited.expected is not Verdict.PROVED:
        return f"is said to follow from {source.claim}, which is not to be proved"
    built = {x for family in cited.families for x in (*family.variables, *family.varying)}
    if objects := built & instance(relation, source.stands).free_symbols:
        return f"is said to follow with {min(map(str, objects))}, of which {source.claim} speaks only as it builds it"
    for symbol, value in source.stands.items():
        if not symbol.is_Symbol or symbol not in relation.free_symbols:
            return f"is said to follow with {value} for {symbol}, which it does not mention"
        if fault := out_of_range(symbol, value, cited.conclusions):
            return f"is said to follow, but {fault}"
        for other in claims.values():
            if _speaks_of(other, symbol) and relation not in {a.relation for a in other.assumptions}:
                return f"is said to follow with {value} for {symbol}, and {other.id} speaks of {symbol} without it"
    wanted = forms(instance(relation, source.stands))[0]
    parts = [(c, part) for c in cited.conclusions for part in conjuncts(c)]
    implied = [c for c, part in parts if wanted in forms(part)]
    if not implied:
        return f"is no instance of a conclusion of {source.claim}"
    available = {a.relation for a in claim.assumptions}
    proof = _derivation(cited.derive)
    if any(support(conclusion, cited, claims, proof) <= available for conclusion in implied):
        return ""
    return f"follows from {source.claim} only under its assumptions, which are not available"


def _not_for_a_citation(relation: Relation, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """That an expression has a property says nothing of a symbol that nothing ties to it, as long as it is on its own.

    Where another claim assumes the property of the symbol, that claim holds with the expression for it. So what follows
    may take the place of what a citation needs, and no step may use it otherwise.
    """
    for step in _all(steps):
        if relation in step.given:
            return f"is said to follow, and '{step.title}' uses it of any {min(map(str, relation.free_symbols))}"
    for step in _all(steps):
        if isinstance(step.by, Cite) and step.by.claim in claims:
            assumed = claims[step.by.claim].assumptions
            if any(a.kind is Kind.HYPOTHESIS and instance(a.relation, step.by.at) == relation for a in assumed):
                return ""
    return "is said to follow, and no claim that is cited needs it"


def _speaks_of(claim: Claim, symbol: sp.Symbol) -> bool:
    constructions = [c for family in claim.families for c in family.constructions]
    return any(symbol in r.free_symbols for r in (*claim.conclusions, *claim.exists)) or any(
        symbol in c.symbols for c in constructions
    )


@functools.cache
def _derivation(derive: Callable[[], Derivation]) -> Derivation:
    return derive()


def _keeps_nothing_defined(assumption: Assumption, claim: Claim, steps: Derivation) -> str:
    if _is_inverse(assumption.relation, claim):
        return ""
    worked_out = (step for step in _all(steps) if isinstance(step.by, Algebra | SumOfProducts))
    if any(keeps_defined(step, assumption.relation) for step in worked_out):
        return _decides_a_sign(assumption.relation, claim)
    return "is said to keep expressions defined, and no denominator needs it"


def _decides_a_sign(relation: Relation, claim: Claim) -> str:
    """What keeps a denominator from 0 may not choose its sign as well, unless the declared ranges or other assumptions do.

    Values that satisfy the other assumptions, the denominator having the other sign, show that it does.
    """
    others = (a.relation for a in claim.assumptions if a.relation != relation and not _of_matrices(a.relation))
    return _sign_decided(relation, tuple(others))


# A claim and its mutants share most of their assumptions.
@functools.lru_cache(maxsize=4096)
def _sign_decided(relation: Relation, others: tuple[Relation, ...]) -> str:
    if isinstance(relation, sp.Ne):
        return ""
    apart = difference(relation)[0]
    if apart.is_nonnegative or sp.factor(apart).is_nonnegative:
        return ""
    linked, reached = [lt(apart, 0)], set(apart.free_symbols)
    while more := [r for r in others if r not in linked and r.free_symbols & reached]:
        linked += more
        reached |= {x for r in more for x in r.free_symbols}
    if example(linked) is None:
        return ""
    return f"is said to keep expressions defined, and decides the sign of {apart}: that is a hypothesis"


def _of_matrices(relation: Relation) -> bool:
    return any(not x.is_commutative for x in relation.free_symbols)


def _is_inverse(relation: Relation, claim: Claim) -> bool:
    """R S = 1 or S R = 1, for a matrix S that the claim defines and an R of which nothing else is assumed."""
    if not isinstance(relation, sp.Eq) or relation.rhs != 1 or not relation.lhs.is_Mul or len(relation.lhs.args) != 2:
        return False
    pair = set(relation.lhs.args)
    if any(not x.is_Symbol or x.is_commutative for x in pair):
        return False
    defined = pair & {a.relation.args[0] for a in claim.assumptions if a.kind is Kind.DEFINITION}
    if len(defined) != 1 or len(pair) != 2:
        return False
    (inverse,) = pair - defined
    inverses = {
        sp.Eq(sp.Mul(*order), 1, evaluate=False) for order in (tuple(relation.lhs.args), relation.lhs.args[::-1])
    }
    return all(a.relation in inverses for a in claim.assumptions if inverse in a.relation.free_symbols)


def _all(steps: Derivation) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from _all(case.steps)


def rests_on_itself(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A claim may not depend on itself, through however many others."""
    seen: set[str] = set()
    todo = list(claim.depends_on)
    while todo:
        name = todo.pop()
        if name == claim.id:
            return f"{name} depends on itself"
        if name not in seen and name in claims:
            seen.add(name)
            todo += claims[name].depends_on
    return ""
