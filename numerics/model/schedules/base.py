"""What every noise schedule promises: signal and noise coefficients alpha_t, sigma_t for t = 0 (clean) to T (noise).

A schedule is frozen, checks itself when it is made, and states its coefficients exactly, so that any number system of
`numerics.numbers` can evaluate them. Source: claim C3.1.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError, shown
from numerics.numbers.reals import N, Reals

MAX_STEPS = 100_000
_START_BITS = 128
_MAX_BITS = 1 << 14


@dataclass(frozen=True)
class Schedule(ABC):
    """Base of every noise schedule.

    steps: T, 1 … MAX_STEPS, the number of teacher steps z_t -> z_{t-1}.

    >>> from numerics import Cosine
    >>> schedule = Cosine(2)
    >>> schedule.steps, schedule.name, schedule.arrays()[1].round(3).tolist()
    (2, 'cosine', [0.0, 0.707, 1.0])
    """

    steps: int

    @property
    @abstractmethod
    def name(self) -> str:
        """What output calls this schedule: its name on the command line, or the label of the file it was read from."""

    @abstractmethod
    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        """alpha and sigma, each of length T + 1, in the given number system.

        alpha_0 = 1, sigma_0 = 0; alpha non-increasing and >= 0; sigma non-decreasing and > 0 from t = 1 on.
        """

    def __post_init__(self) -> None:
        require_steps(self.steps)

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
        from numerics.numbers.balls import UNDECIDED, Balls, Undecided, escalate, nearest_double

        def rounded(_: int) -> list[list[float | Undecided]] | Undecided:
            columns = [[nearest_double(ball) for ball in balls] for balls in self.coefficients(Balls())]
            return UNDECIDED if any(UNDECIDED in column for column in columns) else columns

        found = escalate(rounded, _START_BITS, _MAX_BITS)
        if found is UNDECIDED:
            raise ArithmeticError(f"schedule {self.name}: no certain rounding to doubles within {_MAX_BITS} bits")
        alpha, sigma = (np.array(column, dtype=np.float64) for column in found)
        alpha.flags.writeable = sigma.flags.writeable = False
        return alpha, sigma


def require_steps(steps: object) -> None:
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
        raise InputError(f"steps = {shown(steps)}: must be an integer >= 1")
    if steps > MAX_STEPS:
        raise InputError(f"steps = {shown(steps)}: must not exceed {MAX_STEPS}")
