"""Error messages: one line that quotes the value, whatever it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.checks.check import Violation
from numerics.errors import (
    InputError,
    NotDecided,
    decimal,
    file_name,
    require_bool,
    require_integer,
    require_one_of,
    rounded,
    shown,
    typed,
)
from tests.numerics.refusals import refused

F = Fraction
anything = st.recursive(
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.fractions()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(anything)
def test_every_value_is_quoted_on_one_short_line(value: Any) -> None:
    assert len(shown(value).splitlines()) <= 1 and len(shown(value)) <= 60
    assert len(typed(value).splitlines()) <= 1 and len(typed(value)) <= 80


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("x", "x"),
        ("a\nb", "a\\nb"),
        (F(1, 10), "0.1"),
        (F(3), "3"),
        (True, "true"),
        ([F(1, 2), False], "[0.5, false]"),
        ({"a": [1]}, "{'a': [1]}"),
        ("ab" * 100, f"{'ab' * 13}a...{'ab' * 15}"),
    ],
)
def test_how_values_are_quoted(value: Any, words: str) -> None:
    assert shown(value) == words


def test_what_is_too_large_to_be_written_is_named_by_its_type() -> None:
    assert shown(10**5000) == "<int>"
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "<list>"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1000", "'1000', a string"),
        (True, "true, a truth value"),
        ([1], "[1], a list"),
        ({}, "{}, an object"),
        (3, "3"),
        (None, "None"),
    ],
)
def test_what_is_no_number_is_followed_by_its_type(value: Any, words: str) -> None:
    assert typed(value) == words


def test_numbers_for_messages() -> None:
    assert [decimal(x) for x in (F(3), F(1, 3), F(10**400, 3))] == ["3", repr(1 / 3), "a number beyond 1e308"]
    assert [rounded(x) for x in (F(3), F(1, 3), F(10) ** 400, F(10**8))] == ["3", "0.333333", "1e+400", "1e+08"]


def test_file_names_are_kept_whole() -> None:
    name = f"{'folder/' * 30}data.npy"
    assert file_name(name) == name and "..." in shown(name)
    assert "\n" not in file_name("a\nb.npy") and len(file_name("x" * 1000)) == 300


def test_requirements() -> None:
    require_bool("key", False)
    require_integer("key", 3, 1, 3)
    require_one_of("key", "a", ("a", "b"))
    refused(lambda: require_bool("key", 0), "key = 0: must be true or false")
    for value in (0, 4, True, 2.0, "2", None):
        refused(lambda value=value: require_integer("key", value, 1, 3), "key = ", "must be an integer from 1 to 3")
    refused(lambda: require_one_of("key", "c", ("a", "b")), "key = c: must be one of a, b")
    refused(lambda: require_one_of("key", ["a"], ("a", "b")), "key = ['a'], a list: must be one of a, b")


def test_what_stays_open_is_neither_bad_input_nor_a_violation() -> None:
    assert issubclass(InputError, ValueError)
    assert not issubclass(NotDecided, (InputError, Violation)) and not issubclass(Violation, NotDecided)
