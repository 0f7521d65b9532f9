"""The words of the catalogue of data are those that are understood."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from numerics.model.catalogue import DATA_FILES, KINDS, SCALES
from numerics.model.spectrum import load_spectrum, spectrum_of_data
from tests.numerics.refusals import refused


@pytest.mark.parametrize("ending", DATA_FILES)
def test_every_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"l{ending}"
    if ending == ".csv":
        path.write_text("1\n2\n")
    else:
        (np.save if ending == ".npy" else np.savez)(path, np.array([1, 2]))
    assert load_spectrum(path).array().tolist() == [1, 2]
    refused(lambda: load_spectrum(path.with_suffix(".txt")), "must be a .npy, .npz or .csv file")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_understood(tmp_path: Path, kind: str) -> None:
    array = np.array([2.0, 1.0]) if kind == "lam" else np.diag([2.0, 1.0])
    np.save(tmp_path / "a.npy", array)
    assert len(load_spectrum(tmp_path / "a.npy", kind=kind)) == 2 and KINDS[kind]
    refused(lambda: load_spectrum(tmp_path / "a.npy", kind=f"{kind}s"), "kind = ", ", ".join(KINDS))


@pytest.mark.parametrize("scale", SCALES)
def test_every_scale_is_understood(scale: str) -> None:
    assert len(spectrum_of_data(np.eye(3), scale=scale)) == 3 and SCALES[scale]
    refused(lambda: spectrum_of_data(np.eye(3), scale=f"{scale}s"), "scale = ", ", ".join(SCALES))
