"""Noise schedules: signal and noise coefficients alpha_t, sigma_t for t = 0 (clean) to T (noise).

One family per class. A schedule is frozen, checks itself when it is made, and states its coefficients exactly,
so that any number system of `numerics.reals` can evaluate them. Source: claim C3.1, section 1 of the setting.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from numerics.diffusers_config import MAX_TRAIN_TIMESTEPS, Betas, FlowConfig, read_config
from numerics.errors import InputError
from numerics.reals import N, Reals
from numerics.tabulated import (
    decimal,
    exact_number,
    exact_values,
    file_name,
    read_columns,
    require_integer,
    require_one_of,
    shown,
)

if TYPE_CHECKING:
    from flint import arb

MAX_STEPS = 100_000
_START_BITS = 128
_MAX_BITS = 1 << 14


@dataclass(frozen=True)
class Schedule(ABC):
    """Base of every noise schedule.

    steps: T, 1 … MAX_STEPS, the number of teacher steps z_t -> z_{t-1}.
    """

    steps: int

    @property
    @abstractmethod
    def name(self) -> str:
        """The name under which the command line knows this schedule."""

    @abstractmethod
    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        """alpha and sigma, each of length T + 1, in the given number system.

        alpha_0 = 1, sigma_0 = 0; alpha non-increasing and >= 0; sigma non-decreasing and > 0 from t = 1 on.
        """

    def __post_init__(self) -> None:
        _require_steps(self.steps)

    @property
    def noise_bound(self) -> Fraction:
        """An upper bound of sigma_t^2 over all t: it says how large norms can be before any is computed."""
        return Fraction(1)

    def is_variance_preserving(self) -> bool:
        """Whether alpha_t^2 + sigma_t^2 = 1 holds exactly for every t, by construction or in rational arithmetic."""
        return False

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """alpha and sigma as read-only arrays of shape (T + 1,); each entry is the double nearest to the exact value.

        The precision of the balls is raised until the rounding is certain. Flint's working precision is restored.
        Raises ArithmeticError when that never happens, which would be a fault of the schedule's formulas.
        """
        from numerics.balls import Balls, precision

        bits = _START_BITS
        while bits <= _MAX_BITS:
            with precision(bits):
                alpha, sigma = (_nearest_doubles(balls) for balls in self.coefficients(Balls()))
            if alpha is not None and sigma is not None:
                return alpha, sigma
            bits *= 2
        raise ArithmeticError(f"schedule {self.name}: no certain rounding to doubles within {_MAX_BITS} bits")


def _require_steps(steps: object) -> None:
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
        raise InputError(f"steps = {shown(steps)}: must be an integer >= 1")
    if steps > MAX_STEPS:
        raise InputError(f"steps = {shown(steps)}: must not exceed {MAX_STEPS}")


def _nearest_doubles(balls: list[arb]) -> NDArray[np.float64] | None:
    """The double nearest to every point of each ball, or None when some ball does not decide it."""
    out = np.empty(len(balls))
    for i, ball in enumerate(balls):
        if not ball.is_finite():
            return None
        low, high = _double(ball.lower()), _double(ball.upper())
        if low != high:
            return None
        out[i] = low
    out.flags.writeable = False
    return out


def _double(point: arb) -> float:
    """An exact ball, correctly rounded."""
    mantissa, exponent = (int(part) for part in point.man_exp())
    return float(mantissa << exponent) if exponent >= 0 else mantissa / (1 << -exponent)


@dataclass(frozen=True)
class Cosine(Schedule):
    """alpha_t = cos(pi t / 2T), sigma_t = sin(pi t / 2T): variance preserving, alpha_T = 0 exactly."""

    @property
    def name(self) -> str:
        return "cosine"

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        turns = [Fraction(t, 2 * self.steps) for t in range(self.steps + 1)]
        return [reals.cos_pi(u) for u in turns], [reals.sin_pi(u) for u in turns]

    def is_variance_preserving(self) -> bool:
        return True


@dataclass(frozen=True)
class FlowMatching(Schedule):
    """alpha = 1 - u, sigma = u, with u = k x / (1 + (k - 1) x) at x = t/T: rational, alpha_T = 0 exactly.

    shift: k > 0; k = 1 is the straight line u = t/T, k > 1 spends more steps on noise.
    """

    shift: Fraction = Fraction(1)
    label: str = field(default="flow", compare=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "shift", exact_number(self.shift, "shift"))
        if self.shift <= 0:
            raise InputError(f"shift = {decimal(self.shift)}: must be > 0")

    @property
    def name(self) -> str:
        return self.label

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        k, steps = self.shift, self.steps
        noise = [k * t / (steps + (k - 1) * t) for t in range(steps + 1)]  # the denominator lies between T and k T
        return [reals.rational(1 - u) for u in noise], [reals.rational(u) for u in noise]

    def is_variance_preserving(self) -> bool:
        return self.steps == 1  # (1 - u)^2 + u^2 = 1 only at u = 0 and u = 1


@dataclass(frozen=True)
class VarianceExploding(Schedule):
    """alpha = 1; sigma_0 = 0, then geometric: sigma_1 = sigma_min, ..., sigma_T = sigma_max. T = 1 gives sigma_max.

    sigma_min, sigma_max: 0 < sigma_min <= sigma_max.
    """

    sigma_min: Fraction = Fraction(1, 100)
    sigma_max: Fraction = Fraction(50)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "sigma_min", exact_number(self.sigma_min, "sigma_min"))
        object.__setattr__(self, "sigma_max", exact_number(self.sigma_max, "sigma_max"))
        if self.sigma_min <= 0:
            raise InputError(f"sigma_min = {decimal(self.sigma_min)}: must be > 0")
        if self.sigma_max < self.sigma_min:
            raise InputError(f"sigma_max = {decimal(self.sigma_max)}: must be >= sigma_min = {decimal(self.sigma_min)}")

    @property
    def name(self) -> str:
        return "ve"

    @property
    def noise_bound(self) -> Fraction:
        return self.sigma_max * self.sigma_max

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        sigma = [reals.rational(0)]
        for t in range(1, self.steps + 1):
            if t == self.steps:
                sigma.append(reals.rational(self.sigma_max))  # the ends stay exact
            elif t == 1:
                sigma.append(reals.rational(self.sigma_min))
            else:
                growth = reals.log(reals.rational(self.sigma_max / self.sigma_min))
                part = reals.rational(Fraction(t - 1, self.steps - 1))
                sigma.append(reals.rational(self.sigma_min) * reals.exp(growth * part))
        return [reals.rational(1) for _ in sigma], sigma


@dataclass(frozen=True)
class BetaSchedule(Schedule):
    """The diffusers family: T of the N training timesteps of `betas`, ascending, become t = 1 .. T.

    t = 0 is always the clean point (1, 0): `set_alpha_to_one` and `final_sigmas_type` of diffusers have no effect.

    betas: the noise at the N training timesteps.
    timestep_spacing: `leading`, `trailing` or `linspace`; steps_offset is added to `leading` timesteps only.
    grid: how the scheduler class reads the spacing. `closed` (DDIM) rounds `linspace` to integers; `interpolated` (Euler)
        keeps fractions and interpolates sigma/alpha linearly; `open` (multistep solvers) makes T + 1 points and drops 0.
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


@dataclass(frozen=True)
class Tabulated(Schedule):
    """Coefficients given as numbers; a double counts as the dyadic rational that it is.

    alpha, sigma: length T + 1 >= 2 each, with the properties promised by `Schedule.coefficients`, checked exactly.
    """

    steps: int = field(init=False)
    alpha: tuple[Fraction, ...]
    sigma: tuple[Fraction, ...]
    label: str = field(default="tabulated", compare=False)

    def __post_init__(self) -> None:
        for key in ("alpha", "sigma"):
            object.__setattr__(self, key, exact_values(getattr(self, key), key))
        alpha, sigma = self.alpha, self.sigma
        if len(alpha) != len(sigma):
            raise InputError(f"alpha has {len(alpha)} entries and sigma {len(sigma)}: must be equally many")
        if len(alpha) < 2:
            raise InputError(f"alpha has {len(alpha)} entries: must be at least 2, t = 0 and t = 1")
        object.__setattr__(self, "steps", len(alpha) - 1)
        super().__post_init__()
        if alpha[0] != 1:
            raise InputError(f"alpha[0] = {decimal(alpha[0])}: must be 1, the clean end comes first")
        if sigma[0] != 0:
            raise InputError(f"sigma[0] = {decimal(sigma[0])}: must be 0, the clean end comes first")
        for t in range(1, len(alpha)):
            if alpha[t] < 0:
                raise InputError(f"alpha[{t}] = {decimal(alpha[t])}: must be >= 0")
            if alpha[t] > alpha[t - 1]:
                raise InputError(
                    f"alpha[{t}] = {decimal(alpha[t])}: must not exceed alpha[{t - 1}] = {decimal(alpha[t - 1])}"
                )
            if sigma[t] <= 0:
                raise InputError(f"sigma[{t}] = {decimal(sigma[t])}: must be > 0")
            if sigma[t] < sigma[t - 1]:
                raise InputError(
                    f"sigma[{t}] = {decimal(sigma[t])}: must not be below sigma[{t - 1}] = {decimal(sigma[t - 1])}"
                )

    @property
    def name(self) -> str:
        return self.label

    @property
    def noise_bound(self) -> Fraction:
        return self.sigma[-1] * self.sigma[-1]

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        return [reals.rational(a) for a in self.alpha], [reals.rational(s) for s in self.sigma]

    def is_variance_preserving(self) -> bool:
        """Exact equality; rounded tables of a variance-preserving schedule therefore answer False."""
        return all(a * a + s * s == 1 for a, s in zip(self.alpha, self.sigma, strict=True))


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
    _require_steps(steps)
    config = read_config(path)
    try:
        if isinstance(config, FlowConfig):
            return FlowMatching(steps, config.shift, label=path)
        return BetaSchedule(steps, config.betas, config.timestep_spacing, config.steps_offset, config.grid, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None


def _read_table(path: str, steps: int) -> Tabulated:
    _require_steps(steps)
    alpha, sigma = read_columns(path, ("alpha", "sigma"))
    try:
        table = Tabulated(alpha, sigma, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None
    if table.steps != steps:
        raise InputError(f"steps = {steps}: must equal the {table.steps} steps of {file_name(path)}")
    return table
