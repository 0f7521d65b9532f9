"""Obligations as SMT-LIB text."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.derivation import Algebra, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.obligations import Obligation, Untranslatable, boundary, negation, obligations
from proofs.logic.relations import Relation, eq, ge, gt, le, lt

x, y = sp.symbols("x y", real=True)
p = sp.Symbol("p", positive=True)
u = sp.Symbol("u", positive=True)


def test_a_tangent_is_a_quotient_with_a_denominator() -> None:
    """SymPy does not take it to be real, so that it was not put to the solver at all."""
    script = negation(Obligation("", (), ge(sp.tan(x), 0)))
    assert {str(e) for e in script.names.values()} == {"sin(x)", "cos(x)"}
    (cosine,) = (name for name, e in script.names.items() if e == sp.cos(x))
    assert f"(assert (distinct {cosine} 0))" in script.text


def test_a_value_at_a_point_is_written_out() -> None:
    """It is not taken to be real as it stands, so that a comparison of two values was not put to the solver at all."""
    script = negation(Obligation("", (), gt(sp.Subs(p * (x - y) ** 2, x, y + u), 0)))
    assert set(script.names.values()) == {p, u}


def test_only_an_integral_of_what_is_not_negative_is_not_negative() -> None:
    for integrand, told in ((u**2, True), (-(u**2), False)):
        text = negation(Obligation("", (), gt(sp.Integral(integrand, (u, 0, 1)), 0))).text
        assert ("(assert (>= x0 0))" in text) is told


def test_the_sign_of_what_holds_an_integral_is_not_told() -> None:
    with pytest.raises(Untranslatable):
        negation(Obligation("goal", (), gt(sp.exp(sp.Integral(-1, (u, 0, 1))), 0)))


@pytest.mark.parametrize(
    ("given", "goal", "text"),
    [
        (
            (),
            gt(sp.Symbol("n", nonnegative=True), 0),
            "(declare-const x0 Real)|(assert (>= x0 0))|(assert (not (> x0 0)))",
        ),
        (
            (),
            ge(sp.Symbol("n", nonpositive=True), 0),
            "(declare-const x0 Real)|(assert (<= x0 0))|(assert (not (>= x0 0)))",
        ),
        ((), ge(p, 1), "(declare-const x0 Real)|(assert (> x0 0))|(assert (not (>= x0 1)))"),
        (
            (),
            lt(sp.Symbol("n", negative=True), -1),
            "(declare-const x0 Real)|(assert (< x0 0))|(assert (not (< x0 (- 1))))",
        ),
        (
            (le(x, sp.Rational(-1, 2)),),
            lt(1 / x**2, 4),
            "(declare-const x0 Real)|(assert (<= x0 (/ (- 1) 2)))|(assert (not (< (/ 1 (* x0 x0)) 4)))"
            "|(assert (distinct x0 0))",
        ),
    ],
)
def test_the_text_for_the_solver(given: tuple[Relation, ...], goal: Relation, text: str) -> None:
    assert negation(Obligation("goal", given, goal)).text.split("\n") == text.split("|")


def test_every_inequality_is_an_obligation_of_its_own() -> None:
    """At any depth, conjunct by conjunct; equations are left to the other route."""
    family = Family("f", (x,), (Construction("", (), {x: sp.S.Zero}),))
    both = Step("both", sp.And(ge(x, 0), le(x, 1), evaluate=False), SumOfProducts(()))
    inner = Step("inner", ge(y, 0), SumOfProducts(()), given=(gt(y, 1),))
    whole = Step("whole", ge(x, 0), Induction(family, ((inner,),)))
    found = list(obligations((both, whole, Step("", eq(x, x), Algebra()))))
    assert [o.title for o in found] == ["both (1 of 2)", "both (2 of 2)", "inner"]
    assert [(o.given, o.goal) for o in found] == [((), ge(x, 0)), ((), le(x, 1)), ((gt(y, 1),), ge(y, 0))]


def test_what_a_script_knows_of_its_variables() -> None:
    i = sp.Symbol("i", integer=True)
    script = negation(Obligation("", (), ge(x + i, 0)))
    assert {script.names[name] for name in script.integers} == {i} and not script.opaque
    assert negation(Obligation("", (), ge(sp.exp(x), 0))).opaque
    with pytest.raises(Untranslatable, match="not certainly real"):
        negation(Obligation("", (), ge(sp.log(x), 0)))


def test_the_boundary_asks_about_every_relation_and_says_what_is_true() -> None:
    """Its answers by substitution: at the counterexample the hypotheses hold and the goal does not, and nowhere else."""
    asked = list(boundary())
    assert len({obligation.title for obligation, _ in asked}) == len(asked) > 80
    for obligation, answer in asked:
        (symbol,) = obligation.goal.free_symbols | set().union(*(r.free_symbols for r in obligation.given))
        found = [value for value in map(sp.Integer, (-1, 0, 1)) if _violated(obligation, symbol, value)]
        assert found == ([] if answer is None else [answer]), obligation.title


def _violated(obligation: Obligation, symbol: sp.Symbol, value: sp.Integer) -> bool:
    """Whether this value lies in the declared range, satisfies what is given and violates the goal, no pole being met."""
    if any(getattr(value, f"is_{fact}") is not known for fact, known in symbol.assumptions0.items()):
        return False
    relations = (*obligation.given, obligation.goal)
    if any(
        power.exp.is_negative and power.base.subs(symbol, value) == 0 for r in relations for power in r.atoms(sp.Pow)
    ):
        return False
    *given, goal = (relation.subs(symbol, value) for relation in relations)
    return all(r == sp.true for r in given) and goal == sp.false
