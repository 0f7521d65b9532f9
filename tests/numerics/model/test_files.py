"""Files that are not trusted: what is read exactly, and what is refused in one line."""

from __future__ import annotations

import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numerics.model.files import read_arrays, read_columns, read_csv, read_text, refuse_unpickling
from numerics.model.spectrum import load_spectrum
from tests.numerics.refusals import refused

F = Fraction


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_what_is_no_array_file_is_called_so(tmp_path: Path) -> None:
    for content in (b"junk", bytes(range(200, 256)), pickle.dumps([1.0])):
        for name in ("bad.npy", "bad.npz"):
            (tmp_path / name).write_bytes(content)
            refused(lambda name=name: load_spectrum(tmp_path / name), f"{name}: is no readable .npy or .npz file")
    for save, name in ((np.save, "o.npy"), (np.savez, "o.npz")):
        save(tmp_path / name, np.array([1, None], dtype=object))
        refused(lambda name=name: load_spectrum(tmp_path / name), f"{name}: holds an object array")


@pytest.mark.parametrize("ending", [".pt", ".pth", ".ckpt", ".PT", ".pkl"])
def test_checkpoints_are_refused_unread(ending: str) -> None:
    refused(lambda: load_spectrum(f"model{ending}"), ending.lower(), ".npy")


class Trap:
    """Unpickling it would leave a trace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["t.npy", "t.npz", "t.pkl"])
def test_nothing_is_unpickled(tmp_path: Path, name: str) -> None:
    trace = tmp_path / "trace"
    path = write(tmp_path, name, pickle.dumps(Trap(trace)))
    refused(lambda: read_arrays(path), name)
    np.save(tmp_path / "o.npy", np.array([Trap(trace)], dtype=object))
    refused(lambda: read_arrays(str(tmp_path / "o.npy")), "o.npy", "object array")
    assert not trace.exists()
    pickle.loads(Path(path).read_bytes())
    assert trace.exists()


def test_arrays_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.arange(3), y=np.eye(2, dtype=np.float32))
    found = read_arrays(str(tmp_path / "a.npz"))
    assert sorted(found) == ["x", "y"] and found["x"].tolist() == [0, 1, 2] and found["y"].dtype == np.float32
    np.save(tmp_path / "a.npy", np.ones((2, 2)))
    assert list(read_arrays(str(tmp_path / "a.npy"))) == [""]
    np.savez(tmp_path / "c.npz", x=np.ones(2), z=np.array([1j]))
    refused(lambda: read_arrays(str(tmp_path / "c.npz")), "array 'z' has type complex128", "integer or float")
    np.save(tmp_path / "l.npy", np.ones(2, dtype=np.longdouble))
    refused(lambda: read_arrays(str(tmp_path / "l.npy")), "its array has type", "at most 64 bits")


def test_an_array_larger_than_the_memory_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "h.npy", np.ones(4))
    data = (tmp_path / "h.npy").read_bytes().replace(b"(4,), }" + b" " * 15, b"(4000000000000000,), }")
    refused(lambda: read_arrays(write(tmp_path, "h.npy", data)), "h.npy")


def test_text_is_utf_8(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "t.txt", "\ufeffä")) == "ä"
    refused(lambda: read_text(write(tmp_path, "l.txt", b"\xff\xfe\x00")), "l.txt: must be UTF-8 text")
    refused(lambda: read_text(str(tmp_path / "absent.txt")), "absent.txt: no such file")
    refused(lambda: read_text(str(tmp_path)), "is a directory")
    refused(lambda: read_text("a\0b"), "is no file name")


def test_checkpoints_are_told_by_their_ending() -> None:
    refuse_unpickling("data.npy")
    refused(lambda: refuse_unpickling("deep/model.PTH"), "model.PTH: .pth files run code when read", "numpy.save")


def test_tables_of_text(tmp_path: Path) -> None:
    table = read_csv(write(tmp_path, "t.csv", "# Alpha, 'Sigma'\n1, 0\n\n0.1,0.30\n"))
    assert table.header == ("alpha", "sigma") and table.rows == ((2, ("1", "0")), (4, ("0.1", "0.30")))
    assert table.exact(1) == (F(0), F(3, 10)) and table.floats().tolist() == [[1, 0], [0.1, 0.3]]
    assert table.where(4, 0).endswith("t.csv, line 4, column 1")
    assert read_csv(write(tmp_path, "n.csv", "1,2\n3,4")).header == ()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("1,2\n3\n", ("line 2: has 1 cells; the lines above have 2",)),
        ("a,b\n1,2,3\n", ("line 2: has 3 cells",)),
        ("", ("holds no row of numbers",)),
        ("a,b\nc,d\n", ("line 2, column 1 = 'c'", "finite decimal")),
    ],
)
def test_tables_that_are_none(tmp_path: Path, content: str, parts: tuple[str, ...]) -> None:
    path = write(tmp_path, "t.csv", content)
    refused(lambda: read_csv(path).floats(), "t.csv", *parts)


def test_cells_that_are_no_numbers(tmp_path: Path) -> None:
    for cell in ("x", "nan", "inf", "1_0", "1e400"):
        table = read_csv(write(tmp_path, "t.csv", f"1,2\n3,{cell}\n"))
        refused(table.floats, f"line 2, column 2 = '{cell}'")
        refused(lambda table=table: table.exact(1), "line 2, column 2 = ")
        assert table.exact(0) == (1, 3)


def test_columns_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "b,a,c\n0.1,2,x\n")
    assert read_columns(path, ("a", "b")) == [(F(2),), (F(1, 10),)]
    np.savez(tmp_path / "t.npz", a=np.array([2]), b=np.array([0.1]))
    assert read_columns(str(tmp_path / "t.npz"), ("a", "b")) == [(F(2),), (F(0.1),)]
    refused(lambda: read_columns(path, ("a", "d")), "must name the columns a and d; it has b, a, c")
    refused(lambda: read_columns(path, ("c",)), "line 2, column 3 = 'x'")
    refused(lambda: read_columns(str(tmp_path / "t.npz"), ("d",)), "must name the columns d; it has a, b")
    twice = write(tmp_path, "twice.csv", "a,A\n1,2\n")
    refused(lambda: read_columns(twice, ("a",)), "must name the column a once; it has 2 of them")
    np.savez(tmp_path / "m.npz", a=np.eye(2))
    refused(lambda: read_columns(str(tmp_path / "m.npz"), ("a",)), "array 'a' has 2 axes; must have 1")
