"""P3.1: the checks of the linear denoiser, and its risk where it is known."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.denoiser import Rival, checks, denoiser_is_best, risk, rivals
from numerics.checks.matrices import IDENTITY, Matrix, combined
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction
ZERO = combined(F(0), IDENTITY, F(0))


def trace(a: Matrix) -> Fraction:
    return a[0][0] + a[1][1]


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_the_risk_of_known_denoisers() -> None:
    """None at all leaves the variance; the inverse of the signal leaves the noise; in one dimension the best is known."""
    alpha, sigma, lam = F(3, 5), F(4, 5), F(2)
    cov: Matrix = (lam, F(0)), (F(0), F(3))
    assert risk(ZERO, cov, alpha, sigma) == cov
    undone = combined(1 / alpha, IDENTITY, F(0))
    assert trace(risk(undone, cov, alpha, sigma)) == 2 * (sigma / alpha) ** 2
    best: Matrix = (
        (alpha * lam / (alpha**2 * lam + sigma**2), F(0)),
        (F(0), alpha * 3 / (alpha**2 * 3 + sigma**2)),
    )
    least = trace(risk(best, cov, alpha, sigma))
    assert least == sum(x * sigma**2 / (alpha**2 * x + sigma**2) for x in (lam, F(3)))
    assert trace(risk(IDENTITY, cov, alpha, sigma)) > least


@given(rivals)
def test_no_rival_is_better(instance: Rival) -> None:
    assert denoiser_is_best(instance)


def test_a_wrong_norm_is_beaten() -> None:
    half = ((F(1), F(0)), (F(0), F(1)))
    instance = (half, ZERO, F(3, 5), F(4, 5))
    assert denoiser_is_best(instance)
    assert not denoiser_is_best(instance, signal=2) and not denoiser_is_best(instance, noise=2)
    assert not denoiser_is_best(instance, share=F(3))
