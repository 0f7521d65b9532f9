"""C3.1 and D2.1, and the step operator where a coordinate has no variance or no noise is left."""

from __future__ import annotations

from proofs.theory.ddim import C3_1, D2_1, signal_noise, signal_noise_p, step_operator
from proofs.theory.symbols import alpha, alpha_p, lam, sigma, sigma_p
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (D2_1, C3_1)


def test_the_step_operator_at_the_ends() -> None:
    """Without variance the noise is rescaled; at the last step the signal is estimated; no step is none."""
    assert step_operator.subs(lam, 0) == sigma_p / sigma
    last = step_operator.subs({alpha_p: 1, sigma_p: 0})
    assert (last - alpha * lam / (alpha**2 * lam + sigma**2)).equals(0)
    assert step_operator.subs({alpha_p: alpha, sigma_p: sigma}).equals(1)
    assert not step_operator.equals(1)


def test_it_is_the_projection_of_one_signal_noise_vector_on_the_other() -> None:
    at = {alpha: 3, alpha_p: 4, sigma: 2, sigma_p: 1, lam: 1}
    v, before = signal_noise.subs(at), signal_noise_p.subs(at)
    assert step_operator.subs(at) == before.dot(v) / v.dot(v) != before.dot(v) / before.dot(before)
