"""P3.3: the checks of gradient descent, and descent at known rates."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.student import (
    Descent,
    checks,
    converges,
    descend,
    descents,
    interpolates,
    loss_is_quadratic,
)
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_descent_at_known_rates() -> None:
    """Rate 1 / (2 n) arrives in one step, 1 / n oscillates between both sides, no step stays."""
    x, b, norm = F(3), F(1), F(5)
    assert descend(x, b, norm, 1 / (2 * norm), 1) == b
    assert [descend(x, b, norm, 1 / norm, count) for count in range(4)] == [3, -1, 3, -1]
    assert descend(x, b, norm, F(0), 7) == descend(x, b, norm, F(1), 0) == x


@given(descents)
def test_descent_interpolates_and_stays_stable(instance: Descent) -> None:
    assert interpolates(instance) and converges(instance)


def test_another_gain_or_limit_shows() -> None:
    instance = (F(2), F(0), F(1), F(1, 4), 2)
    assert interpolates(instance)
    assert not interpolates(instance, gain=F(1)) and not interpolates(instance, swap=True)
    assert converges(instance) and not converges((F(2), F(0), F(1), F(1, 10), 1), gain=F(3))
    unstable = (F(2), F(0), F(1), F(1), 2)
    assert converges(unstable) and not converges(unstable, limit=F(2))


def test_the_loss_depends_on_second_moments() -> None:
    assert loss_is_quadratic((F(1), F(-1), F(3), F(1)))
    assert not loss_is_quadratic((F(1), F(-1), F(3), F(1)), power=1)
