"""The rules that rest on normal forms and signs refuse what does not follow."""

from __future__ import annotations

import sympy as sp

from proofs.logic.algebra import check_algebra, check_sum, check_zero_square
from proofs.logic.derivation import Algebra, Step, SumOfProducts, ZeroSquare
from proofs.logic.relations import eq, ge, gt, le
from tests.proofs.logic.claims import faults

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


def test_each_rule_establishes_its_kind_of_relation_only() -> None:
    inequality = Step("", ge(u, 0), Algebra())
    assert check_algebra(inequality) == "algebra establishes equations only"
    assert check_zero_square(inequality) == "a zero square establishes equations only"
    assert check_sum(inequality, SumOfProducts(((u,),))) == ""
    assert check_algebra(Step("", eq(u, u), Algebra())) == ""


def test_matrices_of_any_size_do_not_commute() -> None:
    first, second = sp.symbols("A B", commutative=False)
    assert faults(Step("", eq(first * second, second * first), Algebra())) != []
    assert faults(Step("", eq((first + second) * first, first**2 + second * first), Algebra())) == []
    given = eq(first * second, 1)
    step = Step("", eq(first * second * first, first), Algebra(), given=(given,))
    assert faults(step, assume=(given,)) == []
    assert faults(Step("", eq(second * first * second * first, second * first), Algebra())) != []


def test_the_reciprocal_of_what_is_positive_is_positive() -> None:
    step = Step("", gt(1 / x, 0), SumOfProducts(((1 / x,),)), given=(gt(x, 0),))
    assert faults(step, assume=(gt(x, 0),)) == []
    assert faults(Step("", gt(1 / x, 0), SumOfProducts(((1 / x,),)), given=(ge(x, 0),)), assume=(ge(x, 0),)) != []
