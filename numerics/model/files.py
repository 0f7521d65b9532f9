"""Reads numbers exactly: decimal text, and `.npy`, `.npz`, `.csv` files that are not trusted.

Nothing here unpickles or evaluates. Every failure is one `InputError` line that names the value and the rule.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError, file_name, shown
from numerics.numbers.exact import exact_decimal, exact_values

_MAGIC = (b"\x93NUMPY", b"PK\x03\x04", b"PK\x05\x06")  # what a .npy or .npz file begins with
_UNPICKLED = {".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".bin"}


def read_text(path: str) -> str:
    """The text of a UTF-8 file. Raises InputError when it is missing, unreadable or no UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{file_name(path)}: must be UTF-8 text") from None
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:  # a NUL character in the name
        raise InputError(f"{file_name(path)}: is no file name") from None


def refuse_unpickling(path: str) -> None:
    """Raises InputError for checkpoint files: reading one runs the code inside it."""
    suffix = Path(path).suffix.lower()
    if suffix in _UNPICKLED:
        raise InputError(
            f"{file_name(path)}: {suffix} files run code when read; export the array with numpy.save to .npy"
        )


def read_arrays(path: str) -> dict[str, NDArray[Any]]:
    """The arrays of a `.npz` file by name, or that of a `.npy` file under the name ''.

    Each is real (float of at most 64 bits, or integer). Raises InputError for object arrays, other types, broken files.
    """
    try:
        # Opened here: numpy leaves its own file open when the content turns out to be broken.
        with Path(path).open("rb") as file:
            # numpy takes whatever else for a pickle and says so.
            if not file.read(6).startswith(_MAGIC):
                raise ValueError("it begins like neither")
            file.seek(0)
            loaded = np.load(file, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                arrays: dict[str, NDArray[Any]] = {"": loaded}
            else:
                with loaded:
                    arrays = {name: loaded[name] for name in loaded.files}
    except OSError as error:
        raise _unreadable(path, error) from None
    except (ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        if "pickle" in str(error).lower():
            raise InputError(
                f"{file_name(path)}: holds an object array, that is pickled objects, which are never loaded; save plain arrays"
            ) from None
        raise InputError(f"{file_name(path)}: is no readable .npy or .npz file ({shown(str(error))})") from None
    except MemoryError:
        raise InputError(f"{file_name(path)}: claims an array larger than the memory") from None
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
            kind = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
            label = f"array '{shown(name)}'" if name else "its array"
            raise InputError(f"{file_name(path)}: {label} has type {kind}; must be integer or float of at most 64 bits")
    return arrays


def _unreadable(path: str, error: OSError) -> InputError:
    reason = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "cannot be read").lower()
    return InputError(f"{file_name(path)}: {reason}")


@dataclass(frozen=True)
class Table:
    """A comma-separated table of text cells.

    header: column names in lower case, or () when the first line already holds numbers.
    rows: (line number, cells); every row has the same number of cells.
    """

    path: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def exact(self, column: int) -> tuple[Fraction, ...]:
        """One column as the exact values of its decimal text."""
        return tuple(exact_decimal(cells[column], self.where(line, column)) for line, cells in self.rows)

    def floats(self) -> NDArray[np.float64]:
        """Every cell as a double, shape (rows, columns)."""
        out = np.empty((len(self.rows), len(self.rows[0][1])))
        for i, (line, cells) in enumerate(self.rows):
            for j, cell in enumerate(cells):
                try:
                    out[i, j] = float(cell)
                except ValueError:
                    out[i, j] = np.nan
                if not np.isfinite(out[i, j]) or "_" in cell:
                    raise InputError(f"{self.where(line, j)} = '{shown(cell)}': must be a finite decimal number")
        return out

    def where(self, line: int, column: int) -> str:
        return f"{file_name(self.path)}, line {line}, column {column + 1}"


def read_csv(path: str) -> Table:
    """A comma-separated file. Blank lines are skipped; a first line without any number is the header (a leading # goes).

    Raises InputError naming the line when rows differ in length, and when there is no row of numbers.
    """
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    width = 0
    for number, raw in enumerate(read_text(path).splitlines(), start=1):
        if not raw.strip():
            continue
        cells = tuple(cell.strip() for cell in raw.split(","))
        if not width and not any(_is_number(cell) for cell in cells):
            names = raw.strip().removeprefix("#").split(",")
            header, width = tuple(name.strip().strip("\"'").lower() for name in names), len(names)
            continue
        width = width or len(cells)
        if len(cells) != width:
            raise InputError(f"{file_name(path)}, line {number}: has {len(cells)} cells; the lines above have {width}")
        rows.append((number, cells))
    if not rows:
        raise InputError(f"{file_name(path)}: holds no row of numbers")
    return Table(path, header, tuple(rows))


def read_columns(path: str, wanted: Sequence[str]) -> list[tuple[Fraction, ...]]:
    """Named columns of a `.csv` (exact decimal text) or named 1-D arrays of a `.npz` (exact doubles), in wanted order."""
    if path.lower().endswith(".csv"):
        table = read_csv(path)
        _require_names(path, wanted, table.header)
        return [table.exact(table.header.index(name)) for name in wanted]
    arrays = read_arrays(path)
    _require_names(path, wanted, arrays)
    for name in wanted:
        if arrays[name].ndim != 1:
            raise InputError(f"{file_name(path)}: array '{name}' has {arrays[name].ndim} axes; must have 1")
    return [exact_values(arrays[name].tolist(), f"{file_name(path)}: {name}") for name in wanted]


def _require_names(path: str, wanted: Sequence[str], found: Iterable[str]) -> None:
    names = [name for name in found if name]
    if not set(wanted) <= set(names):
        listed = shown(", ".join(names)) or "no names"
        raise InputError(f"{file_name(path)}: must name the columns {' and '.join(wanted)}; it has {listed}")
    for name in wanted:
        if names.count(name) > 1:
            raise InputError(f"{file_name(path)}: must name the column {name} once; it has {names.count(name)} of them")


def _is_number(cell: str) -> bool:
    try:
        float(cell)  # nan and inf count: they are bad numbers, not column names
    except ValueError:
        return False
    return True
