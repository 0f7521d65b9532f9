"""Flow matching: rational, with its closed form, exactly at the ends."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.schedules.flow import FlowMatching
from numerics.numbers.reals import Exact
from tests.numerics.model.schedules.schedule_models import assert_valid
from tests.numerics.refusals import refused


@given(steps=st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_closed_forms(steps: int) -> None:
    u = np.arange(steps + 1) / steps
    for schedule, alpha, sigma in (
        (FlowMatching(steps), 1 - u, u),
        (FlowMatching(steps, Fraction(3)), 1 - 3 * u / (1 + 2 * u), 3 * u / (1 + 2 * u)),
    ):
        got = assert_valid(schedule)
        np.testing.assert_allclose(got[0], alpha, atol=4e-16)
        np.testing.assert_allclose(got[1], sigma, atol=4e-16)


@given(
    steps=st.integers(1, 12),
    k=st.fractions(Fraction(1, 50), Fraction(50), max_denominator=50),
)
def test_flow_is_rational(steps: int, k: Fraction) -> None:
    schedule = FlowMatching(steps, k)
    alpha, sigma = schedule.coefficients(Exact())
    assert all(a + s == 1 for a, s in zip(alpha, sigma, strict=True))
    x = [Fraction(t, steps) for t in range(steps + 1)]
    assert sigma == [k * u / (1 + (k - 1) * u) for u in x]
    assert [float(s) for s in sigma] == schedule.arrays()[1].tolist()


def test_the_end_is_exactly_noise() -> None:
    assert FlowMatching(7, Fraction(3)).arrays()[0][-1] == 0


def test_it_preserves_the_variance_in_one_step_only() -> None:
    assert not FlowMatching(2).is_variance_preserving() and FlowMatching(1).is_variance_preserving()


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: FlowMatching(3, Fraction(-1)), "shift = -1"),
        (lambda: FlowMatching(3, Fraction(0)), "shift = 0: must be > 0"),
        (lambda: FlowMatching(3, float("nan")), "shift = nan"),  # type: ignore[arg-type]
    ],
)
def test_refused_parameters(make: Any, part: str) -> None:
    refused(make, part)
