"""Problems written as text."""

from __future__ import annotations

from fractions import Fraction

from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.spectrum import Spectrum


def stated(schedule: Schedule, budget: str | None, *lam: str) -> Problem:
    """budget: None is infinite. budget, lam: decimals or fractions."""
    spectrum = Spectrum(tuple(map(Fraction, lam)))
    return Problem(schedule, spectrum, None if budget is None else Fraction(budget))
