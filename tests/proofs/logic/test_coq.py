"""Printing as Coq: every kind of expression, and the refusal of what has no plain counterpart."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.coq import Printer, Unprintable, ordered, quantified
from proofs.logic.relations import eq, ge, gt, le, lt
from proofs.theory.symbols import ge0, real

x, y, n = real("x"), real("y"), sp.Symbol("n", integer=True, positive=True)


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        (sp.Integer(3), "3"),
        (sp.Integer(-3), "(- 3)"),
        (sp.Rational(-2, 3), "((- 2) / 3)"),
        (x + y, "(x + y)"),
        (x - y, "(x + ((- 1) * y))"),
        (x * y, "(x * y)"),
        (x / y, "(x * (/ y))"),
        (x**3, "(x ^ 3)"),
        (x**-2, "(/ (x ^ 2))"),
        (sp.sqrt(x), "(sqrt x)"),
        (1 / sp.sqrt(x), "(/ (sqrt x))"),
        (sp.exp(x) + sp.pi, "(PI + (exp x))"),
        (sp.sin(x) * sp.cos(y), "((cos y) * (sin x))"),
        (sp.tan(n), "(tan n)"),
        (sp.Subs(x * y, x, 2), "(2 * y)"),
        (sp.Min(x, y, evaluate=False), "(Rmin x y)"),
    ],
)
def test_an_expression_is_printed_with_every_bracket(expression: sp.Expr, printed: str) -> None:
    assert Printer().expression(expression) == printed


@pytest.mark.parametrize(
    "expression",
    [
        sp.Symbol("A", commutative=False),
        sp.Symbol("z"),
        sp.Integral(x, (x, 0, 1)),
        sp.Limit(x, x, 0),
        sp.Derivative(x**2, x),
        sp.Function("f")(x),
        sp.Sum(n, (n, 1, 3)),
        sp.oo,
        sp.I,
        sp.Float(1),
        sp.log(x),
        sp.Abs(x),
        x**y,
        x ** sp.Rational(1, 3),
        sp.Matrix([[x]]),
        sp.Subs(x + y, (x, y), (y, 1)),
    ],
)
def test_what_has_no_plain_counterpart_is_refused(expression: sp.Basic) -> None:
    with pytest.raises(Unprintable):
        Printer().expression(expression)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (sp.Abs(x), "Abs has no plain counterpart"),
        (sp.Limit(x, x, 0), "a limit"),
        (sp.Integral(x, (x, 0, 1)), "an integral"),
        (sp.Derivative(x**2, x), "a derivative"),
        (sp.Sum(n, (n, 1, 3)), "a sum of many terms"),
        (x * sp.Symbol("A", commutative=False), "a matrix of any size"),
        (sp.ImmutableDenseMatrix([[x]]), "a matrix"),
        (sp.Function("f")(x), "an unknown function"),
    ],
)
def test_the_reason_is_said_in_a_few_words(expression: sp.Basic, said: str) -> None:
    with pytest.raises(Unprintable) as refused:
        Printer().expression(expression)
    assert str(refused.value) == said and not Printer().prints(expression)


def test_relations_keep_their_words() -> None:
    printer = Printer()
    relations = (eq(x, y), ge(x, 0), gt(x, 0), le(x, y), lt(x, y), sp.Ne(x, y))
    assert [printer.relation(r) for r in relations] == ["x = y", "x >= 0", "x > 0", "x <= y", "x < y", "x <> y"]
    assert printer.relation(sp.And(ge(x, 0), le(y, 1), evaluate=False)) in ("x >= 0 /\\ y <= 1", "y <= 1 /\\ x >= 0")
    for other in (sp.true, sp.Or(ge(x, 0), le(y, 1)), sp.Not(eq(x, y), evaluate=False)):
        with pytest.raises(Unprintable):
            printer.relation(other)


def test_a_declared_range_is_a_premise_and_an_integer_is_any_number_of_its_sign() -> None:
    printer = Printer()
    assert [printer.range(s) for s in (x, ge0("a"), n)] == ["", "0 <= a", "0 < n"]
    kinds = {"negative": "s < 0", "nonpositive": "s <= 0", "nonzero": "s <> 0"}
    assert all(Printer().range(sp.Symbol("s", real=True, **{kind: True})) == text for kind, text in kinds.items())
    assert printer.range(n, x + 1) == "0 < (1 + x)"


def test_different_symbols_have_different_names() -> None:
    printer = Printer()
    symbols = (real("a_t"), ge0("a_t"), real(r"a_{t}"), real("a't"), real("exp"), real("R"), real("fun"), real("1"))
    names = [printer.name(s) for s in symbols]
    assert names == ["a_t", "a_t_2", "a_t_3", "apt", "x_exp", "x_R", "x_fun", "x_1"]
    assert [printer.name(s) for s in symbols] == names


def test_a_defined_symbol_is_printed_as_what_it_stands_for() -> None:
    printer = Printer({x: y + 1})
    assert printer.expression(2 * x) == "(2 * (1 + y))" and printer.symbols([x]) == {y}
    with pytest.raises(Unprintable):
        printer.expression(sp.Subs(x, y, 0))


def test_a_statement_quantifies_what_it_names() -> None:
    assert (
        quantified(["x", "y"], ["0 <= x", "", "a /\\ b"], "x = y")
        == "forall (x y : R),\n  0 <= x ->\n  (a /\\ b) ->\n  x = y"
    )
    assert quantified([], ["p"], "q") == "p ->\n  q"
    assert ordered({y, x}) == (x, y)
