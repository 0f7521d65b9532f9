"""The data spectrum Lambda: eigenvalues of the data covariance, from text, a list in a file, or a data matrix."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError, file_name, require_one_of, shown
from numerics.model.catalogue import KINDS, SCALES
from numerics.model.files import read_arrays, read_csv, refuse_unpickling
from numerics.numbers.exact import exact_decimal, exact_number, exact_values

MAX_COORDINATES = 32_768

# An eigenvalue >= -_SLACK * (n + d) * eps * (largest eigenvalue) is a rounded zero; eps is that of the arithmetic which
# made the matrix. Forming the covariance errs by about n eps and the eigensolver by about d eps, both relative to the
# largest eigenvalue; 16 covers their constants.
_SLACK = 16


@dataclass(frozen=True)
class Spectrum:
    """Eigenvalues lambda_i >= 0 of the data covariance: exact values, at least one, each within the range of doubles.

    At most MAX_COORDINATES = 32 768 of them.

    Descending when computed from data, in the given order when listed. Equal ones share every operator:
    eigenvalues[i] = distinct[where[i]], and distinct[k] occurs multiplicities[k] times.
    source: one line saying where they come from.

    >>> spectrum = Spectrum.of("0.3", 4, 4)
    >>> spectrum.distinct, spectrum.multiplicities, spectrum.where
    ((Fraction(3, 10), Fraction(4, 1)), (1, 2), (0, 1, 1))
    """

    eigenvalues: tuple[Fraction, ...]
    source: str = "list"

    def __post_init__(self) -> None:
        _require_few(len(self.eigenvalues), "lam", "eigenvalues")
        values = exact_values(self.eigenvalues, "lam")
        object.__setattr__(self, "eigenvalues", values)
        if not values:
            raise InputError("lam is empty: must hold at least one eigenvalue")
        for i, value in enumerate(values):
            if value.numerator < 0:
                raise InputError(f"lam[{i}] = {shown(value)}: must be >= 0")

    @classmethod
    def of(cls, *values: Fraction | float | str) -> Spectrum:
        """The spectrum of these eigenvalues: numbers, or decimal text that is taken exactly."""
        return cls(tuple(exact_decimal(v, "lam") if isinstance(v, str) else exact_number(v, "lam") for v in values))

    @property
    def distinct(self) -> tuple[Fraction, ...]:
        """Every eigenvalue once, in the order of its first occurrence."""
        return self._grouped[0]

    @property
    def multiplicities(self) -> tuple[int, ...]:
        """How often each distinct eigenvalue occurs."""
        return self._grouped[1]

    @property
    def where(self) -> tuple[int, ...]:
        """For each eigenvalue as listed, its place among the distinct ones."""
        return self._grouped[2]

    @functools.cached_property
    def _grouped(self) -> tuple[tuple[Fraction, ...], tuple[int, ...], tuple[int, ...]]:
        """All three in one pass: to hash a fraction costs more than all else."""
        place: dict[Fraction, int] = {}
        where = tuple([place.setdefault(value, len(place)) for value in self.eigenvalues])
        counts = Counter(where)
        return tuple(place), tuple([counts[k] for k in range(len(place))]), where

    def only(self, places: Sequence[int]) -> Spectrum:
        """The spectrum restricted to some of the distinct eigenvalues, each as often as before. places: each at most once."""
        values, counts = [self.distinct[k] for k in places], [self.multiplicities[k] for k in places]
        where = tuple([k for k, count in enumerate(counts) for _ in range(count)])
        kept = Spectrum(tuple([values[k] for k in where]), self.source)
        kept.__dict__["_grouped"] = tuple(values), tuple(counts), where  # known already
        return kept

    def __len__(self) -> int:
        return len(self.eigenvalues)

    def array(self) -> NDArray[np.float64]:
        """The nearest doubles, shape (d,), read-only."""
        out = np.array([float(value) for value in self.eigenvalues])
        out.flags.writeable = False
        return out


def parse_lam(text: str) -> Spectrum:
    """The spectrum written as `0.3,4`: comma-separated decimal numbers >= 0, taken exactly, order kept.

    Raises InputError naming the entry for NaN, infinities, negatives, empty entries and anything that is no number.

    >>> parse_lam("0.3,4").eigenvalues
    (Fraction(3, 10), Fraction(4, 1))
    """
    if not text.strip():
        raise InputError("lam is empty: must hold at least one eigenvalue")
    cells = text.split(",")
    for i, cell in enumerate(cells):
        if not cell.strip():
            raise InputError(f"lam = '{shown(text)}': entry {i + 1} is empty; must be a decimal number")
    return Spectrum(tuple(exact_decimal(cell, f"lam[{i}]") for i, cell in enumerate(cells)), "list")


def load_spectrum(path: str | Path, *, kind: str = "auto", scale: str = "none") -> Spectrum:
    r"""The spectrum held by, or computed from, a `.npy`, `.npz` or `.csv` file.

    kind: `lam` reads a list of eigenvalues, `data` a matrix of shape (samples, features), `covariance` a symmetric
        matrix of shape (d, d). `auto` takes a 1-D array, or a csv of one column or one row, as a list and any other
        2-D array as data, even a square one: a covariance must be asked for.
    scale: `global-std` divides the data by the standard deviation of all its entries taken together.

    A `.npz` holding several arrays must hold exactly one of the keys `data` and `lam`.
    Data covariance: columns centred, divisor n - 1; from singular values, and with exact zeros, where there are fewer
    samples than features. Rounded negatives no larger than 16 (n + d) eps times the largest eigenvalue become 0.
    Raises InputError for bad files, fewer than 2 samples, more than MAX_COORDINATES eigenvalues or features, NaN or
    infinity, any larger negative.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "lam.csv"
    ...     _ = path.write_text("0.3\n4\n")
    ...     load_spectrum(path).eigenvalues
    (Fraction(3, 10), Fraction(4, 1))
    """
    name = str(path)
    require_one_of("kind", kind, KINDS)
    require_one_of("scale", scale, SCALES)
    refuse_unpickling(name)
    suffix = Path(name).suffix.lower()
    if suffix == ".csv":
        return _from_csv(name, kind, scale)
    if suffix not in (".npy", ".npz"):
        raise InputError(f"{file_name(name)}: must be a .npy, .npz or .csv file")
    key, array = _choose(name, read_arrays(name))
    if key == "lam":
        if kind not in ("auto", "lam"):
            raise InputError(
                f"{file_name(name)}: holds the array 'lam', a list of eigenvalues; kind must not be {kind}"
            )
        kind = "lam"
    if key == "data" and kind == "auto":
        kind = "data"
    if kind == "auto":
        kind = "lam" if array.ndim == 1 else "data"
    wanted = 1 if kind == "lam" else 2
    if array.ndim != wanted:
        what = "(eigenvalues,)" if kind == "lam" else "(d, d)" if kind == "covariance" else "(samples, features)"
        raise InputError(f"{file_name(name)}: has shape {array.shape}; {kind} must have shape {what}")
    if kind == "lam":
        _require_data_for(scale, kind)
        _require_few(array.size, file_name(name), "eigenvalues")
        return _listed(exact_values(array.tolist(), f"{file_name(name)}: lam"), name)
    _require_few(array.shape[1], file_name(name), "features")
    _require_finite(array, name)
    # Integers and half precision carry the error of the double arithmetic that follows, or more.
    eps = float(np.finfo(array.dtype).eps) if array.dtype.kind == "f" else float(np.finfo(np.float64).eps)
    return _from_matrix(array.astype(np.float64), name, kind, scale, eps)


def spectrum_of_data(data: NDArray[Any], *, scale: str = "none", source: str = "data") -> Spectrum:
    """The spectrum of a data matrix of shape (samples, features) already in memory; otherwise as `load_spectrum`.

    >>> spectrum_of_data(np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 2.0], [-1.0, -2.0]])).array().round(3).tolist()
    [3.491, 0.509]
    """
    require_one_of("scale", scale, SCALES)
    array = np.asarray(data)
    if array.ndim != 2 or array.dtype.kind not in "fiu":
        raise InputError(f"{source}: has shape {array.shape} and type {array.dtype}; must be a real 2-D matrix")
    _require_few(array.shape[1], source, "features")
    _require_finite(array, source)
    return _from_matrix(array.astype(np.float64), source, "data", scale, float(np.finfo(np.float64).eps))


def _from_csv(name: str, kind: str, scale: str) -> Spectrum:
    table = read_csv(name)
    height, width = len(table.rows), len(table.rows[0][1])
    if kind == "lam" or (kind == "auto" and 1 in (height, width)):
        _require_data_for(scale, "lam")
        if 1 not in (height, width):
            raise InputError(
                f"{file_name(name)}: has {height} rows and {width} columns; a list of eigenvalues must have one"
            )
        _require_few(height * width, file_name(name), "eigenvalues")
        return _listed(tuple(v for column in range(width) for v in table.exact(column)), name)
    _require_few(width, file_name(name), "features")
    chosen = "data" if kind == "auto" else kind
    return _from_matrix(table.floats(), name, chosen, scale, float(np.finfo(np.float64).eps))


def _choose(name: str, arrays: Mapping[str, NDArray[Any]]) -> tuple[str, NDArray[Any]]:
    if len(arrays) == 1:
        return next(iter(arrays.items()))
    keys = [key for key in ("data", "lam") if key in arrays]
    if len(keys) != 1:
        listed = shown(", ".join(arrays)) or "none"
        raise InputError(
            f"{file_name(name)}: holds the arrays {listed}; must hold one array, or exactly one of data and lam"
        )
    return keys[0], arrays[keys[0]]


def _listed(values: tuple[Fraction, ...], name: str) -> Spectrum:
    try:
        return Spectrum(values, f"{len(values)} eigenvalues listed in {file_name(name)}")
    except InputError as error:
        raise InputError(f"{file_name(name)}: {error}") from None


def _from_matrix(matrix: NDArray[np.float64], name: str, kind: str, scale: str, eps: float) -> Spectrum:
    """matrix: finite, shape (n, d) for data, (d, d) for a covariance. eps: relative rounding of a given covariance."""
    rows, columns = matrix.shape
    if columns == 0:
        raise InputError(f"{file_name(name)}: has shape {matrix.shape}; must have at least one column")
    if kind == "covariance":
        _require_data_for(scale, kind)
        covariance = _symmetric(matrix, name, eps)
        source, terms = f"covariance matrix {columns} x {columns} in {file_name(name)}", columns
    else:
        if rows < 2:
            raise InputError(f"{file_name(name)}: has {rows} samples; must be at least 2")
        centred = _centred(matrix, name, scale)
        source, terms = f"covariance of {rows} samples of {columns} features in {file_name(name)}", rows
        eps = float(np.finfo(np.float64).eps)
        if scale == "global-std":
            source += ", divided by the global standard deviation"
        if rows < columns:
            return Spectrum(_of_few_samples(centred, name), source)
        covariance = _covariance(centred, name)
    try:
        eigenvalues = np.linalg.eigvalsh(covariance)[::-1]
    except np.linalg.LinAlgError:
        raise InputError(f"{file_name(name)}: the eigenvalues of its covariance could not be computed") from None
    bound = _SLACK * (terms + columns) * eps * abs(float(eigenvalues[0]))
    least = float(eigenvalues[-1])
    if not np.isfinite(eigenvalues).all() or least < -bound:
        raise InputError(
            f"{file_name(name)}: covariance has the eigenvalue {least!r}; must be >= 0 up to rounding ({bound:.1e})"
        )
    return Spectrum(tuple(Fraction(max(float(v), 0.0)) for v in eigenvalues), source)


def _centred(data: NDArray[np.float64], name: str, scale: str) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):  # overflow is caught below
        if scale == "global-std":
            deviation = float(np.std(data))
            if data.min() == data.max() or deviation == 0:  # the deviation of equal entries may round to more than 0
                raise InputError(
                    f"{file_name(name)}: all entries are equal; scale = global-std needs a positive deviation"
                )
            if not np.isfinite(deviation):
                raise InputError(
                    f"{file_name(name)}: its entries are too large; their deviation must stay within 1.8e308"
                )
            data = data / deviation
        centred: NDArray[np.float64] = data - data.mean(axis=0)
    return centred


def _covariance(centred: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        covariance: NDArray[np.float64] = centred.T @ centred / (len(centred) - 1)
    if not np.isfinite(covariance).all():
        raise _too_large(name)
    return covariance


def _of_few_samples(centred: NDArray[np.float64], name: str) -> tuple[Fraction, ...]:
    """Eigenvalues for n samples of d > n features: at most n - 1 are not 0, since the centred rows sum to 0."""
    if not np.isfinite(centred).all():
        raise _too_large(name)
    samples, features = centred.shape
    try:
        singular = np.linalg.svd(centred, compute_uv=False)[: samples - 1]
    except np.linalg.LinAlgError:
        raise InputError(f"{file_name(name)}: its singular values could not be computed") from None
    with np.errstate(all="ignore"):
        eigenvalues: list[float] = (singular**2 / (samples - 1)).tolist()
    if not np.isfinite(eigenvalues).all():
        raise _too_large(name)
    zeros = [0.0] * (features - len(eigenvalues))
    return tuple(map(Fraction, eigenvalues + zeros))


def _too_large(name: str) -> InputError:
    return InputError(f"{file_name(name)}: its entries are too large; their covariance must stay within 1.8e308")


def _require_few(count: int, name: str, what: str) -> None:
    if count > MAX_COORDINATES:
        raise InputError(f"{name}: has {count} {what}; must not exceed {MAX_COORDINATES}")


def _symmetric(matrix: NDArray[np.float64], name: str, eps: float) -> NDArray[np.float64]:
    rows, columns = matrix.shape
    if rows != columns:
        raise InputError(f"{file_name(name)}: has shape {matrix.shape}; a covariance must be square")
    half = matrix / 2  # halves first: a sum of two large entries could overflow
    skew = np.abs(half - half.T)
    if skew.max() > _SLACK * eps * np.abs(half).max():
        i, j = (int(k) for k in np.unravel_index(int(skew.argmax()), skew.shape))
        raise InputError(f"{file_name(name)}: entry [{i}, {j}] differs from [{j}, {i}]; a covariance must be symmetric")
    return half + half.T


def _require_finite(array: NDArray[Any], name: str) -> None:
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        i, j = (int(k) for k in bad[0])
        raise InputError(f"{file_name(name)}: entry [{i}, {j}] = {float(array[i, j])}; must be finite")


def _require_data_for(scale: str, kind: str) -> None:
    if scale != "none":
        raise InputError(f"scale = {scale}: needs a data matrix; must be none for {kind}")
