"""Definitions name, and do nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Claim, Kind
from proofs.logic.definitions import exists_an_object, no_definition, restriction
from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, gt, le
from proofs.theory.merging import own
from proofs.theory.symbols import gamma, lam, v_plan
from tests.proofs.logic.claims import faults

x, y, z = sp.symbols("x y z", real=True)
m = sp.Symbol("m", nonnegative=True)
INDEX = by_id()
TRIVIAL = Step("", ge(z**2, 0), SumOfProducts(((z**2,),)))


@pytest.mark.parametrize(
    "definitions",
    [
        (le(x, y),),
        (eq(x**2, y),),
        (eq(x + y, 1),),
        (eq(x, x * y),),
        (eq(x, y), eq(x, z)),
        (eq(z, x), eq(x, y)),
    ],
    ids=str,
)
def test_what_is_no_definition_may_not_be_called_one(definitions: tuple[Relation, ...]) -> None:
    assert any("defines" in f for f in faults(TRIVIAL, define=definitions))


def test_a_definition_names_something_new() -> None:
    assert faults(TRIVIAL, define=(eq(x, y), eq(z, x + 1))) == []
    family = Family("f", (x,), (Construction("", (), {x: sp.S.Zero}),))
    assert any("is not new" in f for f in faults(TRIVIAL, define=(eq(x, y),), families=(family,)))


def test_a_definition_restricts_nothing() -> None:
    assert any("not known to be nonnegative" in f for f in faults(TRIVIAL, define=(eq(m, x),)))
    assert faults(TRIVIAL, define=(eq(m, x**2),)) == []
    assert any("is a constant" in f for f in faults(TRIVIAL, define=(eq(x, sp.S.Half),)))


def test_a_symbol_is_a_name_in_all_claims_or_in_none() -> None:
    claim = INDEX["C3.1"]
    assert "without defining it" in restriction(gamma, lam, claim, INDEX)
    assert "without defining it" in restriction(lam, gamma, claim, INDEX)
    assert restriction(v_plan, x, claim, INDEX) == ""


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_defines_and_shows_what_it_may(claim: Claim) -> None:
    assert no_definition(claim, INDEX, ()) == exists_an_object(claim, INDEX, ()) == ""
    assert all(
        isinstance(a.relation, sp.Eq) and a.relation.lhs.is_Symbol
        for a in claim.assumptions
        if a.kind is Kind.DEFINITION
    )


@pytest.mark.parametrize("symbol", [own, v_plan], ids=str)
def test_what_is_built_is_not_shown_by_values(symbol: sp.Symbol) -> None:
    """Neither of the claim's own families nor of another's, neither a variable nor what is defined by one."""
    for identifier in ("N1", "N7"):
        claim = replace(INDEX[identifier], exists=(gt(symbol, 0),))
        assert f"speaks of {symbol}, which is built" in exists_an_object(claim, INDEX, ())
