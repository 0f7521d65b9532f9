"""A schedule given by its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from numerics.errors import InputError, decimal, file_name
from numerics.model.files import read_columns
from numerics.model.schedules.base import Schedule, require_steps
from numerics.numbers.exact import exact_values
from numerics.numbers.reals import N, Reals


@dataclass(frozen=True)
class Tabulated(Schedule):
    """Coefficients given as numbers; a double counts as the dyadic rational that it is.

    alpha, sigma: length T + 1 >= 2 each, with the properties promised by `Schedule.coefficients`, checked exactly.

    >>> Tabulated((1, Fraction(4, 5), 0), (0, Fraction(3, 5), 1)).is_variance_preserving()
    True
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


def read_schedule(path: str, steps: int) -> Tabulated:
    """The columns alpha and sigma of a `.npz` or `.csv` file, which must have steps + 1 entries."""
    require_steps(steps)
    alpha, sigma = read_columns(path, ("alpha", "sigma"))
    try:
        table = Tabulated(alpha, sigma, label=path)
    except InputError as error:
        raise InputError(f"{file_name(path)}: {error}") from None
    if table.steps != steps:
        raise InputError(f"steps = {steps}: must equal the {table.steps} steps of {file_name(path)}")
    return table
