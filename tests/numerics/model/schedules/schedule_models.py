"""Naive float versions of the schedules, and what the schedule tests share."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.model.schedules.base import Schedule
from numerics.model.schedules.betas import Betas

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
