"""The beta schedules of diffusers: against naive float versions that share no code with them, and known values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.schedules.beta import BetaSchedule, linear, scaled_linear, squaredcos_cap_v2
from numerics.model.schedules.betas import Betas
from numerics.model.schedules.catalogue import parse_schedule
from tests.numerics.model.schedules.schedule_models import (
    GRIDS,
    SPACINGS,
    STABLE_DIFFUSION,
    assert_valid,
    naive_alpha_bar,
    naive_at,
    naive_timesteps,
)
from tests.numerics.refusals import refused


@st.composite
def beta_schedules(draw: st.DrawFn) -> BetaSchedule:
    kind = draw(st.sampled_from(["linear", "scaled_linear", "squaredcos_cap_v2", "trained_betas"]))
    n = draw(st.integers(2, 120))
    beta = st.integers(1, 400).map(lambda k: Fraction(k, 1000))
    trained = tuple(draw(st.lists(beta, min_size=n, max_size=n))) if kind == "trained_betas" else ()
    betas = Betas(kind, draw(beta), draw(beta), n, draw(st.booleans()), trained)
    spacing, grid = draw(st.sampled_from(SPACINGS)), draw(st.sampled_from(GRIDS))
    steps = draw(st.integers(1, n if grid != "open" else n - 1))
    return BetaSchedule(steps, betas, spacing, 0, grid)


@given(schedule=beta_schedules())
@settings(max_examples=150, deadline=None)
def test_beta_family_agrees_with_the_naive_model(schedule: BetaSchedule) -> None:
    betas = schedule.betas
    alpha, sigma = assert_valid(schedule)
    times = np.array([float(t) for t in schedule.timesteps])
    naive_times = naive_timesteps(
        schedule.timestep_spacing, schedule.grid, betas.num_train_timesteps, schedule.steps, schedule.steps_offset
    )
    np.testing.assert_allclose(times, naive_times, rtol=1e-12)
    assert (np.diff(times) > 0).all()
    bar = naive_alpha_bar(
        betas.kind,
        float(betas.beta_start),
        float(betas.beta_end),
        betas.num_train_timesteps,
        [float(b) for b in betas.trained_betas],
        betas.rescale_betas_zero_snr,
    )
    naive_alpha, naive_sigma = naive_at(bar, times)
    np.testing.assert_allclose(alpha, naive_alpha, rtol=1e-9, atol=1e-7 if betas.kind == "squaredcos_cap_v2" else 1e-12)
    np.testing.assert_allclose(sigma, naive_sigma, rtol=1e-9)


def test_stable_diffusion_known_values() -> None:
    schedule = BetaSchedule(1000, STABLE_DIFFUSION)
    alpha, sigma = schedule.arrays()
    assert alpha[1] ** 2 == pytest.approx(0.99915, rel=1e-12)
    assert alpha[1000] ** 2 == pytest.approx(0.0046600985, rel=1e-7)
    assert sigma[1000] / alpha[1000] == pytest.approx(14.6146, rel=1e-5)  # the well known sigma_max
    assert sigma[1] / alpha[1] == pytest.approx(0.0291675, rel=2e-5)
    assert parse_schedule("scaled_linear", 1000) == schedule


def test_ddpm_linear_end() -> None:
    alpha, _ = parse_schedule("linear", 1000).arrays()
    assert alpha[-1] ** 2 == pytest.approx(4.0358e-5, rel=1e-4)


def test_the_named_ones() -> None:
    assert linear(5) == BetaSchedule(5) and linear(5).name == "linear"
    assert scaled_linear(5) == BetaSchedule(5, STABLE_DIFFUSION) != linear(5)
    assert squaredcos_cap_v2(5) == BetaSchedule(5, Betas("squaredcos_cap_v2"))
    assert BetaSchedule(4).is_variance_preserving()


def test_exact_ends() -> None:
    for grid in GRIDS:
        schedule = BetaSchedule(10, Betas(rescale_betas_zero_snr=True), "trailing", grid=grid)
        assert schedule.arrays()[0][-1] == 0 and schedule.arrays()[1][-1] == 1
    assert BetaSchedule(4, Betas("scaled_linear", beta_end=Fraction(1), num_train_timesteps=4)).arrays()[0][-1] == 0
    assert BetaSchedule(2, Betas("squaredcos_cap_v2", num_train_timesteps=2)).arrays()[0][-1] > 0


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("steps", [1, 2, 7, 30, 50, 999])
def test_timesteps_of_a_thousand(spacing: str, grid: str, steps: int) -> None:
    schedule = BetaSchedule(steps, Betas(), spacing, 0, grid)
    expected = naive_timesteps(spacing, grid, 1000, steps, 0)
    np.testing.assert_allclose([float(t) for t in schedule.timesteps], expected, atol=1e-9)


def test_too_many_steps() -> None:
    refused(lambda: parse_schedule("linear", 1001), "steps = 1001", "1000")
    refused(lambda: BetaSchedule(1000, STABLE_DIFFUSION, "leading", 1), "steps_offset = 1")
    refused(lambda: BetaSchedule(1000, grid="open", timestep_spacing="linspace"), "999")


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: BetaSchedule(3, timestep_spacing="even"), "timestep_spacing = even"),
        (lambda: BetaSchedule(3, grid="even"), "grid = even"),
    ],
)
def test_refused_parameters(make: Any, part: str) -> None:
    refused(make, part)
