"""The library's numbers against the derived expressions: the two routes agree, and a small change shows."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from mpmath import mpf

from numerics.checks.check import Check
from numerics.checks.derived import (
    Setting,
    arrays,
    close,
    derived_plan,
    derived_steps,
    doubles_agree,
    plans,
    plans_agree,
    settings,
)
from numerics.model.operators import operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.canonical import enumerate_plans
from proofs.theory.merging import first_operand
from tests import oracles
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction
SETTING = Setting(FlowMatching(4), F(2), F(1, 2))


@each((arrays("C3.1", "all of them", DIGITS, "step", "norm", "shrink", "complement"), plans(DIGITS)))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_settings_cover_schedules_variances_and_budgets() -> None:
    found = settings()
    assert len(found) == len(set(found)) == 30
    assert (
        len({s.schedule for s in found}) == 5
        and len({s.lam for s in found}) == 6
        and len({s.budget for s in found}) == 3
    )
    assert str(SETTING) == "flow, T = 4, lambda = 2, s = 1/2"


def test_derived_steps_are_the_exact_operators() -> None:
    ops = operators(Problem(SETTING.schedule, Spectrum((SETTING.lam,)), F(0)), Exact())
    for t, found in enumerate(derived_steps(SETTING, 50), start=1):
        with mpmath.workdps(60):
            for name in ("step", "norm", "complement"):
                if name in found:
                    exact = getattr(ops, name)[t][0]
                    assert abs(found[name] - mpf(exact.numerator) / exact.denominator) < mpf(10) ** -50
            shrink = 1 - mpmath.exp(-2 * mpf(1) / 2 * oracles.convert(ops.norm[t])[0])
            assert abs(found["shrink"] - shrink) < mpf(10) ** -50
    assert "complement" not in derived_steps(SETTING, 50)[-1]  # alpha_T = 0: c_T is infinite


@pytest.mark.parametrize("schedule", [Cosine(4), FlowMatching(4)])
def test_derived_plans_against_the_oracle(schedule: Cosine | FlowMatching) -> None:
    setting = Setting(schedule, F(3, 2), F(1, 2))
    with mpmath.workdps(60):
        alpha, sigma = (
            oracles.cosine(4) if isinstance(schedule, Cosine) else map(oracles.convert, schedule.coefficients(Exact()))
        )
        for plan in enumerate_plans(0, 4):
            wanted = oracles.operator(plan.nested(), list(alpha), list(sigma), mpf(3) / 2, mpf(1) / 2)
            assert abs(derived_plan(setting, plan, 50) - wanted) < mpf(10) ** -50
            assert plan.is_step or abs(derived_plan(setting, plan, 50, first_operand) - wanted) > mpf(10) ** -5


def test_a_change_by_a_few_units_in_the_last_place_shows() -> None:
    assert doubles_agree(SETTING, DIGITS) and plans_agree(SETTING, DIGITS)
    for field in ("step", "norm", "shrink", "complement"):
        assert doubles_agree(SETTING, DIGITS, field, F(1))
        assert not doubles_agree(SETTING, DIGITS, field, 1 + F(1, 10**10))
    assert not plans_agree(SETTING, DIGITS, first_operand)


def test_close_means_a_few_units_in_the_last_place() -> None:
    one = mpf(1)
    assert close(1.0, one, one) and close(1.0 + 60 * 2.0**-52, one, one)
    assert not close(1.0 + 70 * 2.0**-52, one, one) and not close(1e-20, mpf(0), mpf(0))
