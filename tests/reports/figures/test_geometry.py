"""Signal-noise vectors: where they end, and where one is projected on the next."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reports.figures.geometry import GeometryPanel, geometry, geometry_figure, geometry_of
from tests.reports.figures.drawn import require_named_and_repeatable, require_own_references
from tests.reports.fixtures import catalogue_ledger

PANELS = (
    GeometryPanel(r"$\lambda = 1$", ((1.0, 0.0), (0.7, 0.7), (0.0, 1.0))),
    GeometryPanel(r"$\lambda > 1$", ((2.0, 0.0), (1.4, 0.7), (0.0, 1.0)), ((1, (1.6, 0.8)),)),
)


def drawn() -> str:
    return geometry_figure(PANELS)


def test_the_figure_is_named_and_repeatable() -> None:
    require_named_and_repeatable(drawn)


def test_its_references_stay_inside() -> None:
    require_own_references(drawn())


def test_the_foot_is_the_projection() -> None:
    """On the line of v_4, and what is left of v_3 is orthogonal to it; v_4 itself is no projection."""
    panel = geometry_of(Fraction(2, 5))
    ((t, foot),) = panel.feet
    before, onto = panel.vectors[t - 1], panel.vectors[t]
    assert foot[0] * onto[1] == pytest.approx(foot[1] * onto[0])
    assert (before[0] - foot[0]) * onto[0] + (before[1] - foot[1]) * onto[1] == pytest.approx(0, abs=1e-15)
    assert foot != pytest.approx(onto, rel=1e-3)


def test_vectors_lead_from_the_data_to_the_noise() -> None:
    panel = geometry_of(Fraction(5, 2))
    assert panel.title == "λ = 2.5" and len(panel.vectors) == 9
    assert panel.vectors[0] == pytest.approx((2.5**0.5, 0.0))
    assert panel.vectors[-1] == pytest.approx((0.0, 1.0))


def test_a_panel_without_vectors_is_drawn_and_the_figure_has_its_words() -> None:
    assert "<svg" in geometry_figure([GeometryPanel("nothing", ())])
    shown = geometry(catalogue_ledger())
    assert shown.title == "Signal-noise vectors" and "T = 8" in shown.caption
