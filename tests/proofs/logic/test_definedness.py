"""No step goes over a pole, and nothing stands for a symbol outside its declared range."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.definedness import declared_ranges_violated, out_of_range
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt
from proofs.logic.verdict import Provenance
from tests.proofs.logic.claims import faults

x, y = sp.symbols("x y", real=True)
u = sp.Symbol("u", nonnegative=True)


def test_a_denominator_that_may_vanish_is_refused() -> None:
    step = Step("", eq(x * y / x, y), Algebra())
    assert faults(Step("", eq((x + 1) * y / (x + 1), y), Algebra())) == []  # cancelled by SymPy at once
    assert faults(Step("", eq(1 / (x - y) - 1 / (x - y) + y, y), Algebra())) == []
    assert any("may be zero" in f for f in faults(Step("", eq((x**2 - y**2) / (x - y), x + y), Algebra())))
    given = gt(x, y)
    assert faults(Step("", eq((x**2 - y**2) / (x - y), x + y), Algebra(), given=(given,)), assume=(given,)) == []
    assert faults(step) == []


def test_poles_are_denominators() -> None:
    assert any("may be zero" in f for f in faults(Step("", eq(sp.tan(x) * sp.cos(x), sp.sin(x)), Algebra())))
    outside = sp.Limit((x**2 - y**2) / (x - y), sp.Symbol("k", positive=True), sp.oo)
    assert any("may be zero" in f for f in faults(Step("", eq(outside, x + y), Algebra())))
    positive = sp.Symbol("v", positive=True)
    nowhere = sp.Subs(1 / positive, positive, 0)
    assert any("may be zero" in f for f in faults(Step("", eq(nowhere, nowhere), Algebra())))
    assert faults(Step("", eq(sp.Subs(1 / (x - 1), x, 3), sp.S.Half), Algebra())) == []
    first, second, third = sp.symbols("A B C", commutative=False)
    inverse = (first - second) ** -1 * third
    assert any("may not exist" in f for f in faults(Step("", eq(inverse, inverse), Algebra())))


def test_a_hypothesis_that_may_be_undefined_is_refused() -> None:
    undefined = ge(1 / x, 0)
    assert (
        faults(
            Step("", ge(2 / x, 0), SumOfProducts(((sp.Integer(2), 1 / x),)), given=(undefined,)), assume=(undefined,)
        )
        != []
    )


def test_what_is_built_stays_in_the_declared_range() -> None:
    family = Family("f", (u,), (Construction("", (), {u: sp.Integer(-2)}),))
    step = Step("", ge(u, 0), Induction(family, ((),)))
    assert any("nonnegative" in f for f in faults(step, families=(family,)))


def test_a_citation_respects_the_declared_ranges() -> None:
    """u is non-negative by declaration: the claim says nothing of -1."""
    lemma = Claim("lemma", "", "", Provenance.NEW, (), (ge(u, 0),), lambda: (), "", {})
    step = Step("", ge(-1, 0), Cite("lemma", {u: sp.Integer(-1)}))
    assert any("nonnegative" in f for f in faults(step, needs=(lemma,)))


def test_values_lie_in_the_ranges_that_their_symbols_declare() -> None:
    positive = sp.Symbol("p", positive=True)
    assert declared_ranges_violated({u: sp.S.Zero, positive: sp.S.One, x: -sp.S.One}) == ""
    assert declared_ranges_violated({u: -sp.S.One}) == "u = -1 is not nonnegative"
    assert declared_ranges_violated({positive: sp.S.Zero}) == "p = 0 is not positive"
    assert declared_ranges_violated({x: sp.I}) == "x = I is not real"
    assert declared_ranges_violated({sp.Symbol("A", commutative=False): sp.I}) == ""


def test_an_expression_stands_for_a_symbol_if_a_relation_puts_it_in_range() -> None:
    positive, whole = sp.Symbol("p", positive=True), sp.Symbol("k", integer=True)
    assert "not known to be nonnegative" in out_of_range(u, x - y, ())
    assert out_of_range(u, x - y, (ge(x - y, 0),)) == out_of_range(u, x - y, (gt(x - y, 0),)) == ""
    assert "not known to be" in out_of_range(positive, x - y, (ge(x - y, 0),))
    assert out_of_range(positive, x - y, (gt(x - y, 0),)) == ""
    assert "not known to be integer" in out_of_range(whole, x, (gt(x, 0),))
    assert out_of_range(whole, whole + 1, ()) == ""
