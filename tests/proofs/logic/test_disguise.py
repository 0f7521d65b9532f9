"""A conclusion is not assumed, in whatever guise."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.disguise import forms, is_multiple
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from tests.proofs.logic.claims import faults

x, y, z = sp.symbols("x y z", real=True)
GOAL = ge(x, y)
GUISES = (
    ge(x, y), le(y, x), le(-x, -y), ge(x - y, 0), le(2 * y, 2 * x), le(y - x, 0), gt(x, y), lt(y, x), eq(x, y),
    eq(2 * y, 2 * x), sp.And(ge(z, 0), le(y, x), evaluate=False),
)  # fmt: skip


@pytest.mark.parametrize("guise", GUISES, ids=str)
def test_a_conclusion_may_not_be_assumed_in_another_guise(guise: Relation) -> None:
    assert any("assumed" in f for f in faults(assume=(guise,), conclude=GOAL))


@pytest.mark.parametrize("other", [le(x, y), ge(x, y + 1), ge(x, z), le(x, -y)], ids=str)
def test_another_relation_is_no_guise(other: Relation) -> None:
    assert not any("assumed" in f for f in faults(assume=(other,), conclude=GOAL))


def test_an_equation_is_assumed_in_another_guise() -> None:
    assert any("assumed" in f for f in faults(assume=(eq(2 * y, 2 * x),), conclude=eq(x, y)))
    assert not any("assumed" in f for f in faults(assume=(ge(x, y),), conclude=eq(x, y)))


def test_a_conclusion_may_not_be_assumed() -> None:
    assert any("assumed" in f for f in faults(assume=(ge(x, 0),), conclude=ge(x, 0)))


w, u = sp.Symbol("w", positive=True), sp.Symbol("u", nonnegative=True)
MULTIPLES = (
    ge(w * (x - y), 0), le(w * y, w * x), gt(w * x, w * y), ge((x - y) ** 3, 0), ge(w * (x - y) ** 5, 0),
    ge(u * (x - y), 0), ge((x - y) * (1 + z**2), 0), ge((x - y) / w, 0), ge(sp.exp(z) ** 2 * (x - y), 0),
)  # fmt: skip


@pytest.mark.parametrize("guise", MULTIPLES, ids=str)
def test_a_multiple_of_certain_sign_is_a_guise(guise: Relation) -> None:
    assert is_multiple(guise, GOAL)
    assert any("assumed" in f for f in faults(assume=(guise,), conclude=GOAL))


@pytest.mark.parametrize(
    "other", [ge(z * (x - y), 0), ge(-w * (x - y), 0), ge((x - y) ** 2, 0), ge(x - z, 0), ge(x + y, 0)], ids=str
)
def test_a_multiple_of_unknown_sign_is_none(other: Relation) -> None:
    assert not is_multiple(other, GOAL)


def test_equations_are_multiples_and_powers_of_each_other() -> None:
    assert is_multiple(eq(w * (x - y), 0), eq(x, y)) and is_multiple(eq((x - y) ** 2, 0), eq(x, y))
    assert not is_multiple(eq(u * (x - y), 0), eq(x, y)) and not is_multiple(ge(x, y), eq(x, y))


def test_the_numerator_of_a_fraction_may_be_assumed() -> None:
    """That the denominator keeps the sign is for the derivation to show."""
    assert not is_multiple(ge(x, y), ge((x - y) / (1 + z**2), 0))
    assert not is_multiple(ge(x, y), ge(u * (x - y), 0))


def test_an_equation_and_a_strict_relation_imply_weaker_ones() -> None:
    assert forms(le(x, y))[0] in forms(lt(x, y)) and forms(le(x, y))[0] in forms(eq(x, y))
    assert forms(lt(x, y))[0] not in forms(le(x, y))
