"""The figures and tables of the report are those that its catalogue announces."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reports.figures import gaps, window
from reports.figures.captioned import CaptionedFigure, NumberTable
from reports.figures.catalogue import FIGURES, TABLES, figures, tables
from tests.reports.figures.drawn import ids_of
from tests.reports.fixtures import catalogue_ledger


def test_every_figure_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report looks for obstacles under these names before it computes anything."""
    monkeypatch.setattr(gaps, "STRIDE", Fraction(1))
    monkeypatch.setattr(window, "WINDOW_POINTS", 3)
    drawn = figures(catalogue_ledger())
    assert tuple(drawn) == tuple(FIGURES)
    assert all(isinstance(figure, CaptionedFigure) and figure.title and figure.caption for figure in drawn.values())
    assert "λ = 1.08" in drawn["plan-1.08"].title and "λ = 2" in drawn["plan-2"].title
    ids = [name for figure in drawn.values() for name in ids_of(figure.svg)]
    assert len(ids) == len(set(ids))


def test_every_table_is_announced() -> None:
    assert tuple(tables()) == tuple(TABLES) == ("w2",)
    assert all(isinstance(table, NumberTable) for table in tables().values())


def test_every_entry_says_what_it_is_and_where() -> None:
    for entry in (*FIGURES.values(), *TABLES.values()):
        assert entry.says and callable(entry.load())
