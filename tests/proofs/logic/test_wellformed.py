"""Nothing is hidden in the statement of a claim."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Kind
from proofs.logic.relations import eq, ge, gt
from proofs.logic.wellformed import check_values, holds_at
from proofs.theory.dynamic_program import CLOSEST, T4_1_SHARP, VANILLA_KEPT
from proofs.theory.merging import own
from proofs.theory.symbols import v_plan

x, y, z = sp.symbols("x y z", real=True)


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
    other = sp.Not(eq(x, y), evaluate=False)
    assert holds_at(other, {x: sp.S.One, y: sp.S.Zero}) and not holds_at(other, {x: sp.S.One, y: sp.S.One})
    assert not holds_at(eq(x / y, x / y), {x: sp.S.One, y: sp.S.Zero})


def test_a_witness_satisfies_every_assumption() -> None:
    claim = by_id()["N3"]
    assert check_values(claim, claim.witness) == ""
    for dropped, at in claim.ablations.items():
        assert check_values(claim, {**claim.witness, **at}) == f"the values violate the assumption {dropped}"
