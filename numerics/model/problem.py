"""A distillation problem as a value, and the limits of what it may ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from numerics.errors import InputError, rounded, shown
from numerics.model.schedules.base import Schedule


@dataclass(frozen=True)
class Distinct:
    """A problem with repeated eigenvalues counted: weights[k] copies of problem.lam[k]; where[i] = k."""

    problem: Problem
    weights: tuple[int, ...]
    where: tuple[int, ...]


def distinct(problem: Problem) -> Distinct:
    """Merge equal eigenvalues, which share every operator."""
    counts = Counter(problem.lam)
    lam = tuple(counts)
    index = {value: k for k, value in enumerate(lam)}
    reduced = Problem(problem.schedule, lam, problem.budget)
    return Distinct(reduced, tuple(counts[x] for x in lam), tuple(index[x] for x in problem.lam))


# What a problem may ask for: up to here one plan takes seconds to a minute.
MAX_STEPS: Final = 4096

MAX_ENTRIES: Final = 2**19  # T times the number of distinct eigenvalues

MAX_EXPONENT: Final = 10**8  # of exp(-2 s n_t)


@dataclass(frozen=True)
class Problem:
    """A distillation problem: schedule with T steps, spectrum lam (length d >= 1), budget s (None: infinite).

    T <= 4096; T times the number of distinct eigenvalues <= 2^19.
    """

    schedule: Schedule
    lam: tuple[Fraction, ...]
    budget: Fraction | None

    def __post_init__(self) -> None:
        if len(self.lam) == 0:
            raise InputError("lam = (): the spectrum needs at least one eigenvalue")
        for value in self.lam:
            if not isinstance(value, Fraction):
                raise InputError(f"lam = {value!r}: eigenvalues must be exact fractions")
            if value < 0:
                raise InputError(f"lam = {value}: eigenvalues must be >= 0")
        if self.budget is not None:
            if not isinstance(self.budget, Fraction):
                raise InputError(f"budget = {self.budget!r}: must be an exact fraction or infinite")
            if self.budget < 0:
                raise InputError(f"budget = {self.budget}: must be >= 0")
        self._require_limits()

    def _require_limits(self) -> None:
        if self.steps > MAX_STEPS:
            raise InputError(f"steps = {shown(self.steps)}: a plan must not have more than {MAX_STEPS} steps")
        if self.steps * self.dim > MAX_ENTRIES:
            distinct = len(set(self.lam))
            if self.steps * distinct > MAX_ENTRIES:
                raise InputError(
                    f"steps = {self.steps} with {distinct} distinct eigenvalues: their product must not exceed {MAX_ENTRIES}"
                )

    @property
    def steps(self) -> int:
        """T >= 1."""
        return self.schedule.steps

    @property
    def dim(self) -> int:
        """Number of coordinates d >= 1."""
        return len(self.lam)

    def only(self, coordinates: tuple[int, ...]) -> Problem:
        """The same problem restricted to some coordinates."""
        return Problem(self.schedule, tuple(self.lam[i] for i in coordinates), self.budget)


def require_moderate_budget(problem: Problem) -> Problem:
    """The problem; InputError if 2 s max(lam, sigma_T^2, 1) exceeds 10^8 and s is not infinite.

    A limit for input: beyond it every finite budget is as good as infinite, and numbers have 10^8 binary places.
    """
    if problem.budget is not None:
        exponent = 2 * problem.budget * max(Fraction(1), problem.schedule.noise_bound, *problem.lam)
        if exponent > MAX_EXPONENT:
            raise InputError(
                f"budget = {rounded(problem.budget)}: 2 s max(lam, sigma_T^2, 1) = {rounded(exponent)} must not exceed "
                f"{MAX_EXPONENT}; an infinite budget is written inf"
            )
    return problem
