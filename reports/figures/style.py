"""What every figure looks like, and how it is written as SVG: the same bytes for the same numbers."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any, Final, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure

Point: TypeAlias = tuple[float, float]

INK: Final = "#1d2329"
SOFT: Final = "#8a929b"
STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "opmerge", "svg.fonttype": "path", "font.family": ["DejaVu Sans"], "font.size": 10.0,
    "mathtext.fontset": "stix", "figure.facecolor": "none", "axes.facecolor": "none",
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.8,
    "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
}  # fmt: skip

# Colours that stay apart in the common forms of colour blindness; each goes with its own dash and marker.
STRATEGIES: Final = {
    "vanilla": ("#0072B2", "-", "o"), "progressive": ("#E69F00", (0, (5, 2)), "s"),
    "consistency": ("#CC79A7", (0, (1, 1.5)), "^"), "boot": ("#009E73", (0, (6, 2, 1, 2)), "D"),
    "interval program": ("#56606b", (0, (3, 1)), "x"),
}  # fmt: skip

NAMES: Final = {"boot": "sequential BOOT", "consistency": "sequential consistency"}


def shade_window(ax: Axes, low: float, high: float, inside: bool = False) -> None:
    """The open window, its ends labelled on their outer sides, or on their inner ones."""
    ax.axvspan(low, high, color="#eef1f4", lw=0, zorder=0)
    sides = ("left", "right") if inside else ("right", "left")
    for edge, label, align in zip((low, high), (r"$\lambda_-$", r"$\lambda_+$"), sides, strict=True):
        ax.axvline(edge, color=SOFT, lw=0.9, zorder=1)
        text = f" {label} = {edge:.4f} "
        ax.annotate(text, (edge, 1), xycoords=("data", "axes fraction"), ha=align, va="bottom", fontsize=10)


def svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as an SVG element: named for screen readers, its ids prefixed so that several fit in one page."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(xlink:href="#|url\(#)', rf"\1{name}-", text)
    size = re.search(r'viewBox="0 0 ([\d.]+)', text)
    width = f"{float(size[1]) * 4 / 3:.0f}px" if size else "100%"
    title = title.replace("$", "").replace("\\", "")
    label = f'<title id="{name}-title">{escape(title)}</title>\n <desc id="{name}-desc">{escape(description)}</desc>'
    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    head += f' width="{width}" role="img" aria-labelledby="{name}-title {name}-desc"'
    return f"{head}>\n {label}{rest}"
