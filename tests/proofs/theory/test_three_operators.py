"""The three plans at T = 3 with free operators: where they meet, and where they differ."""

from __future__ import annotations

import sympy as sp

from proofs.theory.three_operators import (
    ABOVE_ONE,
    BELOW_ONE,
    a_1,
    a_2,
    boot,
    closest,
    consistency,
    error,
    gamma_2,
    gamma_3,
    teacher,
    values,
    vanilla,
)

PLANS = (vanilla, boot, consistency)


def test_a_student_that_is_trained_for_ever_is_the_teacher() -> None:
    assert {plan.subs({gamma_2: 1, gamma_3: 1}) for plan in PLANS} == {teacher}
    assert {plan.subs({gamma_2: 0, gamma_3: 0}) for plan in PLANS} == {sp.S.One}


def test_the_plans_differ_elsewhere() -> None:
    at = values("1/2", "1/3", "1/4", "1/5")
    assert len({plan.xreplace(at) for plan in PLANS}) == 3
    assert at == {a_2: sp.S.Half, a_1: sp.Rational(1, 3), gamma_2: sp.Rational(1, 4), gamma_3: sp.Rational(1, 5)}
    assert all(bound.xreplace(at) == sp.true for bound in BELOW_ONE)
    assert not any(bound.xreplace(at) == sp.true for bound in ABOVE_ONE)


def test_one_plan_is_closest() -> None:
    at = values("1/2", "1/3", "1/4", "1/5")
    least = min(PLANS, key=lambda plan: error(plan).xreplace(at))
    assert least is boot
    assert [all(r.xreplace(at) == sp.true for r in closest(plan)) for plan in PLANS] == [plan is boot for plan in PLANS]
    assert all(len(closest(plan)) == 2 for plan in PLANS)
