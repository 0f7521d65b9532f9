"""Families: what varies from step to step, and what a renaming does to it."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.family import Construction, Family, renamed, spoken_of
from proofs.logic.relations import eq, le
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import a, ge0, lam, real

P, Q, c = ge0("P"), ge0("Q"), real("c")


def products() -> Family:
    """Products of steps a, each step another."""
    return Family(
        "products",
        (P,),
        (Construction("one", (), {P: a}, fresh=(a,)), Construction("more", ({},), {P: P * a}, fresh=(a,))),
    )


def test_what_replaces_a_fresh_symbol_is_fresh_unless_it_is_to_stay() -> None:
    """The same lambda at every step is a case of a lambda of every step's own, not the other way round."""
    at = {a: n_t}
    free, fixed = renamed(products(), at), renamed(products(), at, fixed=frozenset({lam}))
    assert free.fresh == n_t.free_symbols and fixed.fresh == n_t.free_symbols - {lam}
    assert spoken_of((fixed,), free) == fixed
    assert spoken_of((free,), fixed) is None


def test_what_varies_is_what_is_fresh_and_what_an_operand_has_otherwise() -> None:
    more = Construction("more", ({P: Q, c: a},), {P: P * Q}, (le(Q, 1),), fresh=(a, Q))
    family = Family("f", (P,), (Construction("one", (), {P: sp.S.One}), more))
    assert (family.fresh, family.parameters) == ({a, Q}, {c})
    assert family.varying == {a, Q, c}
    assert more.symbols == {P, Q, a, c}
    assert (products().parameters, products().varying) == (frozenset(), {a})


def test_a_renaming_goes_through_everything() -> None:
    required = Family("f", (P,), (Construction("one", (), {P: c * a}, (eq(a, c),), fresh=(a,)),))
    assert renamed(required, {P: Q, c: c + 1}) == Family(
        "f", (Q,), (Construction("one", (), {Q: (c + 1) * a}, (eq(a, c + 1),), fresh=(a,)),)
    )
    assert renamed(required, {}) == required


def test_a_renaming_replaces_symbols_only() -> None:
    with pytest.raises(ValueError, match="is no symbol"):
        renamed(products(), {P * Q: P})


@pytest.mark.parametrize(
    "other",
    [
        Family("others", (P,), products().constructions),
        Family("products", (Q,), products().constructions),
        Family("products", (P,), products().constructions[:1]),
    ],
    ids=["another name", "another variable", "fewer constructions"],
)
def test_another_family_is_not_spoken_of(other: Family) -> None:
    assert spoken_of((other,), products()) is None
    assert spoken_of((other, products()), products()) == products()
