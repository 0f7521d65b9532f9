"""T = 3 written out from a schedule: exact instances are what they should be, and numbers off the circle are not."""

from __future__ import annotations

import sympy as sp

from proofs.logic.wellformed import holds_at
from proofs.theory.denoiser import n_t
from proofs.theory.student import shrinkage
from proofs.theory.symbols import alpha, alpha_p, budget, lam, norm, sigma
from proofs.theory.three_steps import (
    BOTH_BEATEN,
    ONE_OPERATOR_FAILS,
    SCHEDULE,
    alphas,
    below_end,
    boot,
    consistency,
    half_shrinkage,
    merge,
    sigmas,
    step,
    teacher,
    values,
    vanilla,
)


def test_the_instances_are_variance_preserving_schedules() -> None:
    for at in (ONE_OPERATOR_FAILS, BOTH_BEATEN):
        assert all(holds_at(a.relation, at) for a in SCHEDULE)
    off = values((4, 3, 6), (3, 4, 5), sp.S.One, sp.S.One)
    assert not all(holds_at(a.relation, off) for a in SCHEDULE)


def test_their_budgets_make_every_shrinkage_rational() -> None:
    """exp(-2 s n_t) is 2^-3 and 2^-4 at t = 3, 2, and 5^-2 and 5^-3."""
    for at, left in ((ONE_OPERATOR_FAILS, (8, 16)), (BOTH_BEATEN, (25, 125))):
        for t, inverse in zip((3, 2), left, strict=True):
            level = n_t.subs({alpha: alphas[t], sigma: sigmas[t]}).xreplace(at)
            assert sp.simplify(shrinkage.subs(norm, level).xreplace(at)) == 1 - sp.Rational(1, inverse)


def test_half_shrinkage_at_the_end() -> None:
    at = half_shrinkage(("4/5", "3/5"), ("3/5", "4/5"), "2")
    assert (at[lam], at[alphas[3]], at[sigmas[3]]) == (2, 0, 1)
    assert merge(3, sp.S.Zero).xreplace(at) == sp.S.Half != merge(2, sp.S.Zero).xreplace(at)


def test_plans_without_training_hold_their_first_step_and_with_enough_are_the_teacher() -> None:
    for plan in (vanilla, boot, consistency):
        assert sp.expand(plan.subs(budget, 0) - step(3)) == 0
        at = {symbol: value for symbol, value in ONE_OPERATOR_FAILS.items() if symbol != budget}
        trained = sp.limit(plan.xreplace(at), budget, sp.oo)
        assert trained == teacher.xreplace(at) != step(3).xreplace(at)


def test_a_relation_is_stated_below_the_end() -> None:
    assert below_end(alpha <= alpha_p) == (alphas[1] <= 1, alphas[2] <= alphas[1])
