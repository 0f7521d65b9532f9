"""How data can be given: the files, what they hold, and how they are scaled. Importing this costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DATA_FILES: Final = (".npy", ".npz", ".csv")

KINDS: Final[Mapping[str, str]] = {
    "auto": "a list if it has one axis, else data",
    "lam": "a list of eigenvalues",
    "data": "a matrix of shape (samples, features)",
    "covariance": "a symmetric matrix of shape (d, d)",
}

SCALES: Final[Mapping[str, str]] = {
    "none": "as it is",
    "global-std": "divided by the standard deviation of all entries taken together",
}
