"""The variance-exploding schedule (claim N5)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from numerics.errors import InputError, decimal
from numerics.model.schedules.base import Schedule
from numerics.numbers.exact import exact_number
from numerics.numbers.reals import N, Reals


@dataclass(frozen=True)
class VarianceExploding(Schedule):
    """alpha = 1; sigma_0 = 0, then geometric: sigma_1 = sigma_min, ..., sigma_T = sigma_max. T = 1 gives sigma_max.

    sigma_min, sigma_max: 0 < sigma_min <= sigma_max.

    >>> VarianceExploding(3, Fraction(1), Fraction(4)).arrays()[1].tolist()
    [0.0, 1.0, 2.0, 4.0]
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
