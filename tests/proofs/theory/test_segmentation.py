"""N6 and its two coordinates, and the segmentation plan at T = 3."""

from __future__ import annotations

import sympy as sp

from proofs.theory import three_operators as at_three
from proofs.theory.segmentation import (
    CLOSER_AT_THREE,
    HAT_AT_THREE,
    IDLE,
    N6,
    N6_CONTRACTING,
    N6_EXPANDING,
    ON_BOTH_SIDES,
    hatted,
    second,
)
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
