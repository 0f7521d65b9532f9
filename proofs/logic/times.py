"""Times in the names of symbols: alpha_t and alpha_{t-1} are numbers of one step, and others at every step.

Names alone tell. A symbol that carries no time and is not fresh is one number for all steps, as lambda is: the constructions,
which are part of the statement, show which are a step's own.
"""

from __future__ import annotations

import re

import sympy as sp

_TIMED = re.compile(r"_(?:t(?![A-Za-z])|\{t(?![A-Za-z])[^{}]*\})")


def carries_time(symbol: sp.Symbol) -> bool:
    """Whether the name has a subscript with the running time t."""
    return _TIMED.search(str(symbol)) is not None


def split_time(symbol: sp.Symbol) -> tuple[str, str]:
    """The name without its time, and the time; an empty time if it carries none."""
    name = str(symbol)
    found = _TIMED.search(name)
    return (name, "") if found is None else (name.replace(found[0], ""), found[0])
