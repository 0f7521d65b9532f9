"""The noise schedules that a user can name, and the files that hold one.

A further family: a frozen `Schedule` in a file of this folder, and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from numerics.errors import InputError, shown
from numerics.named import Named

if TYPE_CHECKING:
    from numerics.model.schedules.base import Schedule

_HERE: Final = "numerics.model.schedules"

SCHEDULES: Final[Mapping[str, Named]] = {
    "cosine": Named("alpha_t = cos(pi t / 2T)", f"{_HERE}.cosine", "Cosine"),
    "flow": Named("flow matching, alpha_t = 1 - t/T", f"{_HERE}.flow", "FlowMatching"),
    "ve": Named("variance exploding, sigma geometric", f"{_HERE}.exploding", "VarianceExploding"),
    "linear": Named("beta 0.0001 .. 0.02, the default of the diffusers classes", f"{_HERE}.beta", "linear"),
    "scaled_linear": Named("beta 0.00085 .. 0.012, Stable Diffusion", f"{_HERE}.beta", "scaled_linear"),
    "squaredcos_cap_v2": Named("the squared cosine of diffusers", f"{_HERE}.beta", "squaredcos_cap_v2"),
}
"""Schedules by name: a number of steps -> Schedule."""

FILES: Final[Mapping[str, Named]] = {
    ".json": Named("a scheduler_config.json of diffusers", f"{_HERE}.diffusers", "read_schedule"),
    ".npz": Named("columns alpha, sigma", f"{_HERE}.tabulated", "read_schedule"),
    ".csv": Named("columns alpha, sigma", f"{_HERE}.tabulated", "read_schedule"),
}
"""Schedules by the ending of a file's name: (path, a number of steps) -> Schedule."""


def parse_schedule(text: str, steps: int) -> Schedule:
    """The schedule that a user writes: one of SCHEDULES, or a file with one of the endings of FILES.

    The beta schedules have N = 1000 training timesteps, `leading` spacing and offset 0 as DDIMScheduler has them; any
    other choice is written as a config file. A `.csv` counts as its exact decimal text, with a header line.
    InputError for unknown names, unreadable files, and a table whose length is not steps + 1.

    >>> from numerics import parse_schedule
    >>> parse_schedule("cosine", 8).arrays()[0].round(3)[:3]
    array([1.   , 0.981, 0.924])
    """
    if text in SCHEDULES:
        schedule: Schedule = SCHEDULES[text].load()(steps)
        return schedule
    for ending, reader in FILES.items():
        if text.lower().endswith(ending):
            found: Schedule = reader.load()(text, steps)
            return found
    *others, last = FILES
    endings = f"{', '.join(others)} or {last}"
    raise InputError(f"schedule '{shown(text)}': must be one of {', '.join(SCHEDULES)}, or a {endings} file")
