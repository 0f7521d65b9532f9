"""The look of all figures, and a figure as SVG that fits in a page beside others."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import matplotlib
from matplotlib.figure import Figure

from numerics.plans.plan import Plan
from reports.figures.arcs import arc_figure
from reports.figures.gaps import GapData, gap_figure
from reports.figures.style import STYLE, shade_window, svg
from tests.reports.figures.drawn import ids_of, require_own_references


def a_figure() -> Figure:
    figure = Figure(figsize=(2, 1))
    figure.add_subplot().plot([0, 1], [0, 1])
    return figure


def as_svg(name: str, title: str = "t", description: str = "d") -> str:
    with matplotlib.rc_context(STYLE):
        return svg(a_figure(), name, title, description)


def test_ids_carry_the_name_of_the_figure() -> None:
    first, second = as_svg("one"), as_svg("two")
    assert all(name.startswith("one-") for name in ids_of(first))
    assert first.replace("one-", "two-") == second != first
    require_own_references(first)


def test_title_and_description_are_escaped() -> None:
    root = ET.fromstring(as_svg("name", r"$\lambda$ <1>", "a & b"))
    assert (root[0].text, root[1].text) == ("lambda <1>", "a & b")
    assert root.get("width") == "192px" and root.get("height") is None


def test_the_window_is_labelled_at_its_ends_outside_or_inside() -> None:
    for inside, sides in ((False, ["right", "left"]), (True, ["left", "right"])):
        ax = Figure().add_subplot()
        shade_window(ax, 1.05, 2.0, inside)
        assert [text.get_ha() for text in ax.texts] == sides
        assert ["1.0500" in ax.texts[0].get_text(), "2.0000" in ax.texts[1].get_text()] == [True, True]


def test_two_figures_share_no_ids() -> None:
    gap = GapData(2, 1.0, (1.0, 2.0), {"boot": (0.0, 1e-3)}, 1.0, 2.0)
    first, second = set(ids_of(gap_figure(gap))), set(ids_of(arc_figure(Plan.of([2, 1]), 2, "two steps")))
    assert first and second and not first & second
