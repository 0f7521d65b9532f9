"""The signal-noise vectors of the paper's figure 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.model.schedules.cosine import Cosine
from reports.figures.captioned import CaptionedFigure
from reports.figures.style import SOFT, STYLE, Point, svg
from reports.verify.ledger import Ledger


@dataclass(frozen=True)
class GeometryPanel:
    """Signal-noise vectors v_0 ... v_T of one variance; feet: for some t, the projection of v_{t-1} on v_t."""

    title: str
    vectors: tuple[Point, ...]
    feet: tuple[tuple[int, Point], ...] = ()


def geometry_figure(panels: Sequence[GeometryPanel]) -> str:
    """Signal-noise vectors on their ellipses, one panel a variance, all on one scale; dashed: projections."""
    with matplotlib.rc_context(STYLE):
        high = 1.18 * max((v[1] for panel in panels for v in panel.vectors), default=1.0)
        widths = [1.18 * max(max((v[0] for v in panel.vectors), default=0.0), 0.3 * high) for panel in panels]
        scale = min(2.6 / high, 8.4 / sum(widths, start=1e-9))
        size = (scale * sum(widths) + 0.95 * len(panels), scale * high + 0.95)
        figure = Figure(figsize=size, layout="compressed")
        row = figure.subplots(1, len(panels), squeeze=False, width_ratios=widths)[0]
        for panel, ax, width in zip(panels, row, widths, strict=True):
            _geometry_panel(ax, panel)
            ax.set(xlim=(-0.03 * high, width), ylim=(-0.03 * high, high))
        title = "Signal-noise vectors"
        return svg(figure, "geometry", title, "; ".join(f"{p.title}: {len(p.vectors)} vectors" for p in panels))


def _geometry_panel(ax: Axes, panel: GeometryPanel) -> None:
    colours = matplotlib.colormaps["cividis"]
    last = len(panel.vectors) - 1
    ax.plot(*zip(*panel.vectors, strict=True), color=SOFT, lw=0.8, zorder=1)
    # With projections drawn, only the vectors that take part in them are drawn as arrows.
    taking_part = {s for t, _ in panel.feet for s in (t - 1, t)} or set(range(last + 1))
    for t, (x, y) in enumerate(panel.vectors):
        colour = colours(0.85 * t / max(1, last))
        ax.plot([x], [y], "o", ms=3, color=colour, zorder=3)
        if t in taking_part:
            arrow: Any = {"arrowstyle": "-|>", "lw": 1.3, "color": colour, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", (x, y), (0, 0), arrowprops=arrow)
            # The label lies beyond the tip, or beside it where a projection ends beyond the tip.
            norm = math.hypot(x, y) or 1.0
            along, beside = (-0.6, 0.9) if t in {s for s, _ in panel.feet} else (1.0, 0.0)
            offset = (11 * (along * x - beside * y) / norm, 11 * (along * y + beside * x) / norm)
            words: Any = {"textcoords": "offset points", "ha": "center", "va": "center", "fontsize": 10}
            ax.annotate(f"$v_{{{t}}}$", (x, y), offset, **words)
    for t, foot in panel.feet:
        start = panel.vectors[t - 1]
        ax.plot([start[0], foot[0]], [start[1], foot[1]], color="#D55E00", lw=1.2, ls=(0, (3, 2)), zorder=2)
        ax.plot([panel.vectors[t][0], foot[0]], [panel.vectors[t][1], foot[1]], color="#D55E00", lw=0.8, zorder=2)
        ax.plot([foot[0]], [foot[1]], "s", ms=4, color="#D55E00", zorder=4)
    ax.set_aspect("equal")
    ax.set_title(panel.title, fontsize=10.5)
    ax.set_xlabel(r"signal $\alpha_t\sqrt{\lambda}$")
    ax.set_ylabel(r"noise $\sigma_t$")
    ax.locator_params(nbins=4)


def geometry_of(lam: Fraction) -> GeometryPanel:
    """The eight steps of the cosine schedule at one variance, with the projection at t = 4."""
    alpha, sigma = Cosine(8).arrays()
    scale = math.sqrt(lam)
    vectors = tuple((float(a) * scale, float(s)) for a, s in zip(alpha, sigma, strict=True))
    return GeometryPanel(f"λ = {float(lam):g}", vectors, ((4, _foot(vectors[3], vectors[4])),))


def _foot(vector: tuple[float, float], onto: tuple[float, float]) -> tuple[float, float]:
    ratio = (vector[0] * onto[0] + vector[1] * onto[1]) / (onto[0] ** 2 + onto[1] ** 2)
    return ratio * onto[0], ratio * onto[1]


def geometry(_: Ledger) -> CaptionedFigure:
    """The vectors of the cosine schedule below and above variance 1."""
    return CaptionedFigure(
        geometry_figure([geometry_of(Fraction(2, 5)), geometry_of(Fraction(5, 2))]),
        "Signal-noise vectors",
        "Vectors v_t = (alpha_t sqrt(lambda), sigma_t) of the cosine schedule, T = 8. A teacher step multiplies by the "
        "projection of v_{t-1} on v_t over |v_t| (C3.1).",
    )
