"""N1 and N2, and the bounds at T = 3 on either side of 1."""

from __future__ import annotations

import sympy as sp

from proofs.theory import three_operators as at_three
from proofs.theory.onesided import N1, N2
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (N1, N2)


def test_each_bound_holds_on_its_side_of_one_only() -> None:
    for claim, inside, beyond in ((N1, "1/2", "2"), (N2, "2", "1/2")):
        assert claim.at_three is not None
        for step, holds in ((inside, True), (beyond, False)):
            at = at_three.values(step, step, "1/3", "2/3")
            assert all(c.xreplace(at) == sp.true for c in claim.at_three.conclusions) is holds
