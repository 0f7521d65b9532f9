"""What every page is made from: a ledger, its figures, its tables of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.figures.captioned import CaptionedFigure, NumberTable
from reports.verify.ledger import Ledger


class NotMade(Exception):
    """A format that cannot be made here; the message says why."""


@dataclass(frozen=True)
class Report:
    """A ledger with its figures and tables, each by name."""

    ledger: Ledger
    figures: Mapping[str, CaptionedFigure]
    tables: Mapping[str, NumberTable]


def ledger_json(report: Report) -> str:
    """The ledger itself."""
    return report.ledger.to_json()
