"""Figures: well-formed, named for screen readers, the same twice."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from numerics.plans.canonical import CANONICAL
from reports.figures import style as figures
from reports.figures.gaps import GapData
from reports.figures.geometry import GeometryPanel
from reports.figures.window import WindowData
from tests.reports.fixtures import catalogue_ledger

LAM = tuple(0.25 * i for i in range(1, 17))
GAP = GapData(
    steps=32,
    budget=6.4,
    lam=LAM,
    gaps={
        "boot": tuple(0.0 if x <= 1.05 else 1e-7 * x for x in LAM),
        "vanilla": tuple(0.0 if x >= 2.001 else 1e-6 for x in LAM),
        "progressive": tuple(1e-5 for x in LAM),
        "consistency": tuple(1e-3 / x for x in LAM),
    },
    lam_boot=1.0503,
    lam_vanilla=2.0012,
)

PANELS = (
    GeometryPanel(r"$\lambda = 1$", ((1.0, 0.0), (0.7, 0.7), (0.0, 1.0))),
    GeometryPanel(r"$\lambda > 1$", ((2.0, 0.0), (1.4, 0.7), (0.0, 1.0)), ((1, (1.6, 0.8)),)),
)

WINDOW = WindowData(8, 2.0, (1.3, 1.4, 1.5), (1e-3, 2e-3, 3e-3), (1e-3, 2e-8, 3e-3), 1.2185, 2.0196)
MAKERS: dict[str, Callable[[], str]] = {
    "gap": lambda: figures.gap_figure(GAP),
    "window": lambda: figures.window_figure(WINDOW),
    "arcs": lambda: figures.arc_figure(((4, 3), (2, 1)), 4, r"$\lambda = 2$ & more"),
    "geometry": lambda: figures.geometry_figure(PANELS),
    "claims": lambda: figures.dependency_figure(catalogue_ledger()),
}


@pytest.mark.parametrize("name", MAKERS)
def test_figure_is_well_formed_named_and_repeatable(name: str) -> None:
    svg = MAKERS[name]()
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    named = str(root.get("aria-labelledby")).split()
    assert [root[0].get("id"), root[1].get("id")] == named
    assert svg == MAKERS[name]()


@pytest.mark.parametrize("name", MAKERS)
def test_references_lead_to_ids_of_the_same_figure(name: str) -> None:
    svg = MAKERS[name]()
    ids = re.findall(r'\bid="([^"]+)"', svg)
    used = re.findall(r'href="#([^"]+)"', svg) + re.findall(r"url\(#([^)]+)\)", svg)
    assert len(ids) == len(set(ids))
    assert used
    assert set(used) <= set(ids)
    assert "font-family" not in svg
    assert "<text" not in svg
    assert not re.search(r"\d{4}-\d\d-\d\d", svg)


def test_two_figures_share_no_ids() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', MAKERS[name]())) for name in ("gap", "arcs"))
    assert not first & second


def test_zeros_lie_below_every_positive_gap_and_the_caption_says_so() -> None:
    positive = [gap for gaps in GAP.gaps.values() for gap in gaps if gap > 0]
    assert 0 < GAP.floor < min(positive) / 9
    assert "lowest line" in GAP.caption
    assert "1.0503" in GAP.caption
    assert "2.0012" in GAP.caption
    nothing = GapData(2, 1.0, (1.0, 2.0), {"boot": (0.0, 0.0)}, 1.0, 2.0)
    assert ET.fromstring(figures.gap_figure(nothing)) is not None


@pytest.mark.parametrize("steps", [1, 2, 3, 32, 200])
@pytest.mark.parametrize("strategy", CANONICAL)
def test_arcs_of_every_canonical_plan(strategy: str, steps: int) -> None:
    assert ET.fromstring(figures.arc_figure(CANONICAL[strategy](steps), steps, strategy)) is not None


def test_arcs_refuse_a_plan_of_other_steps() -> None:
    with pytest.raises(ValueError, match="does not cover"):
        figures.arc_figure((3, 2), 3, "")


def test_heights_follow_the_tree() -> None:
    # [[4, 3], [2, 1]]: the pairs alongside each other, then the whole.
    assert figures._heights([(4, 3), (2, 1), (4, 1)]) == [1, 1, 2]
    assert figures._heights([(4, 3), (4, 2), (4, 1)]) == [1, 2, 3]


def test_layers_put_every_claim_after_what_it_rests_on() -> None:
    parents = {c.id: c.depends_on for c in catalogue_ledger().claims}
    places = figures._layers(parents)
    assert all(places[p][0] < places[name][0] for name in parents for p in parents[name])
    assert len(set(places.values())) == len(places)
    assert figures._layers({"a": ("missing",)}) == {"a": (0.0, 0.0)}


def test_the_window_caption_names_the_strongest_cancellation() -> None:
    assert "at lambda = 1.4 the best plan is 1e+05 times closer" in WINDOW.caption
