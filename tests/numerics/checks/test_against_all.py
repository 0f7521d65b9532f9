"""A plan against all plans: attained, beaten, or not decided."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.checks import against_all
from numerics.checks.against_all import attains
from numerics.errors import NotDecided
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.rank import rank

F = Fraction


def test_a_plan_attains_the_minimum_or_is_beaten() -> None:
    small, large = (Problem(FlowMatching(4), Spectrum((lam,)), F(1, 2)) for lam in (F(1, 4), F(5)))
    assert attains(small, boot) and not attains(small, vanilla)
    assert attains(large, vanilla) and not attains(large, boot)


def test_ties_are_proved() -> None:
    """At lambda = c_1 the last step changes nothing."""
    tie = Problem(FlowMatching(3), Spectrum((F(1, 2),)), F(1))
    assert len(rank(enumerate_plans(0, 3), tie).ties) == 2
    assert attains(tie, boot) and attains(tie, vanilla)


def test_plans_that_cannot_be_told_apart_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """At s = 0 all plans tie: proved on a rational schedule, where the budget is free, only if they tie for every s."""
    tie = Problem(Cosine(4), Spectrum((F(1, 2),)), F(0))
    monkeypatch.setattr(against_all, "rank", lambda plans, problem: rank(plans, problem, 64))
    with pytest.raises(NotDecided, match="plans cannot be told apart at Problem"):
        attains(tie, boot)
    plain = Problem(FlowMatching(3), Spectrum((F(1, 3),)), F(1, 2))
    assert attains(plain, boot) and not attains(plain, vanilla)
