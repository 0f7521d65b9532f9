"""Schedules given by their numbers: taken exactly, checked exactly, from memory or from a file."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.model.schedules.catalogue import parse_schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated, read_schedule
from numerics.numbers.reals import Exact
from tests.numerics.model.schedules.schedule_models import assert_valid
from tests.numerics.refusals import refused


@given(
    st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
)
def test_table_round_trip(noise: list[float], signal: list[float]) -> None:
    sigma = [0.0, *sorted(noise)]
    alpha = [1.0, *sorted(signal, reverse=True)][: len(sigma)]
    table = Tabulated(tuple(map(Fraction, alpha)), tuple(map(Fraction, sigma)))
    got = assert_valid(table)
    assert got[0].tolist() == alpha and got[1].tolist() == sigma


def test_variance_preserving_answers_are_exact() -> None:
    exact = Tabulated((Fraction(1), Fraction(3, 5)), (Fraction(0), Fraction(4, 5)))
    assert exact.is_variance_preserving()
    rounded = Tabulated((Fraction(1), Fraction(0.6)), (Fraction(0), Fraction(0.8)))
    assert not rounded.is_variance_preserving()


def test_tables_from_files(tmp_path: Path) -> None:
    alpha, sigma = Cosine(6).arrays()
    np.savez(tmp_path / "s.npz", sigma=sigma, alpha=alpha)
    table = parse_schedule(str(tmp_path / "s.npz"), 6)
    assert table.steps == 6 and table.arrays()[0].tolist() == alpha.tolist()
    np.savetxt(tmp_path / "s.csv", np.c_[np.arange(7), sigma, alpha], delimiter=",", header="t,sigma,alpha")
    table = parse_schedule(str(tmp_path / "s.csv"), 6)
    np.testing.assert_allclose(table.arrays()[1], sigma, rtol=1e-15)
    (tmp_path / "e.csv").write_text("\ufeffalpha, sigma\r\n1,0\r\n\r\n0.6,0.8\r\n")
    assert parse_schedule(str(tmp_path / "e.csv"), 1).is_variance_preserving()
    np.savez(tmp_path / "i.npz", alpha=np.array([1, 1], dtype=np.int8), sigma=np.array([0, 0.1], dtype=np.float16))
    assert parse_schedule(str(tmp_path / "i.npz"), 1).arrays()[1][1] == float(np.float16(0.1))
    refused(lambda: parse_schedule(str(tmp_path / "s.npz"), 5), "steps = 5", "6 steps")
    refused(lambda: parse_schedule(str(tmp_path / "s.npz"), 0), "steps = 0")


@pytest.mark.parametrize(
    ("alpha", "sigma", "parts"),
    [
        ([1], [0], ("alpha has 1",)),
        ([], [], ("alpha has 0",)),
        ([1, 0.5], [0, 0.1, 0.2], ("alpha has 2", "3")),
        ([0.9, 0.5], [0, 0.1], ("alpha[0] = 0.9",)),
        ([1, 0.5], [0.1, 0.2], ("sigma[0] = 0.1",)),
        ([1, 0.5, 0.6], [0, 0.1, 0.2], ("alpha[2] = 0.6", "alpha[1] = 0.5")),
        ([1, -0.5], [0, 0.1], ("alpha[1] = -0.5",)),
        ([1, 0.5], [0, 0], ("sigma[1] = 0",)),
        ([1, 0.5, 0.4], [0, 0.3, 0.2], ("sigma[2] = 0.2", "sigma[1] = 0.3")),
        ([1, math.nan], [0, 1], ("alpha[1] = nan",)),
        ([1, 0], [0, math.inf], ("sigma[1] = inf",)),
        ([1, True], [0, 1], ("alpha[1]",)),
        ([1, "0.5"], [0, 1], ("alpha[1]",)),
    ],
)
def test_refused_tables(alpha: list[Any], sigma: list[Any], parts: tuple[str, ...]) -> None:
    refused(lambda: Tabulated(tuple(alpha), tuple(sigma)), *parts)


def test_repeated_alpha_and_zero_alpha_are_fine() -> None:
    assert_valid(Tabulated(tuple(map(Fraction, (1, 1, 0, 0))), tuple(map(Fraction, (0, 1, 1, 2)))))


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("alpha,sigma\n1,0\n0.5,x\n", ("line 3", "x")),
        ("alpha,sigma\n1,0\n0.5\n", ("line 3", "1 cells")),
        ("alpha,sigma\n", ("no row",)),
        ("", ("no row",)),
        ("1,0\n0.5,0.5\n", ("alpha and sigma",)),
        ("a,b\n1,0\n0.5,0.5\n", ("a, b",)),
        ("alpha,sigma\n1,0\n0.5,nan\n", ("line 3", "finite")),
        ("alpha,sigma\n1,0\n0.5,1e99999\n", ("line 3", "exponent")),
    ],
)
def test_malformed_csv(tmp_path: Path, content: str, parts: tuple[str, ...]) -> None:
    path = tmp_path / "s.csv"
    path.write_text(content)
    refused(lambda: parse_schedule(str(path), 1), "s.csv", *parts)


def test_malformed_npz(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    for content in (b"", b"junk", b"PK\x03\x04broken", b"\x80\x04pickle"):
        path.write_bytes(content)
        refused(lambda: parse_schedule(str(path), 1), "s.npz")
    np.savez(path, alpha=np.array([1, None], dtype=object), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "pickled")
    np.savez(path, alpha=np.array([1, 0.5]))
    refused(lambda: parse_schedule(str(path), 1), "alpha and sigma")
    np.savez(path, alpha=np.ones((2, 2)), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "2 axes")
    np.savez(path, alpha=np.array([1, 1j]), sigma=np.array([0, 1]))
    refused(lambda: parse_schedule(str(path), 1), "complex128")


def test_the_label_is_no_part_of_the_value(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("alpha,sigma\n1,0\n0.6,0.8\n")
    table = Tabulated((Fraction(1), Fraction("0.6")), (Fraction(0), Fraction("0.8")))
    assert read_schedule(str(path), 1) == table and hash(read_schedule(str(path), 1)) == hash(table)
    assert (read_schedule(str(path), 1).name, table.name) == (str(path), "tabulated")
    assert table.coefficients(Exact()) == ([1, Fraction(3, 5)], [0, Fraction(4, 5)])
    refused(lambda: read_schedule(str(path), 2), "steps = 2: must equal the 1 steps of", "s.csv")
