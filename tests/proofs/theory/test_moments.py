"""Expectations over standard normal numbers, where they are known."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.theory.moments import mean, normal, other_normal, state
from proofs.theory.symbols import norm


@pytest.mark.parametrize(("power", "moment"), [(0, 1), (1, 0), (2, 1), (3, 0), (4, 3)])
def test_the_moments_of_a_standard_normal_number(power: int, moment: int) -> None:
    assert mean(normal**power, normal).doit() == moment


def test_two_numbers_are_independent_and_one_is_not_of_itself() -> None:
    assert mean(normal * other_normal, normal, other_normal).doit() == 0
    assert mean(normal**2 * other_normal**2, normal, other_normal).doit() == 1
    assert mean(normal**2 * normal**2, normal).doit() == 3


def test_a_state_has_the_variance_that_it_is_given() -> None:
    assert mean(state(norm), normal).doit() == 0
    assert sp.simplify(mean(state(norm) ** 2, normal).doit() - norm) == 0
    assert mean(state(sp.S.Zero) ** 2, normal).doit() == 0
