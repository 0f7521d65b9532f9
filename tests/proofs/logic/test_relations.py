"""Relations keep their words, and a replacement keeps what is bound."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.relations import Relation, conjuncts, difference, eq, ge, gt, instance, le, lt, substituted

x, y, z = sp.symbols("x y z", real=True)


@pytest.mark.parametrize("relation", [eq(x, x), ge(x, x), gt(x, x), le(x, x), lt(x, x)], ids=str)
def test_an_obvious_relation_is_kept_as_written(relation: Relation) -> None:
    assert relation not in (sp.true, sp.false)
    assert relation.args == (x, x)
    assert relation.func(*relation.args) in (sp.true, sp.false)


def test_symbols_are_replaced_at_once() -> None:
    assert instance(ge(x, y), {x: y, y: x}) == ge(y, x)
    assert instance(ge(x, y), {x: y}) == ge(y, y) != sp.true
    both = sp.And(ge(x, 0), ge(y, 0), evaluate=False)
    assert instance(both, {x: z, y: z + 1}) == sp.And(ge(z, 0), ge(z + 1, 0), evaluate=False)
    assert substituted(x + 2 * y, {x: y, y: x}) == y + 2 * x


def test_no_symbol_moves_under_a_binder() -> None:
    for bound in (sp.Integral(x * y, (x, 0, 1)), sp.Sum(x * y, (x, 0, 1))):
        assert instance(ge(bound, 0), {y: z}) == ge(bound.subs(y, z), 0)
        with pytest.raises(ValueError, match="bound symbol"):
            instance(ge(bound, 0), {y: x})


def test_the_parts_of_a_conjunction() -> None:
    both = sp.And(ge(x, 0), ge(y, 0), evaluate=False)
    assert conjuncts(both) == both.args and len(both.args) == 2
    assert conjuncts(ge(x, 0)) == (ge(x, 0),)


def test_the_difference_of_an_inequality() -> None:
    assert difference(ge(x, y)) == (x - y, False) == difference(le(y, x))
    assert difference(gt(x, y)) == (x - y, True) == difference(lt(y, x))
    with pytest.raises(TypeError, match="not an inequality"):
        difference(eq(x, y))
