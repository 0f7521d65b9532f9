"""The spectrum of the digits that scikit-learn brings along, 64 coordinates."""

from __future__ import annotations

import functools
from fractions import Fraction

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum, spectrum_of_data


@functools.cache
def _spectrum() -> Spectrum:
    from sklearn.datasets import load_digits

    return spectrum_of_data(load_digits().data, scale="global-std")


def digits(steps: int, budget: str) -> Problem:
    """The digits on the cosine schedule."""
    return Problem(Cosine(steps), _spectrum(), Fraction(budget))
