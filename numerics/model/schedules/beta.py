"""The beta schedules of diffusers: T of the N training timesteps of a model."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError, decimal, require_integer, require_one_of
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.betas import MAX_TRAIN_TIMESTEPS, Betas
from numerics.numbers.reals import N, Reals


@dataclass(frozen=True)
class BetaSchedule(Schedule):
    """The diffusers family: T of the N training timesteps of `betas`, ascending, become t = 1 .. T.

    t = 0 is always the clean point (1, 0): `set_alpha_to_one` and `final_sigmas_type` of diffusers have no effect.

    betas: the noise at the N training timesteps.
    timestep_spacing: `leading`, `trailing` or `linspace`; steps_offset is added to `leading` timesteps only.
    grid: how the scheduler class reads the spacing. `closed` (DDIM) rounds `linspace` to integers; `interpolated` (Euler)
        keeps fractions and interpolates sigma/alpha linearly; `open` (multistep solvers) makes T + 1 points and drops 0.

    >>> [int(t) for t in BetaSchedule(4).timesteps], BetaSchedule(4).arrays()[0].round(3).tolist()
    ([0, 250, 500, 750], [1.0, 1.0, 0.722, 0.279, 0.057])
    """

    betas: Betas = field(default_factory=Betas)
    timestep_spacing: str = "leading"
    steps_offset: int = 0
    grid: str = "closed"
    label: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of("timestep_spacing", self.timestep_spacing, ("leading", "trailing", "linspace"))
        require_one_of("grid", self.grid, ("closed", "interpolated", "open"))
        require_integer("steps_offset", self.steps_offset, 0, MAX_TRAIN_TIMESTEPS)
        total = self.betas.num_train_timesteps
        usable = total - (self.grid == "open" and self.timestep_spacing != "trailing")
        if self.steps > usable:
            reason = "" if usable == total else ", since this scheduler class never uses timestep 0"
            raise InputError(f"steps = {self.steps}: must not exceed the {usable} usable training timesteps{reason}")
        chosen = self.timesteps
        if chosen[-1] > total - 1:
            raise InputError(
                f"steps_offset = {self.steps_offset}: with steps = {self.steps} it moves timestep {chosen[-1]} past"
                f" the last, {total - 1}"
            )
        if self.betas.all_equal(0, range(math.ceil(chosen[0]) + 1)):
            raise InputError(f"every beta up to timestep {decimal(chosen[0])} is 0: sigma_1 must be > 0")
        if any(t.denominator > 1 for t in chosen) and self.betas.alpha_vanishes_early():
            raise InputError(
                "alpha is 0 before the last training timestep: sigma/alpha must be finite to interpolate it"
            )

    @property
    def name(self) -> str:
        return self.label or self.betas.kind

    @property
    def timesteps(self) -> tuple[Fraction, ...]:
        """The T selected training timesteps, strictly ascending, in [0, N - 1]; fractional only on an interpolated grid."""
        n, total = self.steps, self.betas.num_train_timesteps
        # Rounded grids use doubles: only so is a tie decided as in the library, and with it the timestep really used.
        if self.timestep_spacing == "trailing":
            return _integers(np.arange(total, 0, -total / n)[:n][::-1].round() - 1)
        skip = 1 if self.grid == "open" else 0  # drops the leading point 0
        if self.timestep_spacing == "leading":
            stride = total // (n + skip)
            return tuple(Fraction(k * stride + self.steps_offset) for k in range(skip, n + skip))
        if self.grid != "interpolated":
            return _integers(np.linspace(0, total - 1, n + skip)[skip:].round())
        return tuple(Fraction(k * (total - 1), max(n - 1, 1)) for k in range(n))

    def is_variance_preserving(self) -> bool:
        return True

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        one = reals.rational(1)
        alpha, sigma = [one], [reals.rational(0)]
        chosen = self.timesteps
        trained = self.betas.noise_levels(reals, {f(t) for t in chosen for f in (math.floor, math.ceil)})
        for t in chosen:
            low = math.floor(t)
            a, s = trained[low]
            if t != low:
                part, (a_next, s_next) = reals.rational(t - low), trained[low + 1]
                ratio = s / a + part * (s_next / a_next - s / a)
                length = reals.sqrt(one + ratio * ratio)
                a, s = one / length, ratio / length
            alpha.append(a)
            sigma.append(s)
        return alpha, sigma


def _integers(values: NDArray[Any]) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(value)) for value in values)


def linear(steps: int) -> BetaSchedule:
    """Beta equally spaced from 0.0001 to 0.02."""
    return BetaSchedule(steps)


def scaled_linear(steps: int) -> BetaSchedule:
    """The root of beta equally spaced; beta from 0.00085 to 0.012, as Stable Diffusion has it."""
    return BetaSchedule(steps, Betas("scaled_linear", Fraction(85, 100_000), Fraction(12, 1000)))


def squaredcos_cap_v2(steps: int) -> BetaSchedule:
    """The squared cosine, each beta at most 0.999."""
    return BetaSchedule(steps, Betas("squaredcos_cap_v2"))
