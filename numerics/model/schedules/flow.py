"""Flow matching, with or without a shift (claim N5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from numerics.errors import InputError, decimal
from numerics.model.schedules.base import Schedule
from numerics.numbers.exact import exact_number
from numerics.numbers.reals import N, Reals


@dataclass(frozen=True)
class FlowMatching(Schedule):
    """alpha = 1 - u, sigma = u, with u = k x / (1 + (k - 1) x) at x = t/T: rational, alpha_T = 0 exactly.

    shift: k > 0; k = 1 is the straight line u = t/T, k > 1 spends more steps on noise.

    >>> FlowMatching(4).arrays()[1].tolist(), FlowMatching(4, Fraction(3)).arrays()[1].round(3).tolist()
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.5, 0.75, 0.9, 1.0])
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
