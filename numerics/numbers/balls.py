"""Balls: rigorous enclosures (python-flint `arb`), three-valued comparison, precision escalation.

A ball is a midpoint and a radius; the true number lies inside. Flint's precision is process-wide: use processes,
not threads, and build every input inside the `precision` block that uses it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, Literal, TypeVar

from flint import arb, ctx, fmpq

from numerics.errors import InputError

START_BITS: Final = 64
LIMIT_BITS: Final = 4096
MOST_DIGITS: Final = 1000
_RADIUS_BITS: Final = 29
_LEAST: Final = math.ulp(0.0)
_TINY: Final = arb((1, -1100))  # half the least double is 2^-1075: whatever is below rounds to zero


class Balls:
    """The number system of enclosures at the current working precision of flint (`flint.ctx.prec`, in bits).

    Set the precision before building any input: a ball made at 53 bits stays a 53-bit ball.
    """

    def rational(self, value: Fraction | int, /) -> arb:
        exact = Fraction(value)
        return arb(fmpq(exact.numerator, exact.denominator))

    def sqrt(self, value: arb, /) -> arb:
        return value.sqrt()

    def exp(self, value: arb, /) -> arb:
        return value.exp()

    def log(self, value: arb, /) -> arb:
        return value.log()

    def cos_pi(self, turn: Fraction, /) -> arb:
        return arb.cos_pi_fmpq(fmpq(turn.numerator, turn.denominator))

    def sin_pi(self, turn: Fraction, /) -> arb:
        return arb.sin_pi_fmpq(fmpq(turn.numerator, turn.denominator))


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at `bits` bits inside the block; the earlier precision is restored whatever happens."""
    if bits < 2:
        raise InputError(f"precision = {bits!r} bits: must be at least 2")
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


class Order(Enum):
    """Outcome of a comparison. UNDECIDED is a result of its own and never counts as any of the others."""

    LESS = -1
    EQUAL = 0
    GREATER = 1
    UNDECIDED = None


Undecided = Literal[Order.UNDECIDED]
UNDECIDED: Final = Order.UNDECIDED
D = TypeVar("D")


def compare(x: arb, y: arb) -> Order:
    """Certified order of the numbers inside two balls. EQUAL only if both balls are exact and the same number."""
    if x < y:
        return Order.LESS
    if x > y:
        return Order.GREATER
    if x == y:  # flint: certainly equal, hence both radii are zero
        return Order.EQUAL
    return UNDECIDED


def sign(x: arb) -> Order:
    """Certified sign: LESS for x < 0, EQUAL for an exact zero, GREATER for x > 0."""
    return compare(x, arb(0))


def compare_fractions(x: Fraction, y: Fraction) -> Order:
    """Order of two rationals: always decided."""
    return Order.LESS if x < y else Order.GREATER if x > y else Order.EQUAL


def doublings(start: int = START_BITS, limit: int = LIMIT_BITS) -> Iterator[int]:
    """Precisions to try: start, 2 start, 4 start, … bits, and last the limit itself; at least one."""
    bits = min(start, limit)
    while bits < limit:
        yield bits
        bits = min(2 * bits, limit)
    yield bits


def escalate(decide: Callable[[int], D | Undecided], start: int = START_BITS, limit: int = LIMIT_BITS) -> D | Undecided:
    """Call `decide(bits)` at rising precision until it decides.

    Each call runs inside `precision(bits)`. Returns the decision, or UNDECIDED once the limit has been tried.
    """
    decision: D | Undecided = UNDECIDED
    for bits in doublings(start, limit):
        with precision(bits):
            decision = decide(bits)
        if decision is not UNDECIDED:
            break
    return decision


def bounds(x: arb) -> tuple[Fraction, Fraction]:
    """Exact lower and upper end of a finite ball."""
    if not x.is_finite():
        raise InputError(f"ball {x}: not finite, has no rational bounds")
    mid, rad = _dyadic(x.mid()), _dyadic(x.rad())
    return mid - rad, mid + rad


def _dyadic(exact: arb) -> Fraction:
    mantissa, exponent = _man_exp(exact)
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def _man_exp(exact: arb) -> tuple[int, int]:
    mantissa, exponent = exact.man_exp()
    return int(mantissa), int(exponent)


def _to_double(value: Fraction) -> float:
    """The double nearest to a rational (ties to even), infinite when it is too large."""
    try:
        return value.numerator / value.denominator  # int / int rounds correctly
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def double_bounds(x: arb) -> tuple[float, float]:
    """Doubles below and above the ball: rounded outwards, infinite where no finite double suffices."""
    if not x.is_finite():
        return -math.inf, math.inf
    if abs(x) < _TINY:  # 2^(-10^7) as a fraction would cost seconds
        return (0.0 if x >= 0 else -_LEAST), (0.0 if x <= 0 else _LEAST)
    low, high = bounds(x)
    below, above = _to_double(low), _to_double(high)
    if below == math.inf or (math.isfinite(below) and Fraction(below) > low):
        below = math.nextafter(below, -math.inf)
    if above == -math.inf or (math.isfinite(above) and Fraction(above) < high):
        above = math.nextafter(above, math.inf)
    return below, above


def nearest_double(x: arb) -> float | Undecided:
    """The double nearest to every number of the ball, or UNDECIDED when the ball straddles a rounding boundary."""
    if not x.is_finite():
        return UNDECIDED
    if abs(x) < _TINY:
        return 0.0
    # As `bounds`, in integers over one power of two: fractions would cost four times as much.
    (mid, mid_exp), (rad, rad_exp) = _man_exp(x.mid()), _man_exp(x.rad())
    exponent = min(mid_exp, rad_exp)
    mid, rad = mid << (mid_exp - exponent), rad << (rad_exp - exponent)
    low, high = _scaled_double(mid - rad, exponent), _scaled_double(mid + rad, exponent)
    return low if low == high else UNDECIDED


def _scaled_double(value: int, exponent: int) -> float:
    """The double nearest to value 2^exponent, infinite when it is too large."""
    try:
        return float(value << exponent) if exponent >= 0 else value / (1 << -exponent)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def midpoint_double(x: arb) -> float:
    """The double nearest to the midpoint: a good guess, certified only if `nearest_double` agrees."""
    middle = x.mid()
    return 0.0 if abs(middle) < _TINY else _to_double(_dyadic(middle))


def sqrt_nonnegative(x: arb) -> arb:
    """Square root of a number known to be >= 0 whose ball may reach below zero."""
    return x.nonnegative_part().sqrt()


def require_digits(digits: int | None) -> int | None:
    """The digits; InputError outside 1 … 1000."""
    if digits is not None and not 1 <= digits <= MOST_DIGITS:
        raise InputError(f"digits = {digits}: must lie in 1 … {MOST_DIGITS}")
    return digits


def decimal(x: arb, digits: int) -> str | Undecided:
    """The number rounded to `digits` significant decimal digits, all certified; UNDECIDED if the ball is too wide."""
    if digits < 1:
        raise InputError(f"digits = {digits!r}: must be at least 1")
    if not x.is_finite():
        return UNDECIDED
    context = Context(prec=digits, Emax=10**12, Emin=-(10**12))
    if abs(x) < _TINY and not x.is_zero():
        return _tiny_decimal(x, digits, context)
    low, high = (context.divide(Decimal(end.numerator), Decimal(end.denominator)) for end in bounds(x))
    return str(low) if low == high else UNDECIDED


def _tiny_decimal(x: arb, digits: int, context: Context) -> str | Undecided:
    """As `decimal`, by way of x 10^k near 1: as a fraction, 2^(-10^7) would cost minutes."""
    if x.contains(0):
        return UNDECIDED
    mantissa, exponent = _man_exp(x.mid())
    power = math.floor((mantissa.bit_length() + exponent) * math.log10(2))
    with precision(ctx.prec + 64):
        text = decimal(x * arb(10) ** (-power), digits)
    return text if text is UNDECIDED else str(Decimal(text).scaleb(power, context))


@dataclass(frozen=True)
class Ball:
    """A ball as four exact integers: mid = mid_man 2^mid_exp, rad = rad_man 2^rad_exp. Pickles, hashes, compares.

    The radius has at most 29 bits: flint rounds longer ones up when it builds a ball, and storage must be exact.

    >>> from flint import arb
    >>> Ball.pack(arb(3)), Ball.pack(arb(3)).unpack() == 3
    (Ball(mid_man=3, mid_exp=0, rad_man=0, rad_exp=0), True)
    """

    mid_man: int
    mid_exp: int
    rad_man: int
    rad_exp: int

    @classmethod
    def pack(cls, x: arb) -> Ball:
        """Same midpoint, radius rounded up to 29 bits: encloses `x`. InputError unless finite."""
        if not x.is_finite():
            raise InputError(f"ball {x}: not finite, cannot be stored")
        radius, exponent = _man_exp(x.rad())
        excess = radius.bit_length() - _RADIUS_BITS
        if excess > 0:
            radius, exponent = (radius >> excess) + 1, exponent + excess
            zeros = (radius & -radius).bit_length() - 1
            radius, exponent = radius >> zeros, exponent + zeros
        return cls(*_man_exp(x.mid()), radius, exponent)

    def unpack(self) -> arb:
        """Exactly the stored ball, whatever the current precision."""
        return arb((self.mid_man, self.mid_exp), (self.rad_man, self.rad_exp))

    def nearest(self) -> float:
        """Double nearest to the midpoint; within half an ulp of the number if `nearest_double` decides."""
        return midpoint_double(self.unpack())
