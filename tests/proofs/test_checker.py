"""The checker refuses what does not follow, rule by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt, instance, le, lt
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory.merging import own
from proofs.theory.optimality import BEST
from proofs.theory.symbols import v_plan
from tests.proofs.claims import faults

x, y, z, w = sp.symbols("x y z w", real=True)
u = sp.Symbol("u", nonnegative=True)


def test_algebra_accepts_an_identity_and_refuses_another() -> None:
    assert faults(Step("", eq((x + y) ** 2, x**2 + 2 * x * y + y**2), Algebra())) == []
    assert "the residual is not zero" in faults(Step("", eq((x + y) ** 2, x**2 + y**2), Algebra()))


def test_algebra_works_modulo_given_equations_only() -> None:
    circle = eq(x**2 + y**2, 1)
    step = Step("", eq(x**4 - y**4, x**2 - y**2), Algebra(), given=(circle,))
    assert faults(step, assume=(circle,)) == []
    assert any("no assumption" in f for f in faults(step))
    assert faults(Step("", step.goal, Algebra())) != []


def test_roots_are_reduced_as_numbers_of_their_own() -> None:
    """sqrt(x) beside an equation in x: no exception, and what follows still follows."""
    root, given = sp.sqrt(u), eq(u, y)
    false = Step("", eq(root, y), Algebra(), given=(given,))
    assert "the residual is not zero" in faults(false, assume=(given,))
    assert faults(Step("", eq(root * u, root * y), Algebra(), given=(given,)), assume=(given,)) == []
    summed = Step("", eq(sp.Sum(u**z, (z, 1, w)), y), Algebra(), given=(given,))
    assert "the residual is not zero" in faults(summed, assume=(given,))


def test_a_denominator_that_may_vanish_is_refused() -> None:
    step = Step("", eq(x * y / x, y), Algebra())
    assert faults(Step("", eq((x + 1) * y / (x + 1), y), Algebra())) == []  # cancelled by SymPy at once
    assert faults(Step("", eq(1 / (x - y) - 1 / (x - y) + y, y), Algebra())) == []
    assert any("may be zero" in f for f in faults(Step("", eq((x**2 - y**2) / (x - y), x + y), Algebra())))
    given = gt(x, y)
    assert faults(Step("", eq((x**2 - y**2) / (x - y), x + y), Algebra(), given=(given,)), assume=(given,)) == []
    assert faults(step) == []


def test_a_certificate_must_sum_to_the_goal() -> None:
    goal = ge(x**2 + y**2, 2 * x * y)
    assert faults(Step("", goal, SumOfProducts((((x - y) ** 2,),)))) == []
    assert "the certificate does not sum to the goal" in faults(Step("", goal, SumOfProducts((((x + y) ** 2,),))))


def test_a_certificate_uses_available_signs_only() -> None:
    step = Step("", ge(u * x, 0), SumOfProducts(((u, x),)), given=(ge(x, 0),))
    assert faults(step, assume=(ge(x, 0),)) == []
    assert any("no assumption" in f for f in faults(step))
    assert any("sign of x" in f for f in faults(Step("", ge(u * x, 0), SumOfProducts(((u, x),)))))


def test_a_strict_goal_needs_a_strict_product() -> None:
    assert faults(Step("", gt(u, 0), SumOfProducts(((u,),)))) != []
    assert faults(Step("", gt(u + 1, 0), SumOfProducts(((u,), (sp.S.One,))))) == []
    assert faults(Step("", gt(x, 0), SumOfProducts(((x,),)), given=(ge(x, 0),)), assume=(ge(x, 0),)) != []


def test_a_negative_constant_is_no_certificate() -> None:
    assert faults(Step("", ge(-1, 0), SumOfProducts(((sp.Integer(-1),),)))) != []


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


def test_what_is_built_stays_in_the_declared_range() -> None:
    family = Family("f", (u,), (Construction("", (), {u: sp.Integer(-2)}),))
    step = Step("", ge(u, 0), Induction(family, ((),)))
    assert any("nonnegative" in f for f in faults(step, families=(family,)))


def test_a_square_at_most_zero_is_zero() -> None:
    zero = le((x - y) ** 2, 0)
    assert faults(Step("", eq(x, y), ZeroSquare(), given=(zero,)), assume=(zero,)) == []
    assert faults(Step("", eq(x, y), ZeroSquare())) != []
    q = sp.Symbol("q")
    undeclared = le(q**2, 0)
    assert faults(Step("", eq(q, 0), ZeroSquare(), given=(undeclared,)), assume=(undeclared,)) != []


def test_an_integral_is_signed_by_its_limits_not_by_its_name() -> None:
    negative = sp.Integral(u, (u, -2, -1))
    assert any("sign" in f for f in faults(Step("", ge(negative, 0), SumOfProducts(((negative,),)))))


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


def test_a_citation_respects_the_declared_ranges() -> None:
    """u is non-negative by declaration: the claim says nothing of -1."""
    lemma = Claim("lemma", "", "", Provenance.NEW, (), (ge(u, 0),), lambda: (), "", {})
    step = Step("", ge(-1, 0), Cite("lemma", {u: sp.Integer(-1)}))
    assert any("nonnegative" in f for f in faults(step, needs=(lemma,)))


def test_a_citation_does_not_construct_objects() -> None:
    """A claim about constructed objects cannot be cited at values."""
    lemma = Claim("lemma", "", "", Provenance.NEW, (), (eq(y, 2 * x),), lambda: (), "", {}, families=(naturals(),))
    at = {x: sp.S.Zero, y: sp.S.One}
    step = Step("", instance(eq(y, 2 * x), at), Cite("lemma", at))
    assert any("another such object" in f for f in faults(step, needs=(lemma,)))
    assert any("does not" in f for f in faults(Step("", eq(y, 2 * x), Cite("lemma")), needs=(lemma,)))
    assert faults(Step("", eq(y, 2 * x), Cite("lemma")), needs=(lemma,), families=(naturals(),)) == []


def test_a_claim_about_constructed_objects_is_not_refuted_by_values() -> None:
    claim = by_id()["N1"]
    broken = replace(claim, counterexample={**claim.witness, own: sp.S.Zero, v_plan: sp.S.Zero})
    results = check_derivation(broken, by_id(), claim.derive())
    assert any("do not construct" in r.reason for r in results)


def test_a_conclusion_may_not_be_assumed() -> None:
    assert any("assumed" in f for f in faults(assume=(ge(x, 0),), conclude=ge(x, 0)))


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


def test_an_unfinished_derivation_concludes_nothing() -> None:
    assert any("not established" in f for f in faults(Step("", eq(x, x), Algebra()), conclude=ge(x, 0)))
