"""P3.3, and where the flow of a student starts and ends."""

from __future__ import annotations

import sympy as sp

from proofs.theory.student import CLOSED_FORM, P3_3, descend, flow, loss, operator, solution, start, target
from proofs.theory.symbols import budget
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (P3_3,)


def test_training_leads_from_the_start_to_the_target() -> None:
    assert sp.expand(solution() - CLOSED_FORM) == 0
    assert CLOSED_FORM.subs(budget, 0) == start
    assert sp.limit(CLOSED_FORM, budget, sp.oo) == target


def test_the_loss_is_least_at_the_target_alone() -> None:
    assert flow(target) == 0 and descend(target) == target and loss.subs(operator, target) == 0
    assert flow(target + 1) != 0 and descend(target + 1) != target + 1
