"""N4 and N5, and the critical variances of the common schedules at exact numbers."""

from __future__ import annotations

import sympy as sp

from proofs.theory.critical import critical
from proofs.theory.families import FLOW, N4, N5, T, after, before, cosine_critical, largest, least, time
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (N4, N5)


def test_two_steps_of_the_cosine_schedule_have_one_critical_variance() -> None:
    """1 + sqrt(2) is the least, the largest and the only one; with three steps the ends differ."""
    only = 1 + sp.sqrt(2)
    assert all(sp.simplify(end.subs(T, 2) - only) == 0 for end in (least, largest))
    assert abs(cosine_critical.subs({T: 2, time: 1}) - only).evalf(30) < 1e-25
    assert not (largest - least).subs(T, 3).equals(0)


def test_flow_matching_has_reciprocal_ends() -> None:
    """T = 4: 1/3, 1, 3."""
    of_flow = critical.subs(FLOW, simultaneous=True)
    found = [of_flow.subs({before: k - 1, after: 3 - k}) for k in (1, 2, 3)]
    assert found == [sp.Rational(1, 3), 1, 3]
