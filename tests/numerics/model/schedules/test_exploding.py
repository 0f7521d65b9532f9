"""The variance-exploding schedule: geometric, exact at both ends."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.schedules.exploding import VarianceExploding
from numerics.numbers.reals import Exact
from tests.numerics.model.schedules.schedule_models import assert_valid
from tests.numerics.refusals import refused


@given(steps=st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_closed_form(steps: int) -> None:
    geometric = np.geomspace(0.01, 50, steps) if steps > 1 else np.array([50.0])
    alpha, sigma = assert_valid(VarianceExploding(steps))
    assert (alpha == 1).all()
    np.testing.assert_allclose(sigma[1:], geometric, rtol=1e-13)


def test_exact_arithmetic_where_it_exists() -> None:
    assert VarianceExploding(2).coefficients(Exact())[1] == [0, Fraction(1, 100), 50]
    flat = VarianceExploding(4, Fraction(2), Fraction(2))
    assert flat.coefficients(Exact())[1] == [0, 2, 2, 2, 2]


def test_it_does_not_preserve_the_variance() -> None:
    assert not VarianceExploding(4).is_variance_preserving()
    assert VarianceExploding(4).noise_bound == 2500 and VarianceExploding(4).name == "ve"


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: VarianceExploding(3, Fraction(0)), "sigma_min = 0"),
        (lambda: VarianceExploding(3, Fraction(2), Fraction(1)), "sigma_max = 1"),
        (lambda: VarianceExploding(3, Fraction(1), Fraction(10**400)), "sigma_max"),
    ],
)
def test_refused_parameters(make: Any, part: str) -> None:
    refused(make, part)
