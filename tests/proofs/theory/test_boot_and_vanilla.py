"""T4.2, T4.3, T4.3-sharp and N7, and the instance inside the window."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.logic.checker import check_derivation
from proofs.logic.derivation import Induction
from proofs.logic.family import Family
from proofs.theory import three_steps
from proofs.theory.boot_and_vanilla import N7, T4_2, T4_3, T4_3_SHARP, TIMES, sum_so_far
from tests.proofs.theory.subject import INDEX, OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (T4_2, T4_3, T4_3_SHARP, N7)


def test_a_sum_that_skips_a_time_bounds_nothing() -> None:
    """The time met is not added: then its critical variance may be larger than the sum."""
    met, *others = reversed(TIMES.constructions[:2])
    skipping = Family(
        TIMES.name,
        TIMES.variables,
        (*others, replace(met, result={**met.result, sum_so_far: sum_so_far}), TIMES.constructions[2]),
    )
    changed = tuple(
        replace(s, by=Induction(skipping, s.by.proofs)) if isinstance(s.by, Induction) else s for s in T4_2.derive()
    )
    claim = replace(T4_2, families=(skipping, *T4_2.families[1:]))
    failed = [r for r in check_derivation(claim, INDEX, changed) if not r.ok]
    assert "case 'one time more, the one met': not established" in failed[0].reason


def test_inside_the_window_errors_lie_on_both_sides_of_the_teacher() -> None:
    at = three_steps.BOTH_BEATEN
    teacher = three_steps.teacher.xreplace(at)
    errors = [
        sp.nsimplify(plan.xreplace(at) - teacher)
        for plan in (three_steps.consistency, three_steps.boot, three_steps.vanilla)
    ]
    assert errors[0] * errors[1] < 0
    assert abs(errors[0]) < min(map(abs, errors[1:]))
