"""N6 and its two coordinates, and the segmentation plan at T = 3."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.logic.algebra import check_sum
from proofs.logic.derivation import Induction, SumOfProducts
from proofs.logic.relations import instance
from proofs.theory import three_operators as at_three
from proofs.theory.segmentation import (
    CLOSER_AT_THREE,
    COORDINATES,
    HAT_AT_THREE,
    IDLE,
    N6,
    N6_CONTRACTING,
    N6_EXPANDING,
    ON_BOTH_SIDES,
    hatted,
    second,
    weight,
    weight_hat,
)
from proofs.theory.symbols import real
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (N6_CONTRACTING, N6_EXPANDING, N6)


def test_leaving_the_rest_unmerged_helps_on_one_side_of_one_only() -> None:
    for one_sided in (("1/2", "2/3"), ("2", "3/2")):
        assert CLOSER_AT_THREE.xreplace(at_three.values(*one_sided, "1/3", "2/3")) == sp.true
    assert CLOSER_AT_THREE.xreplace(ON_BOTH_SIDES) == sp.false


def test_the_second_coordinate_is_the_first_under_other_names() -> None:
    assert not hatted(CLOSER_AT_THREE).free_symbols & CLOSER_AT_THREE.free_symbols
    assert set(second(IDLE)) == set(HAT_AT_THREE.values())
    assert hatted(CLOSER_AT_THREE).xreplace(second(ON_BOTH_SIDES)) == sp.false


@pytest.mark.parametrize(("kind", "n"), [(1, weight), (2, weight_hat)])
def test_coordinates_are_added_with_weights_that_are_not_negative(kind: int, n: sp.Symbol) -> None:
    (induction,) = (step.by for step in N6.derive() if isinstance(step.by, Induction))
    assert induction.family is COORDINATES and n in COORDINATES.constructions[kind].fresh
    added = induction.proofs[kind][-1]
    any_sign = {n: real("any weight")}
    assert isinstance(added.by, SumOfProducts) and not check_sum(added, added.by)
    products = tuple(tuple(factor.xreplace(any_sign) for factor in product) for product in added.by.products)
    changed = replace(added, goal=instance(added.goal, any_sign), by=SumOfProducts(products))
    assert "the sign of any weight" in check_sum(changed, changed.by)
