"""The configuration files of diffusers: defaults, variants, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.betas import Betas
from numerics.model.schedules.catalogue import parse_schedule
from numerics.model.schedules.diffusers import BetaConfig, FlowConfig, read_config, read_schedule
from numerics.model.schedules.flow import FlowMatching
from tests.numerics.model.schedules.schedule_models import STABLE_DIFFUSION, write_config
from tests.numerics.refusals import refused


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


def test_a_config_says_how_steps_are_chosen_but_not_how_many(tmp_path: Path) -> None:
    path = write_config(tmp_path, _class_name="EulerDiscreteScheduler", steps_offset=1, beta_end=0.5)
    betas = Betas("linear", Fraction(1, 10_000), Fraction(1, 2))
    assert read_config(path) == BetaConfig(betas, "linspace", 1, "interpolated")
    assert read_schedule(path, 7) == BetaSchedule(7, betas, "linspace", 1, "interpolated") != read_schedule(path, 8)
    flow = write_config(tmp_path, _class_name="FlowMatchHeunDiscreteScheduler", shift=2)
    assert read_config(flow) == FlowConfig(Fraction(2)) and read_schedule(flow, 3) == FlowMatching(3, Fraction(2))
    refused(lambda: read_schedule(flow, 0), "steps = 0")
