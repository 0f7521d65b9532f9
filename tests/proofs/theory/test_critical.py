"""N3, and the critical variance at exact numbers."""

from __future__ import annotations

import sympy as sp

from proofs.theory.critical import N3, critical
from proofs.theory.ddim import step_operator
from proofs.theory.symbols import alpha, alpha_p, lam, sigma, sigma_p
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (N3,)


def test_at_the_critical_variance_the_step_changes_nothing() -> None:
    at = {alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5)}
    value = critical.xreplace(at)
    assert value == sp.Rational(4, 3)
    assert step_operator.xreplace({**at, lam: value}) == 1
    assert step_operator.xreplace({**at, lam: value - 1}) < 1 < step_operator.xreplace({**at, lam: value + 1})
