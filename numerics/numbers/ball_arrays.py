"""Arrays of enclosures: midpoint and radius in doubles. Fast where balls one by one are too slow, and still rigorous.

Every operation adds to the radius what the operation propagates and what it rounds. With u = 2^-53 one sum, product or
quotient of doubles errs by at most u |result|, taken here as 2 u; the elementary functions of the C library and of
NumPy err by a few ulp, taken here as 32 u. The radii are themselves doubles: each is enlarged by 2^-40 of itself, which
covers the few roundings that made it, and by 1e-300, which covers underflow. A radius that cannot be bounded is inf.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from flint import arb

from numerics.numbers.reals import Floats

_UNIT: Final = 2.0**-53
_GROW: Final = 1.0 + 2.0**-40
_TINY: Final = 1e-300


@dataclass(frozen=True, eq=False)
class Enclosure:
    """Numbers within `rad` of `mid`, elementwise; arrays of one shape. All operations are elementwise."""

    mid: Floats
    rad: Floats

    def __getitem__(self, index: Any) -> Enclosure:
        return Enclosure(self.mid[index], self.rad[index])

    def __setitem__(self, index: Any, value: Enclosure) -> None:
        self.mid[index], self.rad[index] = value.mid, value.rad

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.mid, self.rad)

    def __add__(self, other: Enclosure) -> Enclosure:
        return _rounded(self.mid + other.mid, self.rad + other.rad)

    def __sub__(self, other: Enclosure) -> Enclosure:
        return _rounded(self.mid - other.mid, self.rad + other.rad)

    def __mul__(self, other: Enclosure) -> Enclosure:
        spread = abs(self.mid) * other.rad + self.rad * (abs(other.mid) + other.rad)
        return _rounded(self.mid * other.mid, spread)

    def __truediv__(self, other: Enclosure) -> Enclosure:
        room = abs(other.mid) * (1 - 4 * _UNIT) - other.rad
        quotient = self.mid / other.mid
        return _rounded(quotient, _over(self.rad + abs(quotient) * other.rad, room))

    def log1p(self) -> Enclosure:
        """Without cancellation, log(1 + x)."""
        room = (1 + self.mid) - self.rad - 4 * _UNIT * (1 + abs(self.mid))
        return _rounded(np.log1p(self.mid), _over(self.rad, room), 32)

    def expm1(self) -> Enclosure:
        """Without cancellation, exp(x) - 1."""
        return _rounded(np.expm1(self.mid), self._spread(), 32)

    def exp(self) -> Enclosure:
        """The exponential."""
        return _rounded(np.exp(self.mid), self._spread(), 32)

    def _spread(self) -> Floats:
        spread: Floats = np.exp(self.mid) * np.expm1(self.rad) * (1 + 128 * _UNIT)
        return spread

    def lower(self) -> Floats:
        """Doubles certainly below."""
        return np.nextafter(self.mid - self.rad, -np.inf)

    def upper(self) -> Floats:
        """Doubles certainly above."""
        return np.nextafter(self.mid + self.rad, np.inf)


def _rounded(mid: Floats, rad: Floats, ulps: int = 2) -> Enclosure:
    return Enclosure(mid, (rad + ulps * _UNIT * abs(mid)) * _GROW + _TINY)


def _over(rad: Floats, room: Floats) -> Floats:
    return np.where(room > 0, rad / np.where(room > 0, room, 1.0), np.inf)


def exactly(values: Floats) -> Enclosure:
    """Doubles taken as exact numbers."""
    return Enclosure(values, np.zeros_like(values))


def from_balls(rows: Sequence[Sequence[arb]]) -> Enclosure:
    """Enclosures of a table of balls; float() of an exact ball errs by less than one ulp."""
    mid = np.array([[float(x.mid()) for x in row] for row in rows])
    rad = np.array([[float(x.rad()) for x in row] for row in rows])
    return _rounded(mid, rad, 4)


def multiply_down(matrix: Floats, rad: Floats, vector: Enclosure) -> Floats:
    """Doubles certainly below the products of the enclosed matrix, shape (n, d), with an enclosed vector (d,).

    A sum of d products errs by at most (d + 1) u times the sum of their absolute values, in whatever order it is made.
    """
    size, other = abs(matrix), abs(vector.mid)
    spread = rad @ (other + vector.rad) + size @ vector.rad
    slack = 4 * (len(other) + 8) * _UNIT
    low: Floats = matrix @ vector.mid - (spread + slack * (size @ other)) * (_GROW + slack) - _TINY
    return np.where(np.isnan(low), -np.inf, low)
