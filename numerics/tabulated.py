"""Reads numbers exactly: decimal text, and `.npy`, `.npz`, `.csv` files that are not trusted.

Nothing here unpickles or evaluates. Every failure is one `InputError` line that names the value and the rule.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from numbers import Rational
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MAX_TEXT = 400  # characters; longer text is no measured number and would only cost time
_MAX_EXPONENT = 400
_MAX_EXPONENT_TEXT = 8  # with its e and sign
_MAGIC = (b"\x93NUMPY", b"PK\x03\x04", b"PK\x05\x06")  # what a .npy or .npz file begins with
_UNPICKLED = {".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".bin"}


def shown(value: object, limit: int = 60) -> str:
    """The value on one line, as error messages quote it; past the limit its middle is left out."""
    try:
        text = repr(value)[1:-1] if isinstance(value, str) else _literal(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, a list nested a thousand deep
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else f"{text[: limit // 2 - 3]}...{text[-(limit // 2) :]}"


def _literal(value: object) -> str:
    """As `repr`, on one line, with rationals as decimals: a reader wrote 0.1, not Fraction(1, 10)."""
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_literal(key)}: {_literal(entry)}' for key, entry in value.items())}}}"
    return " ".join(repr(value).split())


def typed(value: object) -> str:
    """As `shown`; a string is quoted, and what is no number is followed by its type: '1000', a string."""
    for kind, name in ((str, "a string"), (bool, "a truth value"), (list, "a list"), (dict, "an object")):
        if isinstance(value, kind):
            return f"'{shown(value)}', {name}" if kind is str else f"{shown(value)}, {name}"
    return shown(value)


def file_name(path: str) -> str:
    """A path on one line; even long ones are kept whole as a rule, since they say which file is wrong."""
    return shown(path, 300)


def decimal(value: Fraction) -> str:
    """A rational for an error message: an integer, or the double that a reader knows it by."""
    try:
        return str(value.numerator) if value.denominator == 1 else repr(float(value))
    except (OverflowError, ValueError):
        return "a number beyond 1e308"


def rounded(value: Fraction) -> str:
    """A number of any size in six digits, as 1e+400."""
    try:
        return f"{float(value):g}"
    except OverflowError:
        context = Context(prec=6, Emax=10**6, Emin=-(10**6))
        return format(context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(context), "g")


def require_one_of(key: str, value: object, known: Collection[str]) -> None:
    """Raises InputError unless value is one of the known words."""
    if not isinstance(value, str) or value not in known:
        text = shown(value) if isinstance(value, str) else typed(value)
        raise InputError(f"{key} = {text}: must be one of {', '.join(known)}")


def require_integer(key: str, value: object, low: int, high: int) -> None:
    """Raises InputError unless value is an integer in [low, high]."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{key} = {typed(value)}: must be an integer from {low} to {high}")


def exact_decimal(text: str, what: str) -> Fraction:
    """The exact value of a decimal number such as `0.00085` or `1e-4`; `what` names it in the error.

    Raises InputError for anything else (nan, inf, fractions, underscores) and beyond the range of doubles.
    """
    stripped = text.strip()
    if stripped.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        raise InputError(f"{what} = {shown(stripped)}: must be finite")
    match = _DECIMAL.fullmatch(stripped)
    if match is None:
        raise InputError(f"{what} = '{shown(stripped)}': must be a decimal number")
    # The exponent is checked first: 1e999999 must not be expanded.
    if match[2] is not None and (len(match[2]) > _MAX_EXPONENT_TEXT or abs(int(match[2][1:])) > _MAX_EXPONENT):
        raise InputError(
            f"{what} = {shown(stripped)}: its exponent must lie within -{_MAX_EXPONENT} .. {_MAX_EXPONENT}"
        )
    if len(stripped) > _MAX_TEXT:
        raise InputError(f"{what} = {shown(stripped)}: {_too_long(Decimal(stripped))}")
    return _representable(Fraction(stripped), what, stripped)


def _too_long(value: Decimal) -> str:
    if value.adjusted() > _MAX_EXPONENT:
        return "too large: must not exceed the largest double, 1.8e308"
    if value.adjusted() < -_MAX_EXPONENT:
        return f"too small: must be 0 or at least 1e-{_MAX_EXPONENT}"
    return f"must have at most {_MAX_TEXT} characters"


def exact_number(value: object, what: str) -> Fraction:
    """The exact value of an int, a Fraction, a float or a numpy scalar of at most 64 bits.

    Raises InputError for a NaN, an infinity, a boolean, and whatever is not a number.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (Rational, float)):
        raise InputError(f"{what} = {typed(value)}: must be a real number")
    if isinstance(value, float):
        if value - value != 0:
            raise InputError(f"{what} = {value}: must be finite")
        return Fraction(value)
    return _representable(Fraction(value), what, value)


def _representable(value: Fraction, what: str, text: object) -> Fraction:
    try:
        float(value)
    except OverflowError:
        raise InputError(f"{what} = {shown(text)}: must not exceed the largest double, 1.8e308") from None
    return value


def exact_values(values: Iterable[object], what: str) -> tuple[Fraction, ...]:
    """`exact_number` of each entry; the error names the index: `what[3] = nan: must be finite`."""
    return tuple(exact_number(v, f"{what}[{i}]") for i, v in enumerate(values))


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
