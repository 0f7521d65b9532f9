"""Schedules against naive float versions that share no code with them, and the awkward cases."""

from __future__ import annotations

import json
import math
import pickle
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from numerics.balls import Balls, precision
from numerics.diffusers_config import Betas
from numerics.errors import InputError
from numerics.reals import Exact
from numerics.schedules import (
    NAMED,
    BetaSchedule,
    Cosine,
    FlowMatching,
    Schedule,
    Tabulated,
    VarianceExploding,
    parse_schedule,
)

STABLE_DIFFUSION = Betas("scaled_linear", Fraction("0.00085"), Fraction("0.012"))
SPACINGS = ["leading", "trailing", "linspace"]
GRIDS = ["closed", "interpolated", "open"]


class Doubles:
    """Plain double arithmetic."""

    def rational(self, value: Fraction | int, /) -> float:
        return float(value)

    def sqrt(self, value: float, /) -> float:
        return math.sqrt(value)

    def exp(self, value: float, /) -> float:
        return math.exp(value)

    def log(self, value: float, /) -> float:
        return math.log(value)

    def cos_pi(self, turn: Fraction, /) -> float:
        return math.cos(math.pi * float(turn))

    def sin_pi(self, turn: Fraction, /) -> float:
        return math.sin(math.pi * float(turn))


# A naive model of the library's formulas, in numpy doubles.


def naive_alpha_bar(
    kind: str, b0: float, b1: float, n: int, trained: list[float], rescale: bool
) -> NDArray[np.float64]:
    if kind == "linear":
        betas = np.linspace(b0, b1, n)
    elif kind == "scaled_linear":
        betas = np.linspace(b0**0.5, b1**0.5, n) ** 2
    elif kind == "trained_betas":
        betas = np.array(trained)
    else:

        def f(u: float) -> float:
            return math.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2

        betas = np.array([min(1 - f((i + 1) / n) / f(i / n), 0.999) for i in range(n)])
    bar = np.cumprod(np.asarray(1 - betas, dtype=np.float64))
    if rescale:
        root = np.sqrt(bar)
        bar = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
    return np.asarray(bar, dtype=np.float64)


def naive_timesteps(spacing: str, grid: str, n: int, steps: int, offset: int) -> NDArray[np.float64]:
    if spacing == "trailing":
        return np.round(np.arange(n, 0, -n / steps))[:steps][::-1] - 1
    extra = 1 if grid == "open" else 0
    if spacing == "leading":
        return np.asarray(np.arange(steps + extra)[extra:] * (n // (steps + extra)) + offset, dtype=np.float64)
    line = np.asarray(np.linspace(0, n - 1, steps + extra)[extra:], dtype=np.float64)
    return line if grid == "interpolated" else np.round(line)


def naive_at(bar: NDArray[np.float64], times: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if np.all(times == np.floor(times)):
        picked = bar[times.astype(int)]
        alpha, sigma = np.sqrt(picked), np.sqrt(1 - picked)
    else:
        with np.errstate(divide="ignore"):
            ratio = np.interp(times, np.arange(len(bar)), np.sqrt((1 - bar) / bar))
        with np.errstate(invalid="ignore"):
            alpha = 1 / np.sqrt(1 + ratio**2)
            sigma = np.where(np.isinf(ratio), 1.0, ratio * alpha)
    return np.concatenate([[1.0], alpha]), np.concatenate([[0.0], sigma])


def assert_valid(schedule: Schedule) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    alpha, sigma = schedule.arrays()
    assert alpha.shape == sigma.shape == (schedule.steps + 1,)
    assert alpha.dtype == sigma.dtype == np.float64
    assert np.isfinite(alpha).all() and np.isfinite(sigma).all()
    assert alpha[0] == 1 and sigma[0] == 0
    assert (alpha >= 0).all() and (np.diff(alpha) <= 0).all()
    assert (sigma[1:] > 0).all() and (np.diff(sigma) >= 0).all()
    return alpha, sigma


def write_config(folder: Path, **keys: Any) -> str:
    path = folder / "scheduler_config.json"
    path.write_text(json.dumps(keys))
    return str(path)


def refused(call: Any, *parts: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message, message


# Properties over every family


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


# Known values


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


@pytest.mark.parametrize("name", sorted(NAMED))
def test_speed_at_a_thousand_steps(name: str) -> None:
    steps = 1000 if name in ("linear", "scaled_linear", "squaredcos_cap_v2") else 1024
    start = time.perf_counter()
    schedule = parse_schedule(name, steps)
    schedule.coefficients(Doubles())
    schedule.arrays()
    assert time.perf_counter() - start < 0.6  # about 0.02 s; the slack is for a loaded machine


def test_importing_stays_light() -> None:
    script = (
        "import sys, numerics.schedules, numerics.spectrum\n"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis', 'flint') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Configs


def test_config_numbers_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "scheduler_config.json"
    path.write_text(
        '{"_class_name": "PNDMScheduler", "beta_start": 0.00085, "beta_end": 1.2e-2, "beta_schedule": "scaled_linear",'
        ' "num_train_timesteps": 1000, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null}'
    )
    schedule = parse_schedule(str(path), 50)
    assert isinstance(schedule, BetaSchedule) and schedule.name == str(path)
    assert schedule.betas.beta_start == Fraction(85, 100_000) and schedule.betas.beta_end == Fraction(12, 1000)
    assert schedule.timesteps[0] == 1 and schedule.timesteps[-1] == 981
    assert schedule.arrays()[0][-1] ** 2 == pytest.approx(0.0058, rel=0.02)


@pytest.mark.parametrize(
    ("name", "spacing", "grid", "start", "end"),
    [
        ("DDIMScheduler", "leading", "closed", "0.0001", "0.02"),
        ("DDPMScheduler", "leading", "closed", "0.0001", "0.02"),
        ("PNDMScheduler", "leading", "closed", "0.0001", "0.02"),
        ("DPMSolverMultistepScheduler", "linspace", "open", "0.0001", "0.02"),
        ("UniPCMultistepScheduler", "linspace", "open", "0.0001", "0.02"),
        ("DEISMultistepScheduler", "linspace", "open", "0.0001", "0.02"),
        ("EulerDiscreteScheduler", "linspace", "interpolated", "0.0001", "0.02"),
        ("EulerAncestralDiscreteScheduler", "linspace", "interpolated", "0.0001", "0.02"),
        ("LMSDiscreteScheduler", "linspace", "interpolated", "0.0001", "0.02"),
        ("HeunDiscreteScheduler", "linspace", "interpolated", "0.00085", "0.012"),
        ("KDPM2DiscreteScheduler", "linspace", "interpolated", "0.00085", "0.012"),
    ],
)
def test_class_defaults(tmp_path: Path, name: str, spacing: str, grid: str, start: str, end: str) -> None:
    schedule = parse_schedule(write_config(tmp_path, _class_name=name), 10)
    assert schedule == BetaSchedule(10, Betas("linear", Fraction(start), Fraction(end)), spacing, 0, grid)


def test_config_variants(tmp_path: Path) -> None:
    flow = parse_schedule(
        write_config(tmp_path, _class_name="FlowMatchEulerDiscreteScheduler", shift=3.0, num_train_timesteps=1000), 4
    )
    assert flow == FlowMatching(4, Fraction(3))
    bare = parse_schedule(write_config(tmp_path, _class_name="FlowMatchEulerDiscreteScheduler"), 4)
    assert bare == FlowMatching(4)
    unnamed = parse_schedule(
        write_config(tmp_path, beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012), 20
    )
    assert unnamed == BetaSchedule(20, STABLE_DIFFUSION)
    trained = parse_schedule(write_config(tmp_path, _class_name="DDPMScheduler", trained_betas=[0.1, 0.2, 0.3]), 3)
    np.testing.assert_allclose(trained.arrays()[0][1:] ** 2, np.cumprod([0.9, 0.8, 0.7]), rtol=1e-14)
    clipped = tmp_path / "scheduler_config.json"
    clipped.write_text('{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity}')
    assert isinstance(parse_schedule(str(clipped), 5), BetaSchedule)
    zero = write_config(
        tmp_path,
        _class_name="DDIMScheduler",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        prediction_type="v_prediction",
        set_alpha_to_one=False,
    )
    assert parse_schedule(zero, 20).arrays()[0][-1] == 0


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        ({"_class_name": "EDMEulerScheduler"}, ("EDMEulerScheduler", "_class_name")),
        ({"_class_name": ["DDIMScheduler"]}, ("_class_name",)),
        ({"shift": 3.0}, ("_class_name",)),
        ({"_class_name": "DDPMScheduler", "beta_schedule": "sigmoid"}, ("sigmoid", "beta_schedule")),
        ({"_class_name": "DDPMScheduler", "beta_schedule": "laplace"}, ("laplace",)),
        ({"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": True}, ("use_karras_sigmas",)),
        ({"_class_name": "EulerDiscreteScheduler", "use_exponential_sigmas": True}, ("use_exponential_sigmas",)),
        ({"_class_name": "EulerDiscreteScheduler", "use_beta_sigmas": True}, ("use_beta_sigmas",)),
        ({"_class_name": "UniPCMultistepScheduler", "use_flow_sigmas": True}, ("use_flow_sigmas",)),
        ({"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": True}, ("use_dynamic_shifting",)),
        ({"_class_name": "FlowMatchEulerDiscreteScheduler", "shift_terminal": 0.1}, ("shift_terminal = 0.1",)),
        ({"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 0.0}, ("shift = 0",)),
        ({"_class_name": "EulerDiscreteScheduler", "interpolation_type": "log_linear"}, ("log_linear",)),
        ({"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -5.1}, ("lambda_min_clipped = -5.1",)),
        ({"_class_name": "DDIMScheduler", "timestep_spacing": "karras"}, ("timestep_spacing", "karras")),
        ({"_class_name": "DDIMScheduler", "num_train_timesteps": 0}, ("num_train_timesteps = 0",)),
        ({"_class_name": "DDIMScheduler", "num_train_timesteps": 1000.0}, ("num_train_timesteps = 1000",)),
        ({"_class_name": "DDIMScheduler", "num_train_timesteps": 10**9}, ("num_train_timesteps",)),
        ({"_class_name": "DDIMScheduler", "num_train_timesteps": 5}, ("steps = 10", "5")),
        ({"_class_name": "DDIMScheduler", "steps_offset": 101}, ("steps_offset = 101",)),
        ({"_class_name": "DDIMScheduler", "steps_offset": -1}, ("steps_offset = -1",)),
        ({"_class_name": "DDIMScheduler", "beta_end": 1.5}, ("beta_end = 1.5", "[0, 1]")),
        ({"_class_name": "DDIMScheduler", "beta_start": "0.1"}, ("beta_start",)),
        ({"_class_name": "DDIMScheduler", "beta_start": True}, ("beta_start",)),
        ({"_class_name": "DDIMScheduler", "beta_start": float("nan")}, ("beta_start", "NaN")),
        ({"_class_name": "DDIMScheduler", "beta_start": 0.0}, ("sigma_1",)),
        ({"_class_name": "DDIMScheduler", "rescale_betas_zero_snr": 1}, ("rescale_betas_zero_snr = 1",)),
        ({"_class_name": "DDIMScheduler", "trained_betas": 0.1}, ("trained_betas = 0.1",)),
        ({"_class_name": "DDIMScheduler", "trained_betas": []}, ("trained_betas",)),
        ({"_class_name": "DDIMScheduler", "trained_betas": [0.1, "x"]}, ("trained_betas[1]",)),
        ({"_class_name": "DDIMScheduler", "trained_betas": [0.1], "num_train_timesteps": 9}, ("trained_betas has 1",)),
        ({"_class_name": "DPMSolverMultistepScheduler", "num_train_timesteps": 10}, ("steps = 10", "9")),
    ],
)
def test_refused_configs(tmp_path: Path, keys: dict[str, Any], parts: tuple[str, ...]) -> None:
    path = write_config(tmp_path, **keys)
    refused(lambda: parse_schedule(path, 10), *parts)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"_class_name": 1e999999999}', "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_malformed_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scheduler_config.json"
    path.write_text(text)
    refused(lambda: parse_schedule(str(path), 3), "scheduler_config.json")


# Tables


def test_tables_from_files(tmp_path: Path) -> None:
    alpha, sigma = Cosine(6).arrays()
    np.savez(tmp_path / "s.npz", sigma=sigma, alpha=alpha)
    table = parse_schedule(str(tmp_path / "s.npz"), 6)
    assert table.steps == 6 and table.arrays()[0].tolist() == alpha.tolist()
    np.savetxt(tmp_path / "s.csv", np.c_[np.arange(7), sigma, alpha], delimiter=",", header="t,sigma,alpha")
    table = parse_schedule(str(tmp_path / "s.csv"), 6)
    np.testing.assert_allclose(table.arrays()[1], sigma, rtol=1e-15)
    (tmp_path / "e.csv").write_text("\ufeffalpha, sigma\r\n1,0\r\n\r\n0.6,0.8\r\n")
    assert parse_schedule(str(tmp_path / "e.csv"), 1).is_variance_preserving()
    np.savez(tmp_path / "i.npz", alpha=np.array([1, 1], dtype=np.int8), sigma=np.array([0, 0.1], dtype=np.float16))
    assert parse_schedule(str(tmp_path / "i.npz"), 1).arrays()[1][1] == float(np.float16(0.1))
    refused(lambda: parse_schedule(str(tmp_path / "s.npz"), 5), "steps = 5", "6 steps")
    refused(lambda: parse_schedule(str(tmp_path / "s.npz"), 0), "steps = 0")


@pytest.mark.parametrize(
    ("alpha", "sigma", "parts"),
    [
        ([1], [0], ("alpha has 1",)),
        ([], [], ("alpha has 0",)),
        ([1, 0.5], [0, 0.1, 0.2], ("alpha has 2", "3")),
        ([0.9, 0.5], [0, 0.1], ("alpha[0] = 0.9",)),
        ([1, 0.5], [0.1, 0.2], ("sigma[0] = 0.1",)),
        ([1, 0.5, 0.6], [0, 0.1, 0.2], ("alpha[2] = 0.6", "alpha[1] = 0.5")),
        ([1, -0.5], [0, 0.1], ("alpha[1] = -0.5",)),
        ([1, 0.5], [0, 0], ("sigma[1] = 0",)),
        ([1, 0.5, 0.4], [0, 0.3, 0.2], ("sigma[2] = 0.2", "sigma[1] = 0.3")),
        ([1, math.nan], [0, 1], ("alpha[1] = nan",)),
        ([1, 0], [0, math.inf], ("sigma[1] = inf",)),
        ([1, True], [0, 1], ("alpha[1]",)),
        ([1, "0.5"], [0, 1], ("alpha[1]",)),
    ],
)
def test_refused_tables(alpha: list[Any], sigma: list[Any], parts: tuple[str, ...]) -> None:
    refused(lambda: Tabulated(tuple(alpha), tuple(sigma)), *parts)


def test_repeated_alpha_and_zero_alpha_are_fine() -> None:
    assert_valid(Tabulated(tuple(map(Fraction, (1, 1, 0, 0))), tuple(map(Fraction, (0, 1, 1, 2)))))


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("alpha,sigma\n1,0\n0.5,x\n", ("line 3", "x")),
        ("alpha,sigma\n1,0\n0.5\n", ("line 3", "1 cells")),
        ("alpha,sigma\n", ("no row",)),
        ("", ("no row",)),
        ("1,0\n0.5,0.5\n", ("alpha and sigma",)),
        ("a,b\n1,0\n0.5,0.5\n", ("a, b",)),
        ("alpha,sigma\n1,0\n0.5,nan\n", ("line 3", "finite")),
        ("alpha,sigma\n1,0\n0.5,1e99999\n", ("line 3", "exponent")),
    ],
)
def test_malformed_csv(tmp_path: Path, content: str, parts: tuple[str, ...]) -> None:
    path = tmp_path / "s.csv"
    path.write_text(content)
    refused(lambda: parse_schedule(str(path), 1), "s.csv", *parts)


def test_malformed_npz(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    for content in (b"", b"junk", b"PK\x03\x04broken", b"\x80\x04pickle"):
        path.write_bytes(content)
        refused(lambda: parse_schedule(str(path), 1), "s.npz")
    np.savez(path, alpha=np.array([1, None], dtype=object), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "pickled")
    np.savez(path, alpha=np.array([1, 0.5]))
    refused(lambda: parse_schedule(str(path), 1), "alpha and sigma")
    np.savez(path, alpha=np.ones((2, 2)), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "2 axes")
    np.savez(path, alpha=np.array([1, 1j]), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "complex128")


# Names, steps and parameters


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
