"""Hypotheses with a number of their own that say, that number being free to choose, no more than the conclusion.

`w >= y` and `x >= w` are a conclusion x >= y in two parts: wherever it holds there is such a w. The same goes for u >= 1
and u (x - y) >= 0, and for x = y + w^2. Such a claim is true and says nothing. Values decide: the claim is refused if the
conclusion fails somewhere, and the hypotheses have values for their own numbers at each of several points where it holds.
Where the conclusion is about what is built, no such number may stand beside it at all.

Not seen through: hypotheses whose every symbol is in the conclusion, which are there for the reader to see; and a number
in the middle that is itself the variable of a family, as what is kept is compared with what it was chosen among (T4.1-sharp).
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs.logic.claim import Claim, Kind
from proofs.logic.derivation import Derivation
from proofs.logic.examples import example
from proofs.logic.relations import Relation, Values, conjuncts, ge, gt, instance, le, lt, substituted
from proofs.logic.support import support

_POINTS = 4
_LARGE = 100  # operations
_OPPOSITE = {sp.Ge: lt, sp.Le: gt, sp.Gt: le, sp.Lt: ge}


def chosen_to_fit(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A conclusion and the numbers of the hypotheses' own that make them say the same."""
    if claim.counterexample is not None:
        return ""  # nothing is concluded
    definitions = _definitions(claim)
    named: set[sp.Basic] = set(definitions)
    for family in claim.families:
        named |= {*family.variables, *(x for c in family.constructions for x in c.symbols)}
    built = {v for family in claim.families for v in family.variables}
    built |= {name for name, value in definitions.items() if value.free_symbols & built}
    for conclusion in claim.conclusions:
        rests = support(conclusion, claim, claims, steps)
        used = [a.relation for a in claim.assumptions if a.relation in rests and a.kind != Kind.DEFINITION]
        for part in conjuncts(conclusion):
            if part.free_symbols & built:
                if own := _beside_what_is_built(used, built, part.free_symbols | named):
                    return f"{own} is in no conclusion and no construction, and is assumed to fit what is built"
            elif own := _fits(used, part, definitions):
                return f"assumed: {part}, with {own} to choose"
    return ""


def _definitions(claim: Claim) -> dict[sp.Basic, sp.Expr]:
    equations = (a.relation for a in claim.assumptions if a.kind is Kind.DEFINITION)
    return {r.args[0]: r.args[1] for r in equations if isinstance(r, sp.Eq)}


def _beside_what_is_built(used: list[Relation], built: set[sp.Basic], known: set[sp.Basic]) -> str:
    """A hypothesis about what is built with a symbol that nothing but hypotheses mentions."""
    for relation in used:
        own = relation.free_symbols - known
        if own and relation.free_symbols & built:
            return min(map(str, own))
    return ""


def _fits(used: list[Relation], conclusion: Relation, definitions: Mapping[sp.Basic, sp.Expr]) -> str:
    """The symbols that only the hypotheses have, if some of their values always satisfy these."""
    if not used or conclusion.count_ops() > _LARGE:
        return ""
    conclusion = _simple(conclusion, definitions)
    hypotheses = [_simple(r, definitions) for r in used]
    linked = _linked(hypotheses, conclusion)
    parts = [r for r in hypotheses if r in linked and not r.free_symbols <= conclusion.free_symbols]
    if not parts or not all(map(_between_numbers, (conclusion, *hypotheses))):
        return ""
    # What is assumed of the conclusion's symbols alone is there for all to see. That a denominator keeps its sign is
    # something to prove, and may rest on that.
    seen = [r for r in hypotheses if r not in parts]
    where = seen if not sp.denom(sp.together(conclusion.lhs)).free_symbols else []
    if example((*where, _denied(conclusion))) is None:
        return ""  # it holds wherever they do, and needs nothing else
    points = [p for number in range(_POINTS) if (p := _point(conclusion, where, number)) is not None]
    if not points or any(_chosen(hypotheses, at) is None for at in points):
        return ""
    return ", ".join(sorted({str(x) for r in parts for x in r.free_symbols - conclusion.free_symbols}))


def _linked(hypotheses: list[Relation], conclusion: Relation) -> list[Relation]:
    """Hypotheses that share a symbol with the conclusion, or with one that does."""
    linked, reached = list[Relation](), set(conclusion.free_symbols)
    while more := [r for r in hypotheses if r not in linked and r.free_symbols & reached]:
        linked += more
        reached |= {x for r in more for x in r.free_symbols}
    return linked


def _simple(relation: Relation, definitions: Mapping[sp.Basic, sp.Expr]) -> Relation:
    """Definitions put in, and what is on both sides taken away."""
    for _ in definitions:
        relation = instance(relation, definitions)
    if not _between_numbers(relation):
        return relation
    return relation.func(sp.expand(relation.lhs - relation.rhs), 0, evaluate=False)


def _between_numbers(relation: Relation) -> bool:
    return (
        isinstance(relation, sp.Eq | sp.Ge | sp.Le | sp.Gt | sp.Lt)
        and all(isinstance(s, sp.Expr) and s.is_commutative for s in relation.args)
        and not relation.atoms(sp.Limit, sp.Sum, sp.Integral, sp.Subs, sp.Derivative)
    )


def _denied(relation: Relation) -> Relation:
    if isinstance(relation, sp.Eq):
        return sp.Ne(*relation.args, evaluate=False)
    return _OPPOSITE[type(relation)](*relation.args)


def _point(conclusion: Relation, where: list[Relation], number: int) -> Values | None:
    """Values at which the conclusion holds; an inequality by a margin that depends on the number."""
    if not isinstance(conclusion, sp.Eq):
        left, right = conclusion.args
        margin = sp.Rational(number, 3)
        left = left - margin if isinstance(conclusion, sp.Ge | sp.Gt) else left + margin
        conclusion = conclusion.func(left, right, evaluate=False)
    return example((*where, conclusion), (sp.Rational(number + 1, 7),))


def _chosen(hypotheses: list[Relation], at: Values) -> Values | None:
    """Values of the other symbols at which the hypotheses hold as well."""
    here = tuple(r for h in hypotheses if (r := _at(h, at)) != sp.true)
    numbers = [v for v in at.values() if v.is_Rational]
    differences = [x - y for x in numbers for y in numbers if x > y]
    return example(here, (*numbers, *differences, *(d / 4 for d in differences)))


def _at(relation: Relation, at: Values) -> Relation:
    return relation.func(*(substituted(side, at) for side in relation.args), evaluate=False)
