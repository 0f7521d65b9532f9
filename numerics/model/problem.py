"""A distillation problem as a value, and the limits of what it may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from numerics.errors import InputError, rounded, shown
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum

# What a problem may ask for: up to here one plan takes seconds to a minute.
MAX_STEPS: Final = 4096
MAX_ENTRIES: Final = 2**19  # T times the number of distinct eigenvalues
MAX_EXPONENT: Final = 10**8  # of exp(-2 s n_t): beyond it every finite budget is as good as infinite


@dataclass(frozen=True)
class Problem:
    """A distillation problem: schedule with T steps, spectrum of the data, budget s >= 0 of each merge (None: infinite).

    Whoever works on it sees every distinct eigenvalue once, with its multiplicity; `spectrum` keeps the listed order.
    InputError unless T <= 4096, T times the number of distinct eigenvalues <= 2^19, and
    2 s max(lam, sigma_T^2, 1) <= 10^8 for a finite s.

    >>> from numerics import Cosine, Problem, Spectrum
    >>> problem = Problem(Cosine(8), Spectrum.of("0.3", 4, 4), None)
    >>> problem.steps, problem.dim, problem.weights
    (8, 2, (1, 2))
    """

    schedule: Schedule
    spectrum: Spectrum
    budget: Fraction | None

    def __post_init__(self) -> None:
        if not isinstance(self.schedule, Schedule):
            raise InputError(f"schedule = {shown(self.schedule)}: must be a Schedule")
        if not isinstance(self.spectrum, Spectrum):
            raise InputError(f"spectrum = {shown(self.spectrum)}: must be a Spectrum")
        if self.budget is not None:
            if not isinstance(self.budget, Fraction):
                raise InputError(f"budget = {self.budget!r}: must be an exact fraction or infinite")
            if self.budget < 0:
                raise InputError(f"budget = {self.budget}: must be >= 0")
        if self.steps > MAX_STEPS:
            raise InputError(f"steps = {shown(self.steps)}: a plan must not have more than {MAX_STEPS} steps")
        if self.steps * self.dim > MAX_ENTRIES:
            raise InputError(
                f"steps = {self.steps} with {self.dim} distinct eigenvalues: their product must not exceed {MAX_ENTRIES}"
            )
        if self.budget is not None:
            exponent = 2 * self.budget * max(Fraction(1), self.schedule.noise_bound, *self.lam)
            if exponent > MAX_EXPONENT:
                raise InputError(
                    f"budget = {rounded(self.budget)}: 2 s max(lam, sigma_T^2, 1) = {rounded(exponent)} must not exceed "
                    f"{MAX_EXPONENT}; an infinite budget is written inf"
                )

    @property
    def steps(self) -> int:
        """T >= 1."""
        return self.schedule.steps

    @property
    def lam(self) -> tuple[Fraction, ...]:
        """The distinct eigenvalues."""
        return self.spectrum.distinct

    @property
    def weights(self) -> tuple[int, ...]:
        """How often each of them occurs."""
        return self.spectrum.multiplicities

    @property
    def dim(self) -> int:
        """Number d >= 1 of distinct eigenvalues."""
        return len(self.lam)

    def only(self, coordinates: Sequence[int]) -> Problem:
        """The same problem restricted to some of the distinct eigenvalues, each as often as before."""
        return Problem(self.schedule, self.spectrum.only(coordinates), self.budget)
