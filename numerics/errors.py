"""What can go wrong in words: the exception that bad input raises, and how its message quotes a value."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Context, Decimal
from fractions import Fraction


class NotDecided(Exception):
    """The search ended without a decision, so the claim is not accepted; it need not be false.

    >>> issubclass(NotDecided, Exception)
    True
    """


def require_bool(key: str, value: object) -> None:
    if not isinstance(value, bool):
        raise InputError(f"{key} = {typed(value)}: must be true or false")


class InputError(ValueError):
    """Bad input. The message names the value and the rule in one line; the command exits with code 2.

    >>> from numerics import parse_budget
    >>> parse_budget("-1")
    Traceback (most recent call last):
    numerics.errors.InputError: budget = -1: must be >= 0
    """


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
