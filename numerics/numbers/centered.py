"""Numbers over a box that know their slopes: enclosures that err by the square of the box's width only."""

from __future__ import annotations

from flint import arb

from numerics.numbers.balls import Balls
from numerics.numbers.subdivision import Box


class Centered:
    """A function on a box: its value at the centre, its range, and its slopes from the centre along each axis.

    f(x) - f(c) = sum_i s_i (x_i - c_i) with s_i in slopes[i], for every x in the box. offsets: the balls x_i - c_i.
    """

    __slots__ = ("centre", "offsets", "range", "slopes")

    def __init__(self, centre: arb, rough: arb, slopes: tuple[arb, ...], offsets: tuple[arb, ...]) -> None:
        """rough: any enclosure of the range; the slopes may sharpen it."""
        reached = centre
        for slope, offset in zip(slopes, offsets, strict=True):
            reached += slope * offset
        self.centre, self.slopes, self.offsets = centre, slopes, offsets
        self.range = rough.intersection(reached)

    def __add__(self, other: Centered) -> Centered:
        slopes = tuple(x + y for x, y in zip(self.slopes, other.slopes, strict=True))
        return Centered(self.centre + other.centre, self.range + other.range, slopes, self.offsets)

    def __sub__(self, other: Centered) -> Centered:
        slopes = tuple(x - y for x, y in zip(self.slopes, other.slopes, strict=True))
        return Centered(self.centre - other.centre, self.range - other.range, slopes, self.offsets)

    def __mul__(self, other: Centered) -> Centered:
        slopes = tuple(self.range * y + other.centre * x for x, y in zip(self.slopes, other.slopes, strict=True))
        return Centered(self.centre * other.centre, self.range * other.range, slopes, self.offsets)

    def __truediv__(self, other: Centered) -> Centered:
        centre = self.centre / other.centre
        slopes = tuple((x - centre * y) / other.range for x, y in zip(self.slopes, other.slopes, strict=True))
        return Centered(centre, self.range / other.range, slopes, self.offsets)

    def affine(self, factor: arb, shift: arb) -> Centered:
        """factor f + shift."""
        slopes = tuple(factor * x for x in self.slopes)
        return Centered(factor * self.centre + shift, factor * self.range + shift, slopes, self.offsets)

    def exp(self) -> Centered:
        grown = self.range.exp()
        return Centered(self.centre.exp(), grown, tuple(grown * x for x in self.slopes), self.offsets)


def variables(box: Box) -> tuple[Centered, ...]:
    """The coordinates of the box, at the current precision."""
    exact = Balls()
    ranges = [exact.rational(low).union(exact.rational(high)) for low, high in box]
    centres = [exact.rational((low + high) / 2) for low, high in box]
    offsets = tuple(whole - centre for whole, centre in zip(ranges, centres, strict=True))
    return tuple(
        Centered(centre, whole, tuple(arb(int(i == j)) for j in range(len(box))), offsets)
        for i, (centre, whole) in enumerate(zip(centres, ranges, strict=True))
    )
