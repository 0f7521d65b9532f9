"""A figure and a table are values: what a page is made from cannot change beneath it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from reports.figures.captioned import CaptionedFigure, NumberTable


def test_a_figure_and_a_table_are_frozen_values() -> None:
    figure, table = CaptionedFigure("<svg/>", "title", "words"), NumberTable("words", ("x", "y"), (("1", "2"),))
    assert figure == CaptionedFigure("<svg/>", "title", "words") != CaptionedFigure("<svg/>", "title", "other words")
    assert len({table, NumberTable("words", ("x", "y"), (("1", "2"),)), NumberTable("words", ("x", "y"), ())}) == 2
    with pytest.raises(FrozenInstanceError):
        figure.svg = ""  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        table.rows = ()  # type: ignore[misc]
