"""Noise schedules: signal and noise coefficients alpha_t, sigma_t for t = 0 (clean) to T (noise).

One family per class. A schedule is frozen, checks itself when it is made, and states its coefficients exactly,
so that any number system of `numerics.reals` can evaluate them. Source: claim C3.1, section 1 of the setting.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from numerics.errors import InputError, file_name, shown
from numerics.model.files import read_columns
from numerics.model.schedules.base import Schedule, require_steps
from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.betas import Betas
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.diffusers import FlowConfig, read_config
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated

_STABLE_DIFFUSION = (Fraction(85, 100_000), Fraction(12, 1000))

NAMED: dict[str, Callable[[int], Schedule]] = {
    "cosine": Cosine,
    "flow": FlowMatching,
    "ve": VarianceExploding,
    "linear": BetaSchedule,
    "scaled_linear": lambda steps: BetaSchedule(steps, Betas("scaled_linear", *_STABLE_DIFFUSION)),
    "squaredcos_cap_v2": lambda steps: BetaSchedule(steps, Betas("squaredcos_cap_v2")),
}


def parse_schedule(text: str, steps: int) -> Schedule:
    """The schedule S of the command line: a name, a diffusers `.json` config, or `.npz`/`.csv` with alpha and sigma.

    Names: `cosine`, `flow`, `ve`, and the beta kinds `linear` (beta 0.0001 .. 0.02, the default of the diffusers
    classes), `scaled_linear` (0.00085 .. 0.012, Stable Diffusion) and `squaredcos_cap_v2`, each with N = 1000,
    `leading` spacing and offset 0 as DDIMScheduler has them; any other choice is written as a config file.
    A `.csv` counts as its exact decimal text, with a header line naming the columns alpha and sigma.
    Raises InputError for unknown names, unreadable files, and a table whose length is not steps + 1.
    """
    if text in NAMED:
        return NAMED[text](steps)
    suffix = text.lower()
    if suffix.endswith(".json"):
        return _configured(text, steps)
    if suffix.endswith((".npz", ".csv")):
        return _read_table(text, steps)
    raise InputError(f"schedule '{shown(text)}': must be one of {', '.join(NAMED)}, or a .json, .npz or .csv file")


def _configured(path: str, steps: int) -> Schedule:
    require_steps(steps)
    config = read_config(path)
    try:
        if isinstance(config, FlowConfig):
            return FlowMatching(steps, config.shift, label=path)
        return BetaSchedule(steps, config.betas, config.timestep_spacing, config.steps_offset, config.grid, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None


def _read_table(path: str, steps: int) -> Tabulated:
    require_steps(steps)
    alpha, sigma = read_columns(path, ("alpha", "sigma"))
    try:
        table = Tabulated(alpha, sigma, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None
    if table.steps != steps:
        raise InputError(f"steps = {steps}: must equal the {table.steps} steps of {file_name(path)}")
    return table
