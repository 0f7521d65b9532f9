"""The `scheduler_config.json` files of diffusers; its scheduler classes as a table.

Numbers of a config are taken as the exact value of their decimal text. Keys left out get the default of the class.
Source: the scheduler classes of the diffusers library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.errors import InputError, file_name, require_bool, require_one_of, typed
from numerics.model.files import read_text
from numerics.model.schedules.base import require_steps
from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.betas import Betas
from numerics.model.schedules.flow import FlowMatching
from numerics.numbers.exact import exact_decimal, exact_number


@dataclass(frozen=True)
class BetaConfig:
    """What a beta-family config says; `BetaSchedule` explains the fields."""

    betas: Betas
    timestep_spacing: str
    steps_offset: int
    grid: str


@dataclass(frozen=True)
class FlowConfig:
    """What a flow-matching config says."""

    shift: Fraction


@dataclass(frozen=True)
class _Defaults:
    """Defaults of one scheduler class, and the grid on which it reads `timestep_spacing`."""

    grid: str
    timestep_spacing: str
    beta_start: Fraction = Fraction(1, 10_000)
    beta_end: Fraction = Fraction(2, 100)


_DDIM = _Defaults("closed", "leading")
_MULTISTEP = _Defaults("open", "linspace")
_EULER = _Defaults("interpolated", "linspace")
_HEUN = _Defaults("interpolated", "linspace", Fraction(85, 100_000), Fraction(12, 1000))

# Common to all: beta_schedule linear, num_train_timesteps 1000, steps_offset 0, no rescale.
_BETA_CLASSES: Mapping[str, _Defaults] = {
    "DDIMScheduler": _DDIM,
    "DDIMParallelScheduler": _DDIM,
    "DDPMScheduler": _DDIM,
    "DDPMParallelScheduler": _DDIM,
    "PNDMScheduler": _DDIM,
    "DPMSolverMultistepScheduler": _MULTISTEP,
    "DPMSolverSinglestepScheduler": _MULTISTEP,
    "UniPCMultistepScheduler": _MULTISTEP,
    "DEISMultistepScheduler": _MULTISTEP,
    "SASolverScheduler": _MULTISTEP,
    "EulerDiscreteScheduler": _EULER,
    "EulerAncestralDiscreteScheduler": _EULER,
    "LMSDiscreteScheduler": _EULER,
    "HeunDiscreteScheduler": _HEUN,
    "KDPM2DiscreteScheduler": _HEUN,
    "KDPM2AncestralDiscreteScheduler": _HEUN,
    "DPMSolverSDEScheduler": _HEUN,
}

_FLOW_CLASSES = ("FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler")

# Switches that replace the noise levels by another grid.
_REFUSED_WHEN_TRUE = (
    "use_karras_sigmas",
    "use_exponential_sigmas",
    "use_beta_sigmas",
    "use_lu_lambdas",
    "use_flow_sigmas",
    "use_dynamic_shifting",
    "invert_sigmas",
)

_NEUTRAL = {"interpolation_type": ("linear",), "shift_terminal": (), "lambda_min_clipped": ("-Infinity",)}


def read_schedule(path: str, steps: int) -> BetaSchedule | FlowMatching:
    """The schedule of a `scheduler_config.json` with so many steps. InputError as of `read_config`, or for the steps."""
    require_steps(steps)
    config = read_config(path)
    try:
        if isinstance(config, FlowConfig):
            return FlowMatching(steps, config.shift, label=path)
        return BetaSchedule(steps, config.betas, config.timestep_spacing, config.steps_offset, config.grid, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None


def read_config(path: str) -> BetaConfig | FlowConfig:
    """A diffusers `scheduler_config.json`.

    Without `_class_name` the defaults of DDIMScheduler hold, provided that the betas are named. Keys that do not touch
    the noise levels (prediction_type, solver_order, clip_sample ...) are ignored.
    Raises InputError for unknown classes, schedules and types, and for switches that replace the noise levels.
    """
    text = read_text(path)
    try:
        config = json.loads(text, parse_float=lambda t: exact_decimal(t, "number"), parse_constant=str)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{file_name(path)}, line {error.lineno}: must be JSON ({error.msg})") from None
    except (ValueError, RecursionError):
        raise InputError(f"{file_name(path)}: must be JSON with numbers and nesting of ordinary size") from None
    if not isinstance(config, dict):
        raise InputError(f"{file_name(path)}: must be a JSON object, the content of a scheduler_config.json")
    try:
        return _interpret(config)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None


def _interpret(config: dict[str, Any]) -> BetaConfig | FlowConfig:
    given = {key: value for key, value in config.items() if value is not None}  # null stands for the default
    named = given.get("_class_name")
    if named is None and not {"beta_schedule", "trained_betas"} & given.keys():
        raise InputError("_class_name is missing: must be given unless beta_schedule or trained_betas is")
    name = "DDIMScheduler" if named is None else named
    require_one_of("_class_name", name, (*_BETA_CLASSES, *_FLOW_CLASSES))
    for key in _REFUSED_WHEN_TRUE:
        require_bool(key, given.get(key, False))
        if given.get(key, False):
            raise InputError(f"{key} = true: replaces the noise levels in a way that is not supported; must be false")
    for key, neutral in _NEUTRAL.items():
        if key in given and given[key] not in neutral:
            raise InputError(f"{key} = {typed(given[key])}: must be {neutral[0] if neutral else 'null'} or left out")
    if name in _FLOW_CLASSES:
        return FlowConfig(exact_number(given.get("shift", 1), "shift"))
    return _beta_config(given, _BETA_CLASSES[name])


def _beta_config(given: dict[str, Any], defaults: _Defaults) -> BetaConfig:
    trained = given.get("trained_betas", ())
    if not isinstance(trained, (list, tuple)):
        raise InputError(f"trained_betas = {typed(trained)}: must be a list of numbers")
    if "trained_betas" in given and not trained:
        raise InputError("trained_betas = []: must not be empty")
    betas = Betas(
        kind="trained_betas" if trained else given.get("beta_schedule", "linear"),
        beta_start=given.get("beta_start", defaults.beta_start),
        beta_end=given.get("beta_end", defaults.beta_end),
        num_train_timesteps=given.get("num_train_timesteps", len(trained) or 1000),
        rescale_betas_zero_snr=given.get("rescale_betas_zero_snr", False),
        trained_betas=tuple(trained),
    )
    return BetaConfig(
        betas,
        timestep_spacing=given.get("timestep_spacing", defaults.timestep_spacing),
        steps_offset=given.get("steps_offset", 0),
        grid=defaults.grid,
    )
