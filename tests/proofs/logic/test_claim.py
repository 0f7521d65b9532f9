"""A claim: its statement, and what its assumptions are made of."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, le
from proofs.logic.verdict import Provenance
from proofs.theory.symbols import a, ge0, real

P, c = ge0("P"), real("c")


def claim(*assumptions: Assumption) -> Claim:
    """About products of steps a, each step another."""
    family = Family(
        "products",
        (P,),
        (Construction("one", (), {P: a}, fresh=(a,)), Construction("more", ({},), {P: P * a}, fresh=(a,))),
    )
    return Claim(
        "test", "", "", Provenance.NEW, assumptions, (le(P, 1),), lambda: (), "", {}, exists=(ge(c, c),),
        families=(family,),
    )  # fmt: skip


@pytest.mark.parametrize("identifier", ["N1", "N2", "N6-contracting", "N6-expanding", "T4.1-sharp", "T4.3"])
def test_every_claim_about_steps_says_that_they_differ(identifier: str) -> None:
    claim = by_id()[identifier]
    assert all(family.fresh for family in claim.families)
    assert any(claim.of_every_step(x) for x in claim.assumptions)


def test_a_definition_of_one_object_is_not_made_of_every_step() -> None:
    claim = by_id()["N1"]
    of_one = [x for x in claim.assumptions if x.kind is Kind.DEFINITION]
    assert of_one and not any(claim.of_every_step(x) for x in of_one)


def test_an_assumption_about_a_step_is_one_about_every_step() -> None:
    of_steps, of_objects, of_none = (Assumption(r, "") for r in (le(a, c), le(a, P), le(c, 1)))
    definition, ties = Assumption(eq(c, a), "", Kind.DEFINITION), Assumption(eq(a, c), "", Kind.DEFINITION)
    stated = claim(of_steps, of_objects, of_none, definition, ties)
    found = [stated.of_every_step(x) for x in stated.assumptions]
    assert found == [{a}, frozenset(), frozenset(), frozenset(), {a}]


def test_the_statement_keeps_its_words() -> None:
    stated = claim(Assumption(ge(c, c), ""))
    assert stated.statement.args[0] == ge(c, c) != sp.true
    assert stated.latex == (r"P \leq 1", r"c \geq c")
