"""The figures and tables of the report, in its order.

A further figure: a file of this folder with a function (ledger) -> CaptionedFigure, and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from numerics.named import Named

if TYPE_CHECKING:
    from reports.figures.captioned import CaptionedFigure, NumberTable
    from reports.verify.ledger import Ledger

_HERE: Final = "reports.figures"

FIGURES: Final[Mapping[str, Named]] = {
    "gaps": Named("the canonical plans against the best one", f"{_HERE}.gaps", "gaps"),
    "window": Named("the open window", f"{_HERE}.window", "window"),
    "plan-1.08": Named("the program's plan at lambda = 1.08", f"{_HERE}.arcs", "near_the_lower_end"),
    "plan-2": Named("the program's plan at lambda = 2", f"{_HERE}.arcs", "near_the_upper_end"),
    "geometry": Named("signal-noise vectors", f"{_HERE}.geometry", "geometry"),
    "claims": Named("what rests on what", f"{_HERE}.claims", "claims"),
}
"""Figures by file name without ending: (ledger) -> CaptionedFigure."""

TABLES: Final[Mapping[str, Named]] = {"w2": Named("W_2 of every plan", f"{_HERE}.tables", "w2")}
"""Tables of numbers by name: () -> NumberTable."""


def figures(ledger: Ledger) -> dict[str, CaptionedFigure]:
    """All figures, drawn."""
    return {name: entry.load()(ledger) for name, entry in FIGURES.items()}


def tables() -> dict[str, NumberTable]:
    """All tables of numbers."""
    return {name: entry.load()() for name, entry in TABLES.items()}
