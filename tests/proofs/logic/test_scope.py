"""What is known of one step is not known of every step."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, eq, ge, gt, le
from proofs.logic.scope import Known, assumed, captured, is_general, uses
from proofs.logic.verdict import Provenance
from proofs.theory.ddim import n_p
from proofs.theory.dynamic_program import T4_1_SHARP
from proofs.theory.merging import own
from proofs.theory.symbols import a, ge0, real
from proofs.theory.teacher import TRAJECTORY, cosines
from tests.proofs.logic.claims import faults

P, c, e = ge0("P"), real("c"), ge0("e")


def products(fresh: bool = True) -> Family:
    """Products of steps a, or powers of one a."""
    mine = (a,) if fresh else ()
    return Family(
        "products",
        (P,),
        (Construction("one", (), {P: a}, fresh=mine), Construction("more", ({},), {P: P * a}, fresh=mine)),
    )


def below(bound: sp.Expr, *given: Relation, family: Family) -> Step:
    """P <= bound for every product, if a <= bound and a <= 1: P a <= P <= bound."""
    one = Step("", le(a, bound), SumOfProducts(((bound - a,),)), given=given)
    more = Step("", le(P * a, bound), SumOfProducts(((bound - P,), (P, 1 - a))), given=(le(P, bound), le(a, 1)))
    return Step("", le(P, bound), Induction(family, ((one,), (more,))))


def test_every_product_of_contracting_steps_is_no_larger_than_any_one_step() -> None:
    """False for two steps that differ: 1 and then 1/2 is below 1, not the other way round. True of powers."""
    for factor, family in ((a, products()), (e, renamed(products(fresh=False), {a: e}))):
        one = Step("", le(factor, factor), SumOfProducts(((sp.S.Zero,),)))
        more = Step(
            "", le(P * factor, factor), SumOfProducts(((factor - P,), (P, 1 - factor))),
            given=(le(P, factor), le(factor, 1)),
        )  # fmt: skip
        step = Step("", le(P, factor), Induction(family, ((one,), (more,))))
        found = faults(step, assume=(le(factor, 1),), families=(family,))
        assert any("another number at every step" in f for f in found) if factor == a else found == []


def test_an_assumption_about_a_step_is_made_for_every_step() -> None:
    family = products()
    assert faults(below(sp.S.One, le(a, 1), family=family), assume=(le(a, 1),), families=(family,)) == []
    wider = Step("", le(a, 2), SumOfProducts(((1 - a,), (sp.S.One,))), given=(le(a, 1),))
    step = below(sp.Integer(2), le(a, 2), family=family)
    assert faults(wider, step, assume=(le(a, 1),), families=(family,)) == []


def test_what_follows_from_one_object_is_of_one_step() -> None:
    """a <= P <= c for one a and one P says nothing of the other steps."""
    one = Step("", le(a, c), SumOfProducts(((P - a,), (c - P,))), given=(le(a, P), le(P, c)))
    step = below(c, le(a, c), family=products())
    assume = (le(a, P), le(P, c), le(a, 1))
    found = faults(one, step, assume=assume, families=(products(),), conclude=le(a, c))
    assert any("does not check" in f for f in found)
    direct = faults(below(c, le(a, c), family=products()), assume=(*assume, le(a, c)), families=(products(),))
    assert direct == ["assumed: P <= c"]  # le(a, c) assumed of every step: nothing else is wrong


def test_a_symbol_defined_by_one_step_is_no_bound_for_all() -> None:
    one = Step("", le(a, c), SumOfProducts(((sp.S.Zero,),)), given=(eq(c, a),))
    step = below(c, le(a, c), family=products())
    found = faults(one, step, assume=(le(a, 1),), define=(eq(c, a),), families=(products(),))
    assert any("no assumption or earlier step" in f for f in found)
    assert faults(one, step, assume=(le(a, 1), eq(c, a)), families=(products(),)) == []  # stated of every step


def test_what_is_known_of_a_trajectory_at_one_step_is_not_known_at_another() -> None:
    """P3.2's trajectory: its product of the cos^2 is n_{t-1} at that step only."""
    at_n_p = Step("", eq(cosines, n_p), Induction(TRAJECTORY, ((), ())))
    assert any("another number at every step" in f for f in faults(at_n_p, families=(TRAJECTORY,)))
    last, first = eq(cosines, n_p), eq(cosines, 1)
    one = Step("", eq(n_p, 1), Algebra(), given=(last, first))
    case = (Step("", eq(n_p, 1), Algebra(), given=(one.goal,)),)
    constant = Step("", first, Induction(TRAJECTORY, ((), case)))
    found = faults(one, constant, assume=(last, first), families=(TRAJECTORY,), conclude=one.goal)
    assert any("no assumption or earlier step" in f for f in found)


def lemma(family: Family) -> Claim:
    """Products of contracting steps are at most 1."""
    step = below(sp.S.One, le(a, 1), family=family)
    return Claim(
        "lemma", "", "", Provenance.NEW, (Assumption(le(a, 1), ""),), (le(P, 1),), lambda: (step,), "", {a: sp.S.One},
        families=(family,),
    )  # fmt: skip


def test_a_citation_needs_of_every_step_what_the_cited_claim_assumes_of_every_step() -> None:
    cite = Step("", le(P, 1), Cite("lemma"))
    needs, families = (lemma(products()),), (products(),)
    assert faults(cite, assume=(le(a, 1),), needs=needs, families=families) == []
    one = Step("", le(a, 1), SumOfProducts(((e - a,), (1 - e,))), given=(le(a, e), le(e, 1)))
    assert faults(one, cite, assume=(le(a, e), le(e, 1)), needs=needs, families=families) == []  # a <= e at every step
    about = Family("others", (e,), (Construction("", (), {e: sp.S.One}),))
    found = faults(one, cite, assume=(le(a, e), le(e, 1)), needs=needs, families=(*families, about))
    assert "lemma needs a_t <= 1 for every step, and it is known of one only" in found  # a <= e for one object e


def test_a_citation_may_not_let_a_fixed_number_vary() -> None:
    """c is one number in the lemma; at c = a it would be another at every step."""
    scaled = Family(
        "scaled",
        (P,),
        (Construction("one", (), {P: c**2}), Construction("more", ({},), {P: c**2 * a}, fresh=(a,))),
    )
    needs = (replace(lemma(products()), families=(scaled,), assumptions=()),)
    for value, clash in ((real("d"), False), (a, True), (sp.S.One, False)):
        here = renamed(scaled, {c: value})
        found = faults(Step("", le(P, 1), Cite("lemma", {c: value})), needs=needs, families=(here,))
        assert any("keeps" in f for f in found) is clash
        assert (found == []) is not clash


def test_two_variables_of_a_family_keep_two_names() -> None:
    twice = Family("twice", (P, e), (Construction("one", (), {P: sp.S.One, e: sp.Integer(2)}),))
    needs = (replace(lemma(products()), families=(twice,), assumptions=(), conclusions=(eq(e, 2 * P),)),)
    merged = renamed(twice, {e: P})
    found = faults(Step("", eq(P, 2 * P), Cite("lemma", {e: P})), needs=needs, families=(merged,))
    assert any("keeps" in f for f in found)


def test_the_kept_operator_must_be_a_plans_at_every_step() -> None:
    """Without the family of the plans that are kept next, N1 says nothing of them."""
    fewer = tuple(f for f in T4_1_SHARP.families if own in f.variables or not f.name.startswith("merge plans"))
    claim = replace(T4_1_SHARP, families=fewer)
    assert len(fewer) < len(T4_1_SHARP.families)
    assert any("which this claim does not" in r.reason for r in check_derivation(claim, by_id(), claim.derive()))


def test_a_fact_is_general_if_what_it_rests_on_is() -> None:
    family = products()
    of_every, of_one, fixed = Known(le(a, 1), frozenset({a})), Known(le(a, 1)), Known(ge(c, 0))
    assert is_general(of_every, family) and is_general(fixed, family) and not is_general(of_one, family)
    assert is_general(Known(le(a, 2), used=(of_every, fixed)), family)
    assert not is_general(Known(le(a, 2), used=(of_every, of_one)), family)
    assert not is_general(Known(le(P, 1), frozenset({a})), family)


def test_what_a_step_may_rest_on() -> None:
    """What it is given at any depth, what it cites needs, and what keeps a value in range."""
    claim = lemma(products())
    (induction,) = claim.derive()
    assert {le(a, 1), le(P, 1)} <= uses(induction, {}, ())
    at = {a: e}
    found = uses(Step("", le(P, 1), Cite("lemma", at)), {"lemma": claim}, (ge(e, 0), gt(c, 0)))
    assert found == {le(e, 1), ge(e, 0)}


def test_the_assumptions_of_a_claim_are_its_first_facts() -> None:
    known = assumed(lemma(products()))
    assert {fact: k.every for fact, k in known.items()} == {le(a, 1): frozenset({a})}


def test_two_symbols_that_a_renaming_makes_one_are_captured() -> None:
    twice = Family("twice", (P, e), (Construction("one", (), {P: sp.S.One, e: sp.Integer(2)}),))
    assert captured(twice, {}, twice) == ""
    assert captured(twice, {e: P}, renamed(twice, {e: P})) in ("P", "e")
