"""A figure and a table with their words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaptionedFigure:
    """An SVG with the words beneath it."""

    svg: str
    title: str
    caption: str


@dataclass(frozen=True)
class NumberTable:
    """Numbers for a reader, ready as text; the first column names the row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
