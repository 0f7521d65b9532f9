"""Spectra: exact text, files that are not trusted, covariances against a naive version."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from numerics.model.spectrum import MAX_COORDINATES, Spectrum, load_spectrum, parse_lam, spectrum_of_data
from tests.numerics.refusals import refused
from tests.strategies import eigenvalues


def naive_variances(data: NDArray[np.float64]) -> list[float]:
    """Squared singular values of the centred data, padded to the number of features."""
    centred = data - data.mean(axis=0)
    values = np.linalg.svd(centred, compute_uv=False) ** 2 / (len(data) - 1)
    return sorted([*values, *[0.0] * (data.shape[1] - len(values))], reverse=True)


def test_parse_is_exact() -> None:
    assert parse_lam("0.3,4").eigenvalues == (Fraction(3, 10), Fraction(4))
    assert parse_lam(" 1e-4 , +.5,2., 1E2,0,-0").eigenvalues == (
        Fraction(1, 10_000),
        Fraction(1, 2),
        Fraction(2),
        Fraction(100),
        Fraction(0),
        Fraction(0),
    )
    assert parse_lam("1.0503000000000000000001").eigenvalues[0] != Fraction(1.0503)


@given(st.lists(st.decimals(0, 10**6, places=6), min_size=1, max_size=6))
def test_parse_keeps_order_and_value(values: list[Any]) -> None:
    spectrum = parse_lam(",".join(str(v) for v in values))
    assert spectrum.eigenvalues == tuple(Fraction(v) for v in values)
    assert len(spectrum) == len(values)
    assert spectrum.array().tolist() == [float(Fraction(v)) for v in values]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("empty",)),
        ("  ", ("empty",)),
        ("1,,2", ("entry 2",)),
        ("1,", ("entry 2",)),
        ("nan", ("lam[0] = nan", "finite")),
        ("1,-inf", ("lam[1] = -inf", "finite")),
        ("1,Infinity", ("lam[1]", "finite")),
        ("-1", ("lam[0] = -1", ">= 0")),
        ("-1e-300", ("lam[0] = -1e-300",)),
        ("abc", ("lam[0] = 'abc'", "decimal")),
        ("1/3", ("1/3",)),
        ("1_0", ("1_0",)),
        ("0x10", ("0x10",)),
        ("1 2", ("1 2",)),
        ("1\n2", ("decimal",)),
        ("\u0663", ("decimal",)),
        ("1e309", ("lam[0]", "1.8e308")),
        ("1e999999999", ("lam[0]",)),
        ("1e99999", ("lam[0]", "exponent")),
        ("9" * 10_000, ("lam[0]",)),
        ("__import__('os')", ("lam[0]",)),
    ],
)
def test_refused_text(text: str, parts: tuple[str, ...]) -> None:
    refused(lambda: parse_lam(text), *parts)


def test_spectrum_is_checked_frozen_and_read_only() -> None:
    refused(lambda: Spectrum(()), "empty")
    refused(lambda: Spectrum((Fraction(-1, 2),)), "lam[0] = -0.5")
    refused(lambda: Spectrum((float("nan"),)), "lam[0] = nan")
    spectrum = Spectrum((Fraction(1),))
    assert pickle.loads(pickle.dumps(spectrum)) == spectrum
    with pytest.raises(ValueError, match="read-only"):
        spectrum.array()[0] = 2


@given(st.lists(eigenvalues(), min_size=1, max_size=9), st.data())
def test_distinct_eigenvalues_and_their_multiplicities(values: list[Fraction], data: st.DataObject) -> None:
    spectrum = Spectrum(tuple(values))
    assert spectrum.distinct == tuple(dict.fromkeys(values))
    assert spectrum.multiplicities == tuple(map(values.count, spectrum.distinct))
    assert [spectrum.distinct[k] for k in spectrum.where] == values
    places = data.draw(st.lists(st.sampled_from(range(len(spectrum.distinct))), min_size=1, unique=True))
    part = spectrum.only(places)
    assert part.distinct == tuple(spectrum.distinct[k] for k in places)
    assert part.multiplicities == tuple(spectrum.multiplicities[k] for k in places)
    assert sorted(part.eigenvalues) == sorted(v for v in values if v in part.distinct)
    assert pickle.loads(pickle.dumps(spectrum)) == spectrum == Spectrum(tuple(values))
    assert hash(spectrum) == hash(Spectrum(tuple(values))) and spectrum != Spectrum((*values, Fraction(1)))


def test_a_spectrum_of_numbers_and_text() -> None:
    assert Spectrum.of("0.3", 4, 0.5, Fraction(1, 3)).eigenvalues == (
        Fraction(3, 10),
        Fraction(4),
        Fraction(1, 2),
        Fraction(1, 3),
    )
    assert Spectrum.of("0.3") != Spectrum.of(0.3)  # text is taken exactly, and so is the double
    refused(Spectrum.of, "empty")
    refused(lambda: Spectrum.of("1/3"), "lam = '1/3'", "decimal")
    refused(lambda: Spectrum.of(math.nan), "lam = nan", "finite")
    refused(lambda: Spectrum.of(4, -1), "lam[1] = -1", ">= 0")


def test_lists_from_files(tmp_path: Path) -> None:
    values = [0.3, 4.0, 0.0, 5e-324]
    np.save(tmp_path / "l.npy", np.array(values))
    assert load_spectrum(tmp_path / "l.npy").eigenvalues == tuple(map(Fraction, values))
    np.save(tmp_path / "s.npy", np.array([0.1], dtype=np.float32))
    assert load_spectrum(tmp_path / "s.npy").eigenvalues == (Fraction(float(np.float32(0.1))),)
    np.savez(tmp_path / "l.npz", lam=np.array([2, 1]), other=np.ones((3, 3)))
    assert load_spectrum(str(tmp_path / "l.npz")).array().tolist() == [2, 1]
    for text in ("lam\n0.3\n4\n", "0.3\n4", "0.3,4\n", "a,b\n0.3,4"):
        (tmp_path / "l.csv").write_text(text)
        spectrum = load_spectrum(tmp_path / "l.csv")
        assert spectrum.eigenvalues == (Fraction(3, 10), Fraction(4))
        assert "2 eigenvalues" in spectrum.source and "l.csv" in spectrum.source


@given(st.integers(2, 12), st.integers(1, 8), st.integers(0, 2**32 - 1), st.sampled_from([1e-8, 1.0, 1e8]))
@settings(max_examples=80, deadline=None)
def test_covariance_agrees_with_singular_values(n: int, d: int, seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    data = size * (rng.normal(size=(n, d)) * rng.uniform(0.1, 3, d) + rng.normal(size=d))
    spectrum = spectrum_of_data(data)
    expected = naive_variances(data)
    got = spectrum.array()
    assert len(spectrum) == d and (np.diff(got) <= 0).all() and (got >= 0).all()
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12 * expected[0])
    scaled = spectrum_of_data(data, scale="global-std").array()
    np.testing.assert_allclose(scaled, got / data.std() ** 2, rtol=1e-7, atol=1e-9)


def test_data_files(tmp_path: Path) -> None:
    data = np.random.default_rng(1).normal(size=(6, 6))
    np.save(tmp_path / "d.npy", data)
    np.savez(tmp_path / "d.npz", data=data, labels=np.arange(6))
    np.savetxt(tmp_path / "d.csv", data, delimiter=",", fmt="%.17g", header="a,b,c,d,e,f")
    expected = naive_variances(data)
    for name in ("d.npy", "d.npz", "d.csv"):
        spectrum = load_spectrum(tmp_path / name)  # square, and still a data matrix
        np.testing.assert_allclose(spectrum.array(), expected, atol=1e-12)
        assert "6 samples" in spectrum.source
    assert "global standard deviation" in load_spectrum(tmp_path / "d.npy", scale="global-std").source
    np.save(tmp_path / "one.npy", data[:, :1])
    assert load_spectrum(tmp_path / "one.npy").array()[0] == pytest.approx(data[:, 0].var(ddof=1))
    np.save(tmp_path / "flat.npy", np.full((5, 3), 0.1))
    assert load_spectrum(tmp_path / "flat.npy").array().max() < 1e-30


def test_digits() -> None:
    digits = pytest.importorskip("sklearn.datasets").load_digits().data
    spectrum = spectrum_of_data(digits, scale="global-std")
    values = spectrum.array()
    assert len(values) == 64 and values[-1] >= 0
    np.testing.assert_allclose(values.sum(), digits.var(axis=0, ddof=1).sum() / digits.var(), rtol=1e-12)


def test_fewer_samples_than_features_gives_zeros_not_negatives() -> None:
    data = np.random.default_rng(2).normal(size=(3, 200))
    values = spectrum_of_data(data).array()
    assert (values >= 0).all() and (values[2:] < 1e-10 * values[0]).all()


def test_wide_data_agree_with_their_covariance() -> None:
    rng = np.random.default_rng(5)
    for shape in ((2, 3), (4, 30), (9, 10)):
        data = rng.normal(size=shape) + 5
        values = spectrum_of_data(data, scale="global-std").array()
        naive = np.linalg.eigvalsh(np.cov(data / data.std(), rowvar=False))[::-1]
        np.testing.assert_allclose(values, naive, atol=1e-13 * naive[0])
        assert (values[: shape[0] - 1] > 0).all() and (values[shape[0] - 1 :] == 0).all()
    for wide in ([[1e300, 2, 3], [-1e300, 1, 2]], [[1.7e308, 2, 3], [-1.7e308, 1, 2]]):
        refused(lambda wide=wide: spectrum_of_data(np.array(wide)), "too large")
    assert spectrum_of_data(np.ones((2, 5))).array().tolist() == [0] * 5


def test_many_coordinates(tmp_path: Path) -> None:
    """Three samples of 20 000 features are fast; more coordinates than can be worked with are refused at once."""
    data = np.random.default_rng(6).normal(size=(3, 20_000))
    assert len(spectrum_of_data(data)) == 20_000
    most = MAX_COORDINATES
    refused(lambda: spectrum_of_data(np.ones((2, most + 1))), f"has {most + 1} features", str(most))
    refused(lambda: Spectrum((Fraction(1),) * (most + 1)), f"lam: has {most + 1} eigenvalues")
    assert len(Spectrum((Fraction(1),) * most)) == most
    np.save(tmp_path / "l.npy", np.ones(10**6))
    refused(lambda: load_spectrum(tmp_path / "l.npy"), "l.npy: has 1000000 eigenvalues")
    np.save(tmp_path / "m.npy", np.ones((2, most + 1)))
    refused(lambda: load_spectrum(tmp_path / "m.npy"), "m.npy: has 32769 features")
    (tmp_path / "l.csv").write_text("1\n" * (most + 1))
    refused(lambda: load_spectrum(tmp_path / "l.csv"), "l.csv: has 32769 eigenvalues")
    (tmp_path / "m.csv").write_text(f"{','.join('1' * (most + 1))}\n" * 2)
    refused(lambda: load_spectrum(tmp_path / "m.csv"), "m.csv: has 32769 features")


def test_covariance_files(tmp_path: Path) -> None:
    basis = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    path = tmp_path / "c.npy"
    np.save(path, basis @ np.diag([4, 0.3, 0]) @ basis.T)
    np.testing.assert_allclose(load_spectrum(path, kind="covariance").array(), [4, 0.3, 0], atol=1e-14)
    np.save(path, (basis @ np.diag([4, 0.3, 0]) @ basis.T).astype(np.float32))
    np.testing.assert_allclose(load_spectrum(path, kind="covariance").array(), [4, 0.3, 0], atol=1e-6)
    np.save(path, basis @ np.diag([4, 0.3, -1e-6]) @ basis.T)
    refused(lambda: load_spectrum(path, kind="covariance"), "eigenvalue", ">= 0")
    np.save(path, np.array([[1.0, 0.5], [0.4, 1.0]]))
    refused(lambda: load_spectrum(path, kind="covariance"), "symmetric", "[0, 1]")
    np.save(path, np.ones((2, 3)))
    refused(lambda: load_spectrum(path, kind="covariance"), "square")
    np.save(path, np.eye(2))
    refused(lambda: load_spectrum(path, kind="covariance", scale="global-std"), "global-std")


@pytest.mark.parametrize(
    ("array", "parts"),
    [
        (np.ones((1, 4)), ("1 samples", "at least 2")),
        (np.ones((0, 4)), ("0 samples",)),
        (np.ones((4, 0)), ("column",)),
        (np.array([]), ("empty",)),
        (np.array(3.0), ("shape ()",)),
        (np.ones((2, 3, 4)), ("shape (2, 3, 4)",)),
        (np.array([1.0, math.nan]), ("lam[1] = nan", "finite")),
        (np.array([1.0, -2.0]), ("lam[1] = -2",)),
        (np.array([1.0, math.inf]), ("lam[1] = inf",)),
        (np.array([[1.0, 2.0], [math.nan, 1.0]]), ("[1, 0] = nan",)),
        (np.array([[1e300, 2.0], [-1e300, 1.0]]), ("too large",)),
        (np.array([True, False]), ("bool",)),
        (np.array(["1", "2"]), ("<U1",)),
        (np.array([1 + 2j]), ("complex128",)),
        (np.array([1, None], dtype=object), ("pickled",)),
    ],
)
def test_refused_arrays(tmp_path: Path, array: NDArray[Any], parts: tuple[str, ...]) -> None:
    np.save(tmp_path / "a.npy", array, allow_pickle=True)
    refused(lambda: load_spectrum(tmp_path / "a.npy"), "a.npy", *parts)


def test_refused_scaling(tmp_path: Path) -> None:
    refused(lambda: spectrum_of_data(np.full((3, 3), 0.1), scale="global-std"), "equal")
    refused(lambda: spectrum_of_data(np.array([[1e300, 2.0], [-1e300, 1.0]]), scale="global-std"), "too large")
    refused(lambda: spectrum_of_data(np.ones(3)), "2-D")
    refused(lambda: spectrum_of_data(np.eye(3), scale="unit"), "scale = unit")
    np.save(tmp_path / "l.npy", np.ones(3))
    refused(lambda: load_spectrum(tmp_path / "l.npy", scale="global-std"), "global-std")
    refused(lambda: load_spectrum(tmp_path / "l.npy", kind="rows"), "kind = rows")
    refused(lambda: load_spectrum(tmp_path / "l.npy", kind="data"), "(samples, features)")


def test_refused_files(tmp_path: Path) -> None:
    refused(lambda: load_spectrum(tmp_path / "absent.npy"), "absent.npy", "no such file")
    refused(lambda: load_spectrum(tmp_path / "absent.csv"), "absent.csv", "no such file")
    refused(lambda: load_spectrum(tmp_path / "a.txt"), "a.txt", ".npy, .npz or .csv")
    (tmp_path / "folder.npy").mkdir()
    refused(lambda: load_spectrum(tmp_path / "folder.npy"), "folder.npy")
    for content in (b"", b"\x93NUMPY", b"junk", pickle.dumps([1.0])):
        (tmp_path / "bad.npy").write_bytes(content)
        refused(lambda: load_spectrum(tmp_path / "bad.npy"), "bad.npy")
    np.savez(tmp_path / "two.npz", a=np.ones(2), b=np.ones(2))
    refused(lambda: load_spectrum(tmp_path / "two.npz"), "a, b", "data and lam")
    np.savez(tmp_path / "both.npz", data=np.eye(2), lam=np.ones(2))
    refused(lambda: load_spectrum(tmp_path / "both.npz"), "data, lam")
    np.savez(tmp_path / "none.npz")
    refused(lambda: load_spectrum(tmp_path / "none.npz"), "none")
    np.savez(tmp_path / "square.npz", lam=np.eye(2))
    refused(lambda: load_spectrum(tmp_path / "square.npz"), "shape (2, 2)")
    np.savez(tmp_path / "single.npz", anything=np.ones(2))
    assert load_spectrum(tmp_path / "single.npz").array().tolist() == [1, 1]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ("no row",)),
        ("a,b\n", ("no row",)),
        ("1,2\n3\n", ("line 2",)),
        ("1,2\n\n3,x\n", ("line 3, column 2", "x")),
        ("1,2\n3,nan\n", ("line 2, column 2", "finite")),
        ("1,2\n3,1_0\n", ("line 2",)),
        ("1\n-2\n", ("lam[1] = -2",)),
        ("1\nx\n", ("line 2",)),
    ],
)
def test_malformed_csv(tmp_path: Path, content: str, parts: tuple[str, ...]) -> None:
    (tmp_path / "m.csv").write_text(content)
    refused(lambda: load_spectrum(tmp_path / "m.csv"), "m.csv", *parts)


def test_csv_kinds(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("1,2\n3,5\n")
    refused(lambda: load_spectrum(tmp_path / "m.csv", kind="lam"), "2 rows and 2 columns")
    (tmp_path / "r.csv").write_text("1,2\n")
    refused(lambda: load_spectrum(tmp_path / "r.csv", kind="data"), "1 samples")
    (tmp_path / "c.csv").write_text("1\n3\n")
    assert load_spectrum(tmp_path / "c.csv", kind="data").array().tolist() == [2]
    (tmp_path / "s.csv").write_text("2,1\n1,2\n")
    np.testing.assert_allclose(load_spectrum(tmp_path / "s.csv", kind="covariance").array(), [3, 1])


def test_a_rounded_zero_becomes_zero_and_its_bound_is_sharp(tmp_path: Path) -> None:
    path = tmp_path / "c.npy"
    bound = 16 * (2 + 2) * float(np.finfo(np.float64).eps)
    np.save(path, np.diag([1.0, -0.9 * bound]))
    assert load_spectrum(path, kind="covariance").array().tolist() == [1, 0]
    np.save(path, np.diag([1.0, -1.1 * bound]))
    refused(lambda: load_spectrum(path, kind="covariance"), "eigenvalue")
