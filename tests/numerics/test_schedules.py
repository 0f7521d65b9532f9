"""Schedules against naive float versions that share no code with them, and the awkward cases."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.betas import Betas
from numerics.model.schedules.catalogue import NAMED, parse_schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import Balls, precision
from numerics.numbers.reals import Exact
from tests.numerics.schedule_models import Doubles, assert_valid, naive_alpha_bar, naive_at, naive_timesteps, refused

STABLE_DIFFUSION = Betas("scaled_linear", Fraction("0.00085"), Fraction("0.012"))
SPACINGS = ["leading", "trailing", "linspace"]
GRIDS = ["closed", "interpolated", "open"]


@given(steps=st.integers(1, 60), name=st.sampled_from(sorted(NAMED)))
@settings(max_examples=60, deadline=None)
def test_named_schedules_hold_the_contract(steps: int, name: str) -> None:
    schedule = parse_schedule(name, steps)
    assert schedule.name == name and schedule.steps == steps
    alpha, sigma = assert_valid(schedule)
    loose_alpha, loose_sigma = schedule.coefficients(Doubles())
    np.testing.assert_allclose(loose_alpha, alpha, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(loose_sigma, sigma, rtol=1e-12)
    if schedule.is_variance_preserving():
        np.testing.assert_allclose(alpha**2 + sigma**2, 1, rtol=1e-15)


@given(steps=st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_closed_forms(steps: int) -> None:
    u = np.arange(steps + 1) / steps
    for schedule, alpha, sigma in (
        (Cosine(steps), np.cos(np.pi * u / 2), np.sin(np.pi * u / 2)),
        (FlowMatching(steps), 1 - u, u),
        (FlowMatching(steps, Fraction(3)), 1 - 3 * u / (1 + 2 * u), 3 * u / (1 + 2 * u)),
    ):
        got = assert_valid(schedule)
        np.testing.assert_allclose(got[0], alpha, atol=4e-16)
        np.testing.assert_allclose(got[1], sigma, atol=4e-16)
    geometric = np.geomspace(0.01, 50, steps) if steps > 1 else np.array([50.0])
    alpha, sigma = assert_valid(VarianceExploding(steps))
    assert (alpha == 1).all()
    np.testing.assert_allclose(sigma[1:], geometric, rtol=1e-13)


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


@given(
    steps=st.integers(1, 12),
    k=st.fractions(Fraction(1, 50), Fraction(50), max_denominator=50),
)
def test_flow_is_rational(steps: int, k: Fraction) -> None:
    schedule = FlowMatching(steps, k)
    alpha, sigma = schedule.coefficients(Exact())
    assert all(a + s == 1 for a, s in zip(alpha, sigma, strict=True))
    x = [Fraction(t, steps) for t in range(steps + 1)]
    assert sigma == [k * u / (1 + (k - 1) * u) for u in x]
    assert [float(s) for s in sigma] == schedule.arrays()[1].tolist()


@given(
    st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
)
def test_table_round_trip(noise: list[float], signal: list[float]) -> None:
    sigma = [0.0, *sorted(noise)]
    alpha = [1.0, *sorted(signal, reverse=True)][: len(sigma)]
    table = Tabulated(tuple(map(Fraction, alpha)), tuple(map(Fraction, sigma)))
    got = assert_valid(table)
    assert got[0].tolist() == alpha and got[1].tolist() == sigma


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


def test_arrays_are_the_nearest_doubles_and_restore_the_precision() -> None:
    flint.ctx.prec = 77
    try:
        alpha, sigma = BetaSchedule(30, STABLE_DIFFUSION).arrays()
        assert flint.ctx.prec == 77
    finally:
        flint.ctx.prec = 53
    with precision(400):
        a, s = BetaSchedule(30, STABLE_DIFFUSION).coefficients(Balls())
        for ball, double in zip(a + s, alpha.tolist() + sigma.tolist(), strict=True):
            gap = abs(ball - flint.arb(double))
            for other in (math.nextafter(double, 2), math.nextafter(double, -1)):
                assert gap <= abs(ball - flint.arb(other))


def test_arrays_are_read_only() -> None:
    for array in Cosine(3).arrays():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_exact_ends() -> None:
    assert Cosine(8).arrays()[0][-1] == 0
    assert FlowMatching(7, Fraction(3)).arrays()[0][-1] == 0
    for grid in GRIDS:
        schedule = BetaSchedule(10, Betas(rescale_betas_zero_snr=True), "trailing", grid=grid)
        assert schedule.arrays()[0][-1] == 0 and schedule.arrays()[1][-1] == 1
    assert BetaSchedule(4, Betas("scaled_linear", beta_end=Fraction(1), num_train_timesteps=4)).arrays()[0][-1] == 0
    assert BetaSchedule(2, Betas("squaredcos_cap_v2", num_train_timesteps=2)).arrays()[0][-1] > 0


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
    assert VarianceExploding(2).coefficients(Exact())[1] == [0, Fraction(1, 100), 50]
    flat = VarianceExploding(4, Fraction(2), Fraction(2))
    assert flat.coefficients(Exact())[1] == [0, 2, 2, 2, 2]


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("steps", [1, 2, 7, 30, 50, 999])
def test_timesteps_of_a_thousand(spacing: str, grid: str, steps: int) -> None:
    schedule = BetaSchedule(steps, Betas(), spacing, 0, grid)
    expected = naive_timesteps(spacing, grid, 1000, steps, 0)
    np.testing.assert_allclose([float(t) for t in schedule.timesteps], expected, atol=1e-9)


def test_variance_preserving_answers() -> None:
    assert Cosine(4).is_variance_preserving() and BetaSchedule(4).is_variance_preserving()
    assert not VarianceExploding(4).is_variance_preserving()
    assert not FlowMatching(2).is_variance_preserving() and FlowMatching(1).is_variance_preserving()
    exact = Tabulated((Fraction(1), Fraction(3, 5)), (Fraction(0), Fraction(4, 5)))
    assert exact.is_variance_preserving()
    rounded = Tabulated((Fraction(1), Fraction(0.6)), (Fraction(0), Fraction(0.8)))
    assert not rounded.is_variance_preserving()


def test_schedules_pickle_and_compare() -> None:
    for name in NAMED:
        schedule = parse_schedule(name, 5)
        assert pickle.loads(pickle.dumps(schedule)) == schedule and hash(schedule) == hash(parse_schedule(name, 5))


def test_importing_stays_light() -> None:
    script = (
        "import sys, numerics.schedules, numerics.spectrum\n"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis', 'flint') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["", "Cosine", "cosine ", "cos\nine", "x" * 500, "schedule.yaml", "\0.json"])
def test_unknown_schedules(text: str) -> None:
    refused(lambda: parse_schedule(text, 4))


@pytest.mark.parametrize("ending", ["json", "npz", "csv"])
def test_missing_and_unreadable_files(tmp_path: Path, ending: str) -> None:
    refused(lambda: parse_schedule(str(tmp_path / f"absent.{ending}"), 4), f"absent.{ending}", "no such file")
    folder = tmp_path / f"folder.{ending}"
    folder.mkdir()
    refused(lambda: parse_schedule(str(folder), 4), f"folder.{ending}")
    if ending != "npz":
        (tmp_path / f"latin.{ending}").write_bytes(b"\xff\xfe\x00")
        refused(lambda: parse_schedule(str(tmp_path / f"latin.{ending}"), 4), "UTF-8")


def test_many_steps_are_refused_at_once() -> None:
    for name in NAMED:
        refused(lambda name=name: parse_schedule(name, 10**20 - 1), "steps = 99999999999999999999", "100000")
    refused(lambda: Cosine(100_001), "steps = 100001")
    assert Cosine(100_000).steps == 100_000


def test_noise_never_exceeds_its_bound() -> None:
    with precision(64):
        for name in NAMED:
            schedule = parse_schedule(name, 9)
            assert (schedule.coefficients(Balls())[1][-1] ** 2).mid() <= Balls().rational(schedule.noise_bound)
    assert Tabulated((1, 1), (0, 3)).noise_bound == 9  # type: ignore[arg-type]


@pytest.mark.parametrize("steps", [0, -1, True, 2.0, "3", None])
def test_refused_steps(steps: Any) -> None:
    for name in NAMED:
        refused(lambda name=name: parse_schedule(name, steps), "steps")


def test_too_many_steps() -> None:
    refused(lambda: parse_schedule("linear", 1001), "steps = 1001", "1000")
    refused(lambda: BetaSchedule(1000, STABLE_DIFFUSION, "leading", 1), "steps_offset = 1")
    refused(lambda: BetaSchedule(1000, grid="open", timestep_spacing="linspace"), "999")


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: FlowMatching(3, Fraction(-1)), "shift = -1"),
        (lambda: FlowMatching(3, float("nan")), "shift = nan"),  # type: ignore[arg-type]
        (lambda: VarianceExploding(3, Fraction(0)), "sigma_min = 0"),
        (lambda: VarianceExploding(3, Fraction(2), Fraction(1)), "sigma_max = 1"),
        (lambda: VarianceExploding(3, Fraction(1), Fraction(10**400)), "sigma_max"),
        (lambda: Betas("linear", rescale_betas_zero_snr=True, num_train_timesteps=1), "rescale_betas_zero_snr"),
        (lambda: Betas("linear", Fraction(1), rescale_betas_zero_snr=True), "rescale_betas_zero_snr"),
        (lambda: Betas("linear", trained_betas=(Fraction(1, 2),)), "trained_betas"),
        (lambda: BetaSchedule(3, timestep_spacing="even"), "timestep_spacing = even"),
        (lambda: BetaSchedule(3, grid="even"), "grid = even"),
    ],
)
def test_refused_parameters(make: Any, part: str) -> None:
    refused(make, part)
