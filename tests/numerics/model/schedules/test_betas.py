"""The noise at the training timesteps of a model: exact where it can be, and refused where it is none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.betas import BETA_KINDS, Betas
from numerics.numbers.reals import Exact
from tests.numerics.model.schedules.schedule_models import Doubles, naive_alpha_bar
from tests.numerics.refusals import refused

F = Fraction


def test_zero_snr_with_betas_of_zero_at_the_ends() -> None:
    betas = Betas(
        "trained_betas", Fraction(0), Fraction(0), 5, True, tuple(map(Fraction, ("0.1", "0.2", "0.3", "0", "0")))
    )
    alpha, sigma = BetaSchedule(5, betas).arrays()
    assert alpha[3:].tolist() == [0, 0, 0] and sigma[3:].tolist() == [1, 1, 1]
    assert alpha[1] ** 2 == pytest.approx(0.9)
    # An interpolated grid would meet alpha = 0 between timesteps.
    refused(lambda: BetaSchedule(4, betas, "linspace", 0, "interpolated"), "alpha is 0")


def test_exact_arithmetic_where_it_exists() -> None:
    betas = Betas("trained_betas", Fraction(0), Fraction(0), 2, False, (Fraction(16, 25), Fraction(0)))
    alpha, sigma = BetaSchedule(2, betas).coefficients(Exact())
    assert alpha == [1, Fraction(3, 5), Fraction(3, 5)] and sigma == [0, Fraction(4, 5), Fraction(4, 5)]


@pytest.mark.parametrize("rescale", [False, True])
@pytest.mark.parametrize("kind", BETA_KINDS)
def test_noise_levels_against_the_naive_model(kind: str, rescale: bool) -> None:
    trained = tuple(F(k, 40) for k in range(1, 21)) if kind == "trained_betas" else ()
    betas = Betas(kind, F(1, 100), F(1, 5), 20, rescale, trained)
    bar = naive_alpha_bar(kind, 0.01, 0.2, 20, [float(x) for x in trained], rescale)
    found = betas.noise_levels(Doubles(), {0, 7, 19})
    assert sorted(found) == [0, 7, 19]
    for i, (alpha, sigma) in found.items():
        assert alpha == pytest.approx(np.sqrt(bar[i]), rel=1e-9, abs=1e-7)
        assert sigma == pytest.approx(np.sqrt(1 - bar[i]), rel=1e-9)
        assert alpha != pytest.approx(np.sqrt(bar[i]) + 1e-3, rel=1e-9, abs=1e-7)


def test_bounds_that_betas_meet_exactly() -> None:
    ends = Betas("linear", F(0), F(1), 5)
    assert ends.equals(0, 0) and ends.equals(4, 1) and not ends.equals(2, 0) and not ends.equals(0, 1)
    assert Betas("linear", F(0), F(0), 5).all_equal(0, range(5)) and not ends.all_equal(0, range(5))
    trained = Betas("trained_betas", num_train_timesteps=3, trained_betas=(F(1, 2), F(1), F(0)))
    assert trained.alpha_vanishes_early() and trained.equals(1, 1) and not ends.alpha_vanishes_early()
    assert not Betas("squaredcos_cap_v2", F(0), F(1)).equals(0, 0)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: Betas("linear", rescale_betas_zero_snr=True, num_train_timesteps=1), "rescale_betas_zero_snr"),
        (lambda: Betas("linear", Fraction(1), rescale_betas_zero_snr=True), "rescale_betas_zero_snr"),
        (lambda: Betas("linear", trained_betas=(Fraction(1, 2),)), "trained_betas"),
        (lambda: Betas("cubic"), "beta_schedule = cubic"),
        (lambda: Betas("linear", Fraction(-1, 10)), "beta_start = -0.1: must lie in [0, 1]"),
        (lambda: Betas("trained_betas", trained_betas=(F(2),), num_train_timesteps=1), "trained_betas[0] = 2"),
    ],
)
def test_refused_parameters(make: Any, part: str) -> None:
    refused(make, part)
