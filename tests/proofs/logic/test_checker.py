"""The checker refuses what does not follow: inductions, citations, and derivations that stop short."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import by_id
from proofs.falsehoods.catalogue import FALSEHOODS
from proofs.logic.checker import accepted, check_derivation
from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, instance, le, lt
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory.dynamic_program import BEST
from proofs.theory.symbols import ge0
from tests.proofs.logic.claims import faults

x, y, z, w = sp.symbols("x y z w", real=True)
P, e = ge0("P"), ge0("e")


def naturals(*, start: int = 0, jump: int = 1) -> Family:
    first = Construction("0", (), {x: sp.S.Zero, y: sp.Integer(start)})
    return Family("naturals", (x, y), (first, Construction("n + 1", ({},), {x: x + jump, y: y + 2})))


def counting(family: Family, start: int = 0) -> Step:
    goal = eq(y, 2 * x)
    base = (Step("", eq(start, 2 * sp.S.Zero), Algebra()),)
    step = (Step("", eq(y + 2, 2 * (x + 1)), Algebra(), given=(goal,)),)
    return Step("", goal, Induction(family, (base, step)))


def test_induction_checks_every_case() -> None:
    assert faults(counting(naturals()), families=(naturals(),)) == []
    assert faults(counting(naturals(start=1), 1), families=(naturals(start=1),)) != []
    assert faults(counting(naturals(jump=2)), families=(naturals(jump=2),)) != []


def test_an_induction_is_over_a_family_that_the_claim_speaks_of() -> None:
    assert any("does not speak" in f for f in faults(counting(naturals())))
    assert any("does not speak" in f for f in faults(counting(naturals()), families=(naturals(jump=2),)))


FALSE = ge(-1, 0)


BAD_FAMILIES = {
    "no constructions": Family("f", (x,), ()),
    "no base": Family("f", (x,), (Construction("", ({},), {x: x}),)),
    "a variable left out": Family("f", (x, y), (Construction("", (), {x: sp.S.Zero}),)),
    "a base that uses an operand": Family("f", (x,), (Construction("", (), {x: x}),)),
}


@pytest.mark.parametrize("family", BAD_FAMILIES.values(), ids=BAD_FAMILIES)
def test_ill_founded_families_are_refused(family: Family) -> None:
    proofs = tuple(() for _ in family.constructions)
    assert faults(Step("", FALSE, Induction(family, proofs)), families=(family,)) != []


def test_every_construction_needs_its_proof() -> None:
    step = counting(naturals())
    assert isinstance(step.by, Induction)
    short = Step("", step.goal, Induction(step.by.family, step.by.proofs[:1]))
    assert any("one proof" in f for f in faults(short, families=(naturals(),)))


def test_an_induction_hypothesis_is_not_assumed_of_the_variables_outside() -> None:
    """What is known of a variable before the induction says nothing of its instances inside."""
    goal = ge(x, 0)
    family = Family("f", (x,), (Construction("", (), {x: z}),))
    assert faults(Step("", goal, Induction(family, ((),))), assume=(goal,), families=(family,), conclude=goal) != []


def test_a_requirement_of_a_construction_is_no_fact_about_the_result() -> None:
    """x = 2 is asked of the operand, so it may not be used for what is built."""
    goal = eq(y, 0)
    family = Family(
        "f",
        (x, y),
        (
            Construction("", (), {x: sp.S.Zero, y: sp.S.Zero}),
            Construction("", ({},), {x: x + 1, y: y + (x - 2) ** 2}),
        ),
    )
    step = Step("", eq(y + (x - 2) ** 2, 0), Algebra(), given=(goal, eq(x, 2)))
    base = Step("", eq(sp.S.Zero, 0), Algebra())
    induction = Step("", goal, Induction(family, ((base,), (step,))))
    assert faults(induction, assume=(eq(x, 2),), families=(family,)) != []


def test_an_operand_may_not_move_a_parameter_out_of_its_hypothesis() -> None:
    family = Family(
        "f", (x,), (Construction("", (), {x: sp.S.Zero}), Construction("", ({x: y, z: w},), {x: y + 5}, fresh=(w, y)))
    )
    step = Step("", le(y + 5, z), SumOfProducts(((z - y - 5,),)), given=(le(y, z),))
    base = Step("", le(sp.S.Zero, z), SumOfProducts(((z,),)), given=(ge(z, 0),))
    induction = Step("", le(x, z), Induction(family, ((base,), (step,))))
    assert faults(induction, assume=(ge(z, 0),), families=(family,)) != []


def test_the_names_of_operands_are_new_and_no_variable_is() -> None:
    base = Construction("", (), {P: sp.S.One})
    for bad in (Construction("", ({P: e},), {P: e}), Construction("", ({},), {P: P}, fresh=(P,))):
        family = Family("f", (P,), (base, bad))
        one = Step("", ge(sp.S.One, 0), SumOfProducts(((sp.S.One,),)))
        step = Step("", ge(P, 0), Induction(family, ((one,), ())))
        assert any("f:" in f for f in faults(step, families=(family,)))


@pytest.mark.parametrize("value", [sp.Integer(1), sp.Integer(3)])
def test_a_citation_needs_the_assumptions_of_what_it_cites(value: sp.Integer) -> None:
    lemma = Claim(
        id="lemma",
        title="",
        says="",
        provenance=Provenance.NEW,
        assumptions=(Assumption(le(x, 2), ""),),
        conclusions=(le(x, 5),),
        derive=lambda: (),
        for_all="",
        witness={x: sp.S.Zero},
    )
    step = Step("", instance(le(x, 5), {x: value}), Cite("lemma", {x: value}))
    assert (faults(step, needs=(lemma,)) == []) == (value == 1)
    assert faults(Step("", lt(x, 5), Cite("lemma")), needs=(lemma,), assume=(le(x, 2),)) != []
    assert any("depends on" in f for f in faults(step))


def test_nothing_follows_from_a_refuted_claim() -> None:
    """Neither from one with a counterexample, nor from one that is not expected to be proved."""
    lemma = Claim("lemma", "", "", Provenance.NEW, (), (ge(x, 0),), lambda: (), "", {})
    step = Step("", ge(x, 0), Cite("lemma"))
    assert faults(step, needs=(lemma,)) == []
    for refuted in (
        replace(lemma, counterexample={x: -sp.S.One}),
        replace(lemma, expected=Verdict.REFUTED),
        replace(lemma, expected=Verdict.UNDECIDED),
    ):
        assert any("nothing follows" in f for f in faults(step, needs=(refuted,)))
    best = Step("", BEST, Cite("T4.1"))
    assert any("nothing follows" in f for f in faults(best, needs=(by_id()["T4.1"],)))


def test_a_citation_does_not_construct_objects() -> None:
    """A claim about constructed objects cannot be cited at values."""
    lemma = Claim("lemma", "", "", Provenance.NEW, (), (eq(y, 2 * x),), lambda: (), "", {}, families=(naturals(),))
    at = {x: sp.S.Zero, y: sp.S.One}
    step = Step("", instance(eq(y, 2 * x), at), Cite("lemma", at))
    assert any("another such object" in f for f in faults(step, needs=(lemma,)))
    assert any("does not" in f for f in faults(Step("", eq(y, 2 * x), Cite("lemma")), needs=(lemma,)))
    assert faults(Step("", eq(y, 2 * x), Cite("lemma")), needs=(lemma,), families=(naturals(),)) == []


def test_an_unfinished_derivation_concludes_nothing() -> None:
    assert any("not established" in f for f in faults(Step("", eq(x, x), Algebra()), conclude=ge(x, 0)))


def test_a_step_uses_what_was_established_before_it_only() -> None:
    first = Step("", ge(x**2, 0), SumOfProducts(((x**2,),)))
    second = Step("", ge(x**2 + 1, 0), SumOfProducts(((x**2,), (sp.S.One,))), given=(first.goal,))
    assert faults(first, second) == []
    assert any("no assumption or earlier step" in f for f in faults(second, first))


def test_a_step_that_fails_establishes_nothing() -> None:
    false = Step("", ge(x, 0), SumOfProducts(((x,),)))
    found = faults(false, Step("", ge(x + 1, 0), SumOfProducts(((x,), (sp.S.One,))), given=(false.goal,)))
    assert len(found) == 3 and any("no assumption or earlier step" in f for f in found)


def test_what_is_accepted_is_that_with_which_nothing_is_wrong() -> None:
    index = by_id()
    assert all(accepted(index[i], index, index[i].derive()) for i in ("C3.1", "N3", "T4.1"))
    for false in FALSEHOODS:
        known = {**index, false.claim.id: false.claim}
        nothing = all(r.ok for r in check_derivation(false.claim, known, false.steps))
        assert accepted(false.claim, known, false.steps) is nothing
