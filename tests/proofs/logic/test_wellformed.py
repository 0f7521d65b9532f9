"""Nothing is hidden in the statement of a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Kind
from proofs.logic.derivation import Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from proofs.logic.wellformed import check_values, holds_at
from proofs.theory.merging import own
from proofs.theory.optimality import CLOSEST, KEPT, T4_1_SHARP, VANILLA_KEPT, boot_next, kept_next
from proofs.theory.symbols import v_plan
from tests.proofs.logic.claims import faults

x, y, z = sp.symbols("x y z", real=True)
GOAL = ge(x, y)
GUISES = (
    ge(x, y), le(y, x), le(-x, -y), ge(x - y, 0), le(2 * y, 2 * x), le(y - x, 0), gt(x, y), lt(y, x), eq(x, y),
    eq(2 * y, 2 * x), sp.And(ge(z, 0), le(y, x), evaluate=False),
)  # fmt: skip


@pytest.mark.parametrize("guise", GUISES, ids=str)
def test_a_conclusion_may_not_be_assumed_in_another_guise(guise: Relation) -> None:
    assert any("assumed" in f for f in faults(assume=(guise,), conclude=GOAL))


@pytest.mark.parametrize("other", [le(x, y), ge(x, y + 1), ge(x, z), le(x, -y)], ids=str)
def test_another_relation_is_no_guise(other: Relation) -> None:
    assert not any("assumed" in f for f in faults(assume=(other,), conclude=GOAL))


def test_an_equation_is_assumed_in_another_guise() -> None:
    assert any("assumed" in f for f in faults(assume=(eq(2 * y, 2 * x),), conclude=eq(x, y)))
    assert not any("assumed" in f for f in faults(assume=(ge(x, y),), conclude=eq(x, y)))


def test_a_conclusion_may_not_be_assumed() -> None:
    assert any("assumed" in f for f in faults(assume=(ge(x, 0),), conclude=ge(x, 0)))


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
    trivial = Step("", ge(z**2, 0), SumOfProducts(((z**2,),)))
    assert any("defines" in f for f in faults(trivial, define=definitions))


def test_a_definition_names_something_new() -> None:
    trivial = Step("", ge(z**2, 0), SumOfProducts(((z**2,),)))
    assert faults(trivial, define=(eq(x, y), eq(z, x + 1))) == []
    family = Family("f", (x,), (Construction("", (), {x: sp.S.Zero}),))
    assert any("is not new" in f for f in faults(trivial, define=(eq(x, y),), families=(family,)))


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


def test_an_equation_that_a_construction_requires_is_about_the_step() -> None:
    step, family = requiring(ge(z, 0), eq(x, 1))
    assert any("ties no number" in f for f in faults(step, families=(family,), assume=(ge(z, 0),)))
    step, family = requiring(ge(z, 0), eq(z, x + 1))
    assert faults(step, families=(family,), assume=(ge(z, 0),)) == []


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


def test_what_the_program_keeps_is_a_hypothesis() -> None:
    assert CLOSEST.kind is VANILLA_KEPT.kind is Kind.HYPOTHESIS
    assert {CLOSEST, VANILLA_KEPT} <= set(T4_1_SHARP.assumptions)
    assert all(
        isinstance(a.relation, sp.Eq) and a.relation.lhs.is_Symbol
        for c in CLAIMS
        for a in c.assumptions
        if a.kind is Kind.DEFINITION
    )


def test_a_claim_about_constructed_objects_is_not_refuted_by_values() -> None:
    claim = by_id()["N1"]
    broken = replace(claim, counterexample={**claim.witness, own: sp.S.Zero, v_plan: sp.S.Zero})
    results = check_derivation(broken, by_id(), claim.derive())
    assert any("do not construct" in r.reason for r in results)


def test_a_counterexample_must_be_defined() -> None:
    claim = replace(
        by_id()["A1"],
        conclusions=(eq((x**2 - y**2) / (x - y), x + y),),
        assumptions=(),
        counterexample={x: sp.S.One, y: sp.S.One},
        families=(),
    )
    results = check_derivation(claim, by_id(), ())
    assert any("satisfies every conclusion" in r.reason for r in results)


def test_what_stays_open_or_undefined_does_not_hold() -> None:
    assert holds_at(ge(x, y), {x: sp.S.One, y: sp.S.One}) and not holds_at(gt(x, y), {x: sp.S.One, y: sp.S.One})
    assert not holds_at(ge(x, y), {x: sp.S.One})
    assert not holds_at(eq(x / y, x / y), {x: sp.S.One, y: sp.S.Zero})


def test_a_witness_satisfies_every_assumption() -> None:
    claim = by_id()["N3"]
    assert check_values(claim, claim.witness) == ""
    for dropped, at in claim.ablations.items():
        assert check_values(claim, {**claim.witness, **at}) == f"the values violate the assumption {dropped}"
