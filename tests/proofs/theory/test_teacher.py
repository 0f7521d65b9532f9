"""P3.2, and the variance that a teacher produces at exact numbers."""

from __future__ import annotations

import sympy as sp

from proofs.theory.denoiser import n_t
from proofs.theory.symbols import alpha, lam, sigma
from proofs.theory.teacher import P3_2
from proofs.theory.three_steps import ONE_OPERATOR_FAILS, alphas, sigmas, step
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (P3_2,)


def test_each_step_loses_variance_and_the_last_does_so_strictly() -> None:
    """From n_3 at time 3 to lambda at time 0: below the true variance all the way."""
    level = [n_t.subs({alpha: alphas[t], sigma: sigmas[t]}).xreplace(ONE_OPERATOR_FAILS) for t in range(4)]
    assert level[0] == ONE_OPERATOR_FAILS[lam]
    produced = level[3]
    for t in (3, 2, 1):
        produced *= step(t).xreplace(ONE_OPERATOR_FAILS) ** 2
        assert 0 < produced < level[t - 1]


def test_parallel_vectors_lose_nothing() -> None:
    still = {alphas[2]: alphas[1], sigmas[2]: sigmas[1]}
    assert sp.simplify(step(2).subs(still)) == 1
