"""The cosine schedule: its closed form, exactly at the ends."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.reals import Exact
from tests.numerics.model.schedules.schedule_models import assert_valid


@given(steps=st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_closed_form(steps: int) -> None:
    u = np.arange(steps + 1) / steps
    got = assert_valid(Cosine(steps))
    np.testing.assert_allclose(got[0], np.cos(np.pi * u / 2), atol=4e-16)
    np.testing.assert_allclose(got[1], np.sin(np.pi * u / 2), atol=4e-16)


def test_the_end_is_exactly_noise() -> None:
    assert Cosine(8).arrays()[0][-1] == 0
    assert Cosine(4).is_variance_preserving()


def test_it_is_irrational_but_for_few_steps() -> None:
    assert Cosine(1).coefficients(Exact()) == ([1, 0], [0, 1])
    assert Cosine(3).name == "cosine" and Cosine(3).noise_bound == Fraction(1)
    with pytest.raises(InputError, match="irrational"):
        Cosine(2).coefficients(Exact())
