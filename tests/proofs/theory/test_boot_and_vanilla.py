"""T4.2, T4.3, T4.3-sharp and N7, and the instance inside the window."""

from __future__ import annotations

import sympy as sp

from proofs.theory import three_steps
from proofs.theory.boot_and_vanilla import N7, T4_2, T4_3, T4_3_SHARP
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (T4_2, T4_3, T4_3_SHARP, N7)


def test_inside_the_window_errors_lie_on_both_sides_of_the_teacher() -> None:
    at = three_steps.BOTH_BEATEN
    teacher = three_steps.teacher.xreplace(at)
    errors = [
        sp.nsimplify(plan.xreplace(at) - teacher)
        for plan in (three_steps.consistency, three_steps.boot, three_steps.vanilla)
    ]
    assert errors[0] * errors[1] < 0
    assert abs(errors[0]) < min(map(abs, errors[1:]))
