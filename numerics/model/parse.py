"""The words of a user turned into a problem: every failure is one `InputError` that names the value and the rule."""

from __future__ import annotations

from fractions import Fraction

from numerics.errors import InputError, require_one_of, shown
from numerics.model.catalogue import SCALES
from numerics.model.problem import Problem
from numerics.model.schedules.catalogue import parse_schedule
from numerics.model.spectrum import load_spectrum, parse_lam


def parse_problem(schedule: str, steps: int, lam: str | None, data: str | None, scale: str, budget: str) -> Problem:
    """The problem that these words state; exactly one of lam and data is given. Options are checked before files are read.

    schedule: as in `parse_schedule`. lam: `0.3,4`. data: a file, as in `load_spectrum`. budget: as in `parse_budget`.

    >>> parse_problem("flow", 4, "0.3,4", None, "none", "0.5").lam
    (Fraction(3, 10), Fraction(4, 1))
    """
    if (lam is None) == (data is None):
        raise InputError("--lam, --data: exactly one of them must be given")
    require_one_of("scale", scale, SCALES)
    if lam is not None and scale != "none":
        raise InputError(f"scale = {scale!r}: must be none with --lam; variances that are given are not scaled")
    parsed, spent = parse_schedule(schedule, steps), parse_budget(budget)
    spectrum = parse_lam(lam) if lam is not None else load_spectrum(_file(data), scale=scale)
    return Problem(parsed, spectrum, spent)


def _file(text: str | None) -> str:
    if not (text or "").strip():
        raise InputError(f"data = {text!r}: must name a file")
    return str(text)


def parse_budget(text: str) -> Fraction | None:
    """Budget s from text: a decimal or a fraction >= 0, or "inf" for an infinite budget (returned as None).

    >>> parse_budget("0.5"), parse_budget("inf")
    (Fraction(1, 2), None)
    """
    word = text.strip()
    if word.lower() in {"inf", "+inf", "infinity"}:
        return None
    if len(word) > 400 or abs(_exponent(word)) > 400:
        raise InputError(f"budget = {word[:40]!r}: too many digits")
    try:
        value = Fraction(word)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"budget = '{shown(word)}': must be a number >= 0 or inf") from None
    if value < 0:
        raise InputError(f"budget = {shown(word)}: must be >= 0")
    return value


def _exponent(word: str) -> int:
    _, _, digits = word.lower().partition("e")
    try:
        return int(digits) if digits else 0
    except ValueError:
        return 0
