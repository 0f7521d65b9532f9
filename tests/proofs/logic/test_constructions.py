"""Constructions name what is built and list what they require."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Assumption, Claim
from proofs.logic.constructions import (
    no_symbol,
    nothing_built,
    one_name_for_two,
    one_time_for_all,
    unlisted_requirement,
)
from proofs.logic.derivation import Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, le
from proofs.theory.dynamic_program import KEPT, T4_1_SHARP, boot_next, kept_next
from proofs.theory.symbols import alpha, real
from tests.proofs.logic.claims import faults

x, z = sp.symbols("x z", real=True)
f, g = real("f"), real("g")
INDEX = by_id()


def requiring(*where: Relation) -> tuple[Step, Family]:
    """Sums of z, each required to be something: then every sum is non-negative."""
    family = Family(
        "sums",
        (x,),
        (Construction("none", (), {x: sp.S.Zero}), Construction("more", ({},), {x: x + z}, where, fresh=(z,))),
    )
    none = Step("", ge(sp.S.Zero, 0), SumOfProducts(((sp.S.Zero,),)))
    more = Step("", ge(x + z, 0), SumOfProducts(((x,), (z,))), given=(ge(x, 0), ge(z, 0)))
    return Step("", ge(x, 0), Induction(family, ((none,), (more,)))), family


def test_an_inequality_that_a_construction_requires_is_listed() -> None:
    step, family = requiring(ge(z, 0))
    assert any("not among the assumptions" in f for f in faults(step, families=(family,)))
    assert faults(step, families=(family,), assume=(ge(z, 0),)) == []


def test_an_equation_that_a_construction_requires_is_listed_or_names_what_is_built() -> None:
    for equation in (eq(x, z), eq(z, x + 1)):
        step, family = requiring(ge(z, 0), equation)
        assert any("no new name" in f for f in faults(step, families=(family,), assume=(ge(z, 0),)))
        assert faults(step, families=(family,), assume=(ge(z, 0), equation)) == []


def test_a_conclusion_may_not_be_required_of_what_is_built() -> None:
    step, family = requiring(ge(z, 0), le(0, x + z))
    found = faults(step, families=(family,), assume=(ge(z, 0), le(0, x + z)))
    assert any("required of what is built" in f for f in found)


def test_the_kept_operator_is_not_put_above_boot_by_its_construction() -> None:
    """That it is not below BOOT is for N1 to say."""
    last, more = KEPT.constructions
    claim = replace(
        T4_1_SHARP,
        families=(
            replace(KEPT, constructions=(last, replace(more, where=(*more.where, ge(kept_next, boot_next))))),
            *T4_1_SHARP.families[1:],
        ),
    )
    assert any("not among the assumptions" in r.reason for r in check_derivation(claim, by_id(), claim.derive()))


def naming(built: sp.Expr, *where: Relation) -> list[str]:
    """What is said against a family whose results are so named."""
    more = Construction("more", ({},), {x: built}, where, fresh=(f, g))
    family = Family("f", (x,), (Construction("none", (), {x: sp.S.Zero}), more))
    trivial = Step("", ge(x**2, 0), SumOfProducts(((x**2,),)))
    return faults(trivial, families=(family,))


def test_an_equation_names_what_is_built_or_is_listed() -> None:
    assert naming(f, eq(f, x + 1)) == []
    for built, where in (
        (f, (eq(f, 1),)),
        (x + f, (eq(f, x + 1),)),
        (f + g, (eq(f, g),)),
        (f, (eq(f, x), eq(f, x + 1))),
        (f, (eq(f + g, x),)),
        (f, (eq(f, f**2),)),
    ):
        assert any("not among the assumptions" in fault for fault in naming(built, *where)), where


def test_a_number_of_one_time_is_fresh() -> None:
    trivial = Step("", ge(x**2, 0), SumOfProducts(((x**2,),)))
    for fresh in ((), (alpha,)):
        family = Family("f", (x,), (Construction("one", (), {x: alpha}, fresh=fresh),))
        assert (faults(trivial, families=(family,)) == []) == bool(fresh)


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_constructs_as_it_may(claim: Claim) -> None:
    for rule in (no_symbol, one_time_for_all, unlisted_requirement):
        assert rule(claim, INDEX, ()) == ""


def test_two_operands_have_two_names() -> None:
    start = Construction("one", (), {x: sp.S.One})
    for operands, fault in ((({}, {}), "x names more"), (({x: f}, {x: f}), "f names more"), (({}, {x: f}), "")):
        family = Family("products", (x,), (start, Construction("", operands, {x: x}, fresh=(f,))))
        found = one_name_for_two(replace(INDEX["N1"], families=(family,)), {}, ())
        assert found.startswith(fault) and bool(found) == bool(fault)


def test_every_construction_builds_something() -> None:
    start = Construction("one", (), {x: sp.S.One})
    for required, fault in ((ge(x, 2), "no object is found"), (le(x, 1), ""), (eq(x, f), "")):
        family = Family("numbers", (x,), (start, Construction("more", ({},), {x: x + 1}, (required,), fresh=(f,))))
        claim = replace(INDEX["N1"], families=(family,), assumptions=(Assumption(required, ""),))
        assert nothing_built(claim, {}, ()).startswith(fault) and bool(nothing_built(claim, {}, ())) == bool(fault)


def test_families_that_share_a_variable_have_an_object_in_common() -> None:
    def numbers(value: sp.Expr, *fresh: sp.Symbol) -> Family:
        return Family(str(value), (x,), (Construction("", (), {x: value}, fresh=fresh),))

    apart = replace(INDEX["N1"], families=(numbers(sp.S.One), numbers(sp.Integer(2))))
    assert "is one of 1 and of 2" in nothing_built(apart, {}, ())
    assert nothing_built(replace(apart, families=(numbers(sp.S.One), numbers(f, f))), {}, ()) == ""


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_builds_what_it_speaks_of(claim: Claim) -> None:
    assert one_name_for_two(claim, INDEX, ()) == nothing_built(claim, INDEX, ()) == ""
