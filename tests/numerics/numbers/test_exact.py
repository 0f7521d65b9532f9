"""Numbers taken exactly: what is read, and what is refused in one line."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.numbers.exact import exact_decimal, exact_number, exact_values
from tests.numerics.refusals import refused

F = Fraction


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=12))
def test_decimal_text_is_taken_exactly(value: Decimal) -> None:
    assert exact_decimal(str(value), "x") == F(value)
    assert exact_decimal(f" {value} ", "x") == F(value)
    assert exact_decimal(str(value + Decimal("1e-12")), "x") != F(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.00085", F(85, 100_000)),
        ("1e-4", F(1, 10_000)),
        ("+.5", F(1, 2)),
        ("2.", F(2)),
        ("-1E2", F(-100)),
        ("0", F(0)),
    ],
)
def test_forms_of_decimal_text(text: str, value: Fraction) -> None:
    assert exact_decimal(text, "x") == value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nan", ("x = nan", "finite")),
        ("-Infinity", ("x = -Infinity", "finite")),
        ("", ("x = ''", "decimal")),
        ("1/3", ("x = '1/3'", "decimal")),
        ("1_0", ("decimal",)),
        ("0x10", ("decimal",)),
        ("1 2", ("decimal",)),
        ("\u0663", ("decimal",)),
        ("1e309", ("1.8e308",)),
        ("1e401", ("exponent", "-400 .. 400")),
        ("1e999999999", ("exponent",)),
        ("9" * 5000, ("too large",)),
        (f"0.{'0' * 5000}1", ("too small",)),
        (f"0.5{'0' * 500}", ("at most 400 characters",)),
    ],
)
def test_refused_text(text: str, parts: tuple[str, ...]) -> None:
    refused(lambda: exact_decimal(text, "x"), *parts)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_count_as_the_rationals_they_are(value: float) -> None:
    assert exact_number(value, "x") == exact_number(np.float64(value), "x") == F(value)


def test_other_numbers() -> None:
    assert exact_number(7, "x") == exact_number(np.int8(7), "x") == exact_number(F(7), "x") == 7
    assert exact_number(np.float32(0.1), "x") == F(float(np.float32(0.1))) != F(0.1)
    assert exact_values([1, 0.5, F(1, 3)], "x") == (F(1), F(1, 2), F(1, 3)) and exact_values([], "x") == ()


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (math.nan, ("x = nan", "finite")),
        (math.inf, ("x = inf", "finite")),
        (True, ("x = true", "real number")),
        (np.bool_(True), ("x = true", "real number")),
        ("1", ("x = '1'", "a string")),
        (1j, ("real number",)),
        (None, ("real number",)),
        ([1], ("a list",)),
        (Decimal(1), ("real number",)),
        (F(10**309), ("1.8e308",)),
        (10**400, ("1.8e308",)),
    ],
)
def test_refused_numbers(value: Any, parts: tuple[str, ...]) -> None:
    refused(lambda: exact_number(value, "x"), *parts)
    refused(lambda: exact_values([0, value], "x"), "x[1] = ")
