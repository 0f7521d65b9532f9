"""The checker refuses what does not follow, rule by rule."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.checker import check_derivation
from proofs.claim import (
    Algebra,
    Assumption,
    Case,
    Certificate,
    Cite,
    Claim,
    Derivation,
    Induction,
    Provenance,
    Relation,
    Step,
    ZeroSquare,
)
from proofs.relations import eq, ge, gt, instance, le, lt

x, y = sp.symbols("x y", real=True)
u = sp.Symbol("u", nonnegative=True)
n = sp.Symbol("n", nonnegative=True)


def faults(
    *steps: Step, conclude: Relation | None = None, assume: tuple[Relation, ...] = (), needs: tuple[Claim, ...] = ()
) -> list[str]:
    claim = Claim(
        id="test",
        title="",
        says="",
        provenance=Provenance.NEW,
        assumptions=tuple(Assumption(a, "") for a in assume),
        conclusions=(conclude if conclude is not None else steps[-1].goal,),
        derive=lambda: steps,
        for_all="",
        witness={},
        depends_on=tuple(c.id for c in needs),
    )
    results = check_derivation(claim, {c.id: c for c in (*needs, claim)}, steps)
    return [r.reason for r in results[:-1] if not r.ok]


def test_algebra_accepts_an_identity_and_refuses_another() -> None:
    assert faults(Step("", eq((x + y) ** 2, x**2 + 2 * x * y + y**2), Algebra())) == []
    assert "the residual is not zero" in faults(Step("", eq((x + y) ** 2, x**2 + y**2), Algebra()))


def test_algebra_works_modulo_given_equations_only() -> None:
    circle = eq(x**2 + y**2, 1)
    step = Step("", eq(x**4 - y**4, x**2 - y**2), Algebra(), given=(circle,))
    assert faults(step, assume=(circle,)) == []
    assert any("no assumption" in f for f in faults(step))
    assert faults(Step("", step.goal, Algebra())) != []


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
    assert faults(Step("", goal, Certificate((((x - y) ** 2,),)))) == []
    assert "the certificate does not sum to the goal" in faults(Step("", goal, Certificate((((x + y) ** 2,),))))


def test_a_certificate_uses_available_signs_only() -> None:
    step = Step("", ge(u * x, 0), Certificate(((u, x),)), given=(ge(x, 0),))
    assert faults(step, assume=(ge(x, 0),)) == []
    assert any("no assumption" in f for f in faults(step))
    assert any("sign of x" in f for f in faults(Step("", ge(u * x, 0), Certificate(((u, x),)))))


def test_a_strict_goal_needs_a_strict_product() -> None:
    assert faults(Step("", gt(u, 0), Certificate(((u,),)))) != []
    assert faults(Step("", gt(u + 1, 0), Certificate(((u,), (sp.S.One,))))) == []
    assert faults(Step("", gt(x, 0), Certificate(((x,),)), given=(ge(x, 0),)), assume=(ge(x, 0),)) != []


def test_a_negative_constant_is_no_certificate() -> None:
    assert faults(Step("", ge(-1, 0), Certificate(((sp.Integer(-1),),)))) != []


def counting(*, start: int = 0, jump: int = 1) -> Derivation:
    goal = eq(y, 2 * x)
    return (
        Step(
            "",
            goal,
            Induction(
                "naturals",
                (
                    Case(
                        "0", (), {x: sp.S.Zero, y: sp.Integer(start)}, (Step("", eq(start, 2 * sp.S.Zero), Algebra()),)
                    ),
                    Case(
                        "n + 1",
                        ({},),
                        {x: x + jump, y: y + 2},
                        (Step("", eq(y + 2, 2 * (x + 1)), Algebra(), given=(goal,)),),
                    ),
                ),
            ),
        ),
    )


def test_induction_checks_every_case() -> None:
    assert faults(*counting()) == []
    assert faults(*counting(start=1)) != []
    assert faults(*counting(jump=2)) != []


def test_an_induction_hypothesis_is_not_assumed_of_the_variables_outside() -> None:
    """What is known of a variable before the induction says nothing of its instances inside."""
    goal = ge(x, 0)
    cheat = Step("", goal, Induction("", (Case("", (), {x: x}, ()),)))
    assert faults(cheat, assume=(ge(x, 0),), conclude=goal) != []


def test_a_case_takes_only_assumptions_for_granted() -> None:
    granted = ge(y, 0)
    step = Step("", ge(x, 0), Induction("", (Case("", (), {x: y}, (), where=(granted,)),)))
    assert faults(step, assume=(granted,)) == []
    assert any("for granted" in f for f in faults(step))


def test_a_square_at_most_zero_is_zero() -> None:
    zero = le((x - y) ** 2, 0)
    assert faults(Step("", eq(x, y), ZeroSquare(), given=(zero,)), assume=(zero,)) == []
    assert faults(Step("", eq(x, y), ZeroSquare())) != []


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


def test_an_unfinished_derivation_concludes_nothing() -> None:
    assert any("not established" in f for f in faults(Step("", eq(x, x), Algebra()), conclude=ge(x, 0)))
