"""Algorithm A1 in doubles for EVERY interval and many coordinates, each on its own: the full table (claims T4.1, A1).

The recurrence of `interval_dp`, O(T^3) operations per coordinate. Two kernels give the same bits: a small C library that
is compiled when the package is installed and a C compiler is found (`interval_table.c`), and NumPy. Neither fuses a
multiplication and an addition, and both try the candidates in the same order.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError
from numerics.model.operators import FloatOperators
from numerics.numbers.reals import Floats
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import FloatKept, plan_from_cuts

if TYPE_CHECKING:
    from ctypes import CDLL


Cuts = NDArray[np.int16]
Kernel = Literal["auto", "compiled", "numpy"]

MAX_STEPS: Final = 32_767  # a cut is stored in 16 bits
_VERSION: Final = 1
_BLOCK: Final = 32  # end times handled together by the NumPy kernel
_CACHED: Final = 65_536  # doubles of one array of the NumPy kernel that stay in the cache


@dataclass(frozen=True)
class IntervalTable:
    """F(i, j) of every interval (i, j], 0 <= i < j <= T, for each coordinate on its own.

    Packed: the interval (i, j] is column j (j-1)/2 + i. scaled: (F(i,j) - tau_{i,j}) / keep_j, shape (d, T (T+1)/2); it
    tells plans apart where keep_j underflows. cut: the m chosen, or j for a single step, same shape. keep: shape (T+1, d).

    >>> from numerics import Cosine, Problem, Spectrum
    >>> from numerics.model.operators import float_operators
    >>> table = interval_table(float_operators(Problem(Cosine(4), Spectrum.of("0.3"), None)))
    >>> table.steps, table.dim, str(table.plan(1, 4))
    (4, 1, '[4,3,2]')
    """

    scaled: Floats
    cut: Cuts
    keep: Floats

    @property
    def steps(self) -> int:
        return int(self.keep.shape[0]) - 1

    @property
    def dim(self) -> int:
        return int(self.keep.shape[1])

    @property
    def nbytes(self) -> int:
        """Bytes of the table: ten per interval and coordinate, and the factors keep."""
        return self.scaled.nbytes + self.cut.nbytes + self.keep.nbytes

    def kept(self, end: int) -> FloatKept:
        """What `interval_dp_floats(ops, shared=False, end=end)` returns, bit by bit."""
        columns = self._columns(end)
        error = self.scaled[:, columns].T * self.keep[end]
        return FloatKept(end, error, self.cut[:, columns].T.astype(np.intp))

    def plan(self, start: int, end: int, column: int = 0) -> Plan:
        """Plan of F(start, end) for one coordinate."""
        columns = self._columns(end)
        if not 0 <= start < end:
            raise InputError(f"interval ({start}, {end}]: must satisfy 0 <= start < end")
        return plan_from_cuts([int(m) for m in self.cut[column, columns]], start, end)

    def _columns(self, end: int) -> slice:
        if not 1 <= end <= self.steps:
            raise InputError(f"end = {end}: must lie in 1 … {self.steps}")
        return slice(end * (end - 1) // 2, end * (end + 1) // 2)


def interval_table(ops: FloatOperators, kernel: Kernel = "auto") -> IntervalTable:
    """The full table of A1, one plan per interval and coordinate. O(T^3 d) time; O(T^2) memory besides the result.

    kernel: auto takes the compiled one where it is installed. InputError if it is asked for and absent.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Problem, Spectrum, float_operators
    >>> str(interval_table(float_operators(Problem(Cosine(4), Spectrum.of("0.3"), Fraction(1, 2)))).plan(0, 4))
    '[[[4,3],2],1]'
    """
    if kernel not in get_args(Kernel):
        raise InputError(f"kernel = {str(kernel)[:40]!r}: must be one of {', '.join(get_args(Kernel))}")
    if ops.steps > MAX_STEPS:
        raise InputError(f"steps = {ops.steps}: the full table holds at most {MAX_STEPS} steps")
    library = None if kernel == "numpy" else compiled_library()
    if kernel == "compiled" and library is None:
        raise InputError("kernel = 'compiled': not installed; reinstall with a C compiler on the path")
    numbers = [np.ascontiguousarray(x.T) for x in (ops.step, ops.complement, ops.keep, ops.shrink)]
    size = ops.steps * (ops.steps + 1) // 2
    error, cut = np.empty((ops.dim, size)), np.empty((ops.dim, size), dtype=np.int16)
    if library is None:
        _table_numpy(numbers, error, cut)
    else:
        _table_compiled(library, numbers, error, cut)
    _settle_infinite_budget(ops, error, cut)
    return IntervalTable(error, cut, ops.keep)


def _settle_infinite_budget(ops: FloatOperators, error: Floats, cut: Cuts) -> None:
    """Where keep_j is exactly 0 every candidate is exact, so all tie and the largest m is taken."""
    endless = ~np.isfinite(ops.log_keep)
    for end in np.flatnonzero(endless[2:].any(axis=1)) + 2:
        columns = slice(end * (end - 1) // 2, end * (end + 1) // 2)
        cut[endless[end], columns] = [end - 1] * (end - 1) + [end]
        error[endless[end], columns] = 0.0


@functools.cache
def compiled_library(path: Path | None = None) -> CDLL | None:
    """The compiled kernel: beside this file, or at `path`. None if absent, not loadable, or of another version."""
    import ctypes

    found = [Path(__file__).with_name("_interval_table" + suffix) for suffix in EXTENSION_SUFFIXES]
    for candidate in found if path is None else [path]:
        if not candidate.is_file():
            continue
        try:
            library = ctypes.CDLL(str(candidate))
            if library.opmerge_table_version() != _VERSION:
                continue
        except (OSError, AttributeError):
            continue
        library.opmerge_interval_table.argtypes = [ctypes.c_ssize_t] * 2 + [ctypes.c_void_p] * 6
        return library
    return None


def _table_compiled(library: CDLL, numbers: list[Floats], error: Floats, cut: Cuts) -> None:
    """numbers: a, 1 - a, keep, shrink, each of shape (d, T+1)."""
    dim, points = numbers[0].shape
    addresses = [*(array.ctypes.data for array in (*numbers, error)), cut.ctypes.data]
    if library.opmerge_interval_table(points - 1, dim, *addresses) != 0:
        raise MemoryError(f"interval table of {points - 1} steps: not enough memory")


def _table_numpy(numbers: list[Floats], error: Floats, cut: Cuts) -> None:
    """As `_table_compiled`. Blocks of coordinates and of end times are sized to stay in the cache."""
    dim, points = numbers[0].shape
    share = max(1, _CACHED // (points * min(points, _BLOCK)))
    for start in range(0, dim, share):
        part = slice(start, start + share)
        step, complement, keep, shrink = (array[part] for array in numbers)
        for first in range(1, points, _BLOCK):
            ends = slice(first, min(first + _BLOCK, points))
            _ends_numpy(ends, step, complement, keep[:, ends], shrink[:, ends], error[part], cut[part])


def _ends_numpy(
    ends: slice, step: Floats, complement: Floats, keep: Floats, shrink: Floats, error_out: Floats, cut_out: Cuts
) -> None:
    """All j of `ends` at once. Everything is stored backwards: lane r is j = last - r, place k is m = last - 1 - k.

    The candidates for i are then the first last - 1 - i places, and the first of equals is the largest m.
    """
    last, dim = ends.stop - 1, len(step)
    count = ends.stop - ends.start
    keep, shrink = keep[:, ::-1, None], shrink[:, ::-1, None]
    end = np.arange(last, last - count, -1)
    column = end * (end - 1) // 2
    outside = np.tri(count, count, -1, dtype=bool)  # k < r: m >= j
    error, carried = np.zeros((dim, count, last)), np.zeros((dim, count, last))
    product, missing = (
        np.ones((dim, last)),
        np.zeros((dim, last)),
    )  # tau_{i,m}, 1 - tau_{i,m} at place k for m = last - k
    room = np.empty((2, dim * count * last))
    for i in range(last - 1, -1, -1):
        width = last - 1 - i
        a, u = step[:, i + 1, None], complement[:, i + 1, None]
        product[:, : width + 1] *= a
        missing[:, : width + 1] = u + a * missing[:, : width + 1]
        lanes = min(count, width)
        if lanes:
            shape = (dim, lanes, width)
            candidate, distance = (flat[: dim * lanes * width].reshape(shape) for flat in room)
            tau, gap = product[:, None, 1 : width + 1], missing[:, None, 1 : width + 1]
            np.multiply(shrink[:, :lanes], tau, out=candidate)
            candidate += keep[:, :lanes]
            candidate *= error[:, :lanes, :width]
            np.multiply(carried[:, :lanes, :width], gap, out=distance)
            candidate += distance
            np.abs(candidate, out=distance)
            np.copyto(distance[:, :, :lanes], np.inf, where=outside[:lanes, :lanes])
            place = distance.argmin(axis=2)
            chosen = np.take_along_axis(candidate, place[:, :, None], axis=2)[:, :, 0]
            error[:, :lanes, width] = chosen
            error_out[:, column[:lanes] + i] = chosen
            cut_out[:, column[:lanes] + i] = last - 1 - place
        if width < count:  # the single step j = i + 1
            error_out[:, column[width] + i] = 0.0
            cut_out[:, column[width] + i] = i + 1
        carried[:, :, width] = product[:, :count]
