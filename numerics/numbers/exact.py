"""Numbers taken exactly: decimal text, fractions, doubles as the dyadic rationals that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import TypeGuard

import numpy as np

from numerics.errors import InputError, shown, typed

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MAX_TEXT = 400  # characters; longer text is no measured number and would only cost time
_MAX_EXPONENT = 400
_MAX_EXPONENT_TEXT = 8  # with its e and sign


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
    return tuple([v if _is_plain(v) else exact_number(v, f"{what}[{i}]") for i, v in enumerate(values)])


def _is_plain(value: object) -> TypeGuard[Fraction]:
    """Whether it is a fraction that is certainly in the range of doubles: nothing else needs to be asked."""
    return type(value) is Fraction and value.numerator.bit_length() < value.denominator.bit_length() + 1000
