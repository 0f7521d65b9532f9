"""D4.1, and the map phi and the families of plans at exact numbers."""

from __future__ import annotations

import sympy as sp

from proofs.theory.merging import (
    BLOCKS,
    D4_1,
    MERGED,
    OPERANDS,
    first_operand,
    other_operands,
    phi,
    plan_family,
    splits,
)
from proofs.theory.symbols import gamma, real
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis

x, y = real("x"), real("y")


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (D4_1,)


def test_a_student_holds_its_first_operand_until_it_is_trained() -> None:
    assert MERGED.subs(gamma, 0) == first_operand
    assert MERGED.subs(gamma, 1) == first_operand * other_operands
    assert phi(sp.S.One) == 1


def test_splitting_changes_nothing_only_where_a_factor_vanishes() -> None:
    assert sp.expand(phi(x * y) - phi(x) * phi(y) - splits(x, y)) == 0
    assert splits(sp.S.One, y) == splits(x, sp.S.One) == splits(x, y).subs(gamma, 1) == 0
    assert splits(sp.Integer(2), sp.Integer(3)).subs(gamma, sp.S.Half) == sp.S.Half


def test_the_families_start_from_nothing_and_go_on() -> None:
    for family in (plan_family(sp.S.One), OPERANDS, BLOCKS):
        first, more = family.constructions
        assert not first.operands and more.operands[0] == {}
        assert set(first.result) == set(more.result) == set(family.variables)
