"""P3.1, and the gain and the risk at exact numbers."""

from __future__ import annotations

import sympy as sp

from proofs.theory.denoiser import P3_1, gain, linear_risk, n_t, spread
from proofs.theory.symbols import alpha, lam, sigma
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (P3_1,)


def test_the_gain_has_least_risk_and_the_risk_is_the_posterior_variance() -> None:
    at = {alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), lam: sp.Integer(2)}
    best = gain.xreplace(at)
    risk = [linear_risk(best + shift).xreplace(at) for shift in (0, sp.Rational(1, 100), -sp.Rational(1, 100))]
    assert (n_t.xreplace(at), best) == (sp.Rational(34, 25), sp.Rational(15, 17))
    assert risk[0] == spread.xreplace(at) == sp.Rational(16, 17)
    assert risk[0] < min(risk[1:])
