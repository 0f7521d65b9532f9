"""Only what is listed is relied on."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS
from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Induction, Step
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, gt
from proofs.logic.vocabulary import (
    defined_by_what_is_bound,
    two_symbols_of_one_name,
    untrusted_word,
    word_fault,
)

x, y, z = sp.symbols("x y z", real=True)
v, u = sp.Symbol("v", positive=True), sp.Symbol("u", nonnegative=True)
k, n = sp.symbols("k n", integer=True, positive=True)
FINE = (
    ge(sp.exp(x) + sp.sin(x) * sp.cos(y) / 3, 0),
    eq(sp.sqrt(v), v ** sp.Rational(1, 2)),
    eq(sp.Limit(1 / v, v, sp.oo), 0),
    eq(sp.Limit(1 / (1 + v), v, 0), 1),
    eq(sp.Limit((1 - x / k) ** k, k, sp.oo), sp.exp(-x)),
    eq(sp.Limit(x / (1 + v * k), k, sp.oo), 0),
    eq(sp.Limit((v + k * x) / (v - k), k, sp.oo), -x),
    eq(sp.Sum(k, (k, 1, n)), n),
    eq(sp.Integral(sp.exp(-(x**2)), (x, -sp.oo, sp.oo)), y),
    eq(sp.Subs(u, u, 0), 0),
    eq(sp.Function("f")(x).diff(x), 0),
    sp.And(ge(x, 0), gt(y, 0), evaluate=False),
)
REFUSED = {
    "atan": ge(sp.atan(x), 0),
    "Abs": ge(sp.Abs(x), 0),
    "coth": eq(sp.coth(x), 0),
    "floor": eq(sp.floor(x), 0),
    "Piecewise": eq(sp.Piecewise((x, x > 0), (0, True)), x),
    "Infinity": eq(x, sp.oo),
    "Float": eq(x, sp.Float(0.5)),
    "power": eq(sp.sqrt(x), 0),
    "from the left": eq(sp.Limit(1 / v, v, 0, "-"), 0),
    "vanishing": eq(sp.Limit(u * k / (u * k + 1), k, sp.oo), 1),
    "threshold": eq(sp.Limit(1 / (1 + (v - 1) * k), k, sp.oo), 0),
    "near 0": eq(sp.Limit((u + v) / (u - v), v, 0), 1),
    "power of a symbol": eq(sp.Limit(v**k, k, sp.oo), 0),
    "of a real variable": eq(sp.Limit(x, x, 0), 0),
    "backwards": eq(sp.Sum(k, (k, 1, n - 2)), 0),
    "outside": eq(sp.Sum(k, (k, 0, n)), 0),
    "no limits": eq(sp.Integral(x, x), 0),
    "range": eq(sp.Integral(v, (v, -1, 1)), 0),
    "point": eq(sp.Subs(v + 1, v, 0), 1),
    "kink": eq(sp.Derivative(sp.Min(x, y), x), 0),
    "prime": ge(sp.Symbol("p", prime=True), 2),
    "even": ge(sp.Symbol("p", even=True), 2),
    "complex": eq(sp.Symbol("c"), 0),
    "dummy": ge(sp.Dummy(real=True), 0),
    "or": sp.Or(ge(x, 0), ge(y, 0), evaluate=False),
}


@pytest.mark.parametrize("relation", FINE, ids=str)
def test_what_the_theory_uses_is_relied_on(relation: Relation) -> None:
    assert word_fault(relation) == ""


@pytest.mark.parametrize("relation", REFUSED.values(), ids=REFUSED)
def test_nothing_else_is(relation: Relation) -> None:
    assert word_fault(relation) != ""


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_keeps_to_the_list(claim: Claim) -> None:
    steps = claim.derive()
    assert untrusted_word(claim, {}, steps) == two_symbols_of_one_name(claim, {}, steps) == ""
    assert defined_by_what_is_bound(claim, {}, steps) == ""


def test_the_words_of_each_case_of_an_induction_are_looked_at() -> None:
    family = Family("squares", (y,), (Construction("", (), {y: x**2}),))
    inside = Step("", ge(sp.atan(x), 0), Algebra())
    steps = (Step("", ge(y, 0), Induction(family, ((inside,),))),)
    assert untrusted_word(CLAIMS[1], {}, steps) == word_fault(inside.goal) != ""


@pytest.mark.parametrize(
    "binder",
    [
        sp.Derivative(x * y, x), sp.Integral(y, (x, 0, 1)), sp.Subs(y, x, 0), sp.Subs(z, x, 0), sp.Limit(z / v, v, sp.oo),
        sp.Sum(z * k, (k, 1, n)),
    ],
    ids=str,
)  # fmt: skip
def test_a_name_does_not_stay_while_what_it_stands_for_moves(binder: sp.Basic) -> None:
    claim = replace(
        CLAIMS[1],
        assumptions=tuple(Assumption(d, "", Kind.DEFINITION) for d in (eq(y, x**2), eq(z, y + v + k))),
        conclusions=(eq(binder, 0),),
    )
    assert "depends on" in defined_by_what_is_bound(claim, {}, ())
    assert defined_by_what_is_bound(replace(claim, assumptions=()), {}, ()) == ""


def test_what_is_built_depends_on_all_that_builds_it() -> None:
    family = Family("squares", (y,), (Construction("", (), {y: x**2}),))
    claim = replace(CLAIMS[1], families=(family,), conclusions=(eq(sp.Derivative(y, x), 0),))
    assert "y depends on x" in defined_by_what_is_bound(claim, {}, ())
