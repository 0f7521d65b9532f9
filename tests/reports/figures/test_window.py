"""Errors cancel inside the open window, and the caption says where most."""

from __future__ import annotations

from reports.figures.window import WindowData, window_data, window_figure
from tests.reports.figures.drawn import require_named_and_repeatable, require_own_references

WINDOW = WindowData(8, 2.0, (1.3, 1.4, 1.5), (1e-3, 2e-3, 3e-3), (1e-3, 2e-8, 3e-3), 1.2185, 2.0196)


def drawn() -> str:
    return window_figure(WINDOW)


def test_the_figure_is_named_and_repeatable() -> None:
    require_named_and_repeatable(drawn)


def test_its_references_stay_inside() -> None:
    require_own_references(drawn())


def test_errors_cancel_inside_the_window() -> None:
    data = window_data()
    assert all(data.lam_boot < lam < data.lam_vanilla for lam in data.lam)
    assert all(0 < least <= other for least, other in zip(data.optimum, data.canonical, strict=True))
    assert max(other / least for least, other in zip(data.optimum, data.canonical, strict=True)) > 1000


def test_the_window_caption_names_the_strongest_cancellation() -> None:
    assert "at lambda = 1.4 the best plan is 1e+05 times closer" in WINDOW.caption
