"""The cosine schedule (claim N4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from numerics.model.schedules.base import Schedule
from numerics.numbers.reals import N, Reals


@dataclass(frozen=True)
class Cosine(Schedule):
    """alpha_t = cos(pi t / 2T), sigma_t = sin(pi t / 2T): variance preserving, alpha_T = 0 exactly.

    >>> Cosine(4).arrays()[0].round(4).tolist()
    [1.0, 0.9239, 0.7071, 0.3827, 0.0]
    """

    @property
    def name(self) -> str:
        return "cosine"

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        turns = [Fraction(t, 2 * self.steps) for t in range(self.steps + 1)]
        return [reals.cos_pi(u) for u in turns], [reals.sin_pi(u) for u in turns]

    def is_variance_preserving(self) -> bool:
        return True
