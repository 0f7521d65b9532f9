"""Values at which relations hold."""

from __future__ import annotations

import sympy as sp

from proofs.logic.examples import example
from proofs.logic.relations import Relation, eq, ge, gt, le, lt

x, y = sp.symbols("x y", real=True)
u, n = sp.Symbol("u", nonnegative=True), sp.Symbol("n", integer=True, positive=True)


def holds(*relations: Relation) -> bool:
    """Whether values are found; and those that are found satisfy everything."""
    found = example(relations)
    assert found is None or all(r.xreplace(dict(found)).doit() == sp.true for r in relations)
    return found is not None


def test_values_satisfy_everything_in_the_declared_ranges() -> None:
    assert holds(gt(x, y), le(x, -1))
    assert holds(eq(x**2, u), gt(u, 2)) and holds(eq(x + y, 7), gt(x * y, 3))
    assert holds(eq(u**2 + x**2, 1), gt(x, 0), lt(x, 1))
    found = example((gt(n, 1), le(sp.sin(sp.pi / n), 1)))
    assert found is not None and found[n].is_integer


def test_what_is_impossible_has_none() -> None:
    assert (
        not holds(lt(u, 0)) and not holds(gt(x, 1), lt(x, 1)) and not holds(eq(u, -1)) and not holds(eq(x, 1), eq(x, 2))
    )
    assert not holds(eq(x**2, -1))


def test_every_equation_gives_its_symbol() -> None:
    values = {x: sp.Rational(17, 19), y: sp.Rational(-23, 29)}
    assert example(tuple(eq(k, v) for k, v in values.items())) == values


def test_other_numbers_may_be_tried() -> None:
    narrow = (gt(x, sp.Rational(41, 100)), lt(x, sp.Rational(43, 100)))
    assert example(narrow) is None
    assert example(narrow, (sp.Rational(42, 100),)) == {x: sp.Rational(42, 100)}


def test_matrices_are_tried_as_numbers_and_complex_numbers_not_at_all() -> None:
    a, b = sp.symbols("A B", commutative=False)
    assert example((eq(a * b, 1),)) is not None
    assert example((ge(sp.Symbol("C"), 0),)) is None


def test_the_same_values_every_time() -> None:
    relations = (gt(x, y), gt(y, u))
    assert example(relations) == example([*relations])
