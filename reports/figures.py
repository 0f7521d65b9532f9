"""Figures as SVG: given numbers and ledgers are drawn, nothing is computed but positions on the page."""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final, TypeAlias

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, FancyBboxPatch, PathPatch
from matplotlib.path import Path as Curve

from numerics.plans import Plan, leaves, merges
from proofs.words import Verdict
from reports.latex import unicode
from reports.ledger import Ledger

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
}  # fmt: skip
NAMES: Final = {"boot": "sequential BOOT", "consistency": "sequential consistency"}
VERDICTS: Final = {
    Verdict.PROVED: ("#d8efe6", "#00694c", "✓"), Verdict.REFUTED: ("#fbe3d3", "#a84300", "✗"),
    Verdict.UNDECIDED: ("#fdf3cf", "#7a5d00", "?"), Verdict.NOT_RUN: ("#eceef0", "#59626b", "–"),
}  # fmt: skip


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


@dataclass(frozen=True)
class GapData:
    """Gap of each strategy to the best plan, against the variance of the data; zero: equal to the best plan."""

    steps: int
    budget: float
    lam: tuple[float, ...]
    gaps: Mapping[str, tuple[float, ...]]
    lam_boot: float
    lam_vanilla: float

    @property
    def floor(self) -> float:
        """Where zeros are drawn: a power of ten below the least positive gap."""
        positive = [gap for gaps in self.gaps.values() for gap in gaps if gap > 0]
        return 10.0 ** (math.floor(math.log10(min(positive, default=1e-15))) - 1)

    @property
    def caption(self) -> str:
        return (
            "Gap in W_2 of the four canonical plans to the best plan (in the shaded window: the best found), "
            "against lambda; "
            f"T = {self.steps}, s = {self.budget:g}. "
            "A gap of exactly 0 is drawn on the lowest line of the axis, marked 0. Sequential BOOT is optimal left of "
            f"lambda_- = {self.lam_boot:.4f}, vanilla right of lambda_+ = {self.lam_vanilla:.4f}; "
            "the window between is shaded."
        )


@dataclass(frozen=True)
class WindowData:
    """W_2 of the best canonical plan and of the best of all plans at variances across the open window."""

    steps: int
    budget: float
    lam: tuple[float, ...]
    canonical: tuple[float, ...]
    optimum: tuple[float, ...]
    lam_boot: float
    lam_vanilla: float

    @property
    def caption(self) -> str:
        ratios = [c / o if o else math.inf for c, o in zip(self.canonical, self.optimum, strict=True)]
        best = max(range(len(ratios)), key=ratios.__getitem__)
        return (
            "W_2 of the best canonical plan and the certified minimum over all plans, against lambda "
            f"from lambda_- to lambda_+; T = {self.steps}, s = {self.budget:g}. Inside the window some steps contract and "
            "others expand, so the errors of different merges can cancel to nearly zero (N7): at lambda = "
            f"{self.lam[best]:.4g} the best plan is {ratios[best]:.3g} times closer than the best canonical one. No bound "
            "away from zero is known there, so for one coordinate and many steps the gap of the plan found can be all of "
            "its W_2."
        )


@dataclass(frozen=True)
class GeometryPanel:
    """Signal-noise vectors v_0 ... v_T of one variance; feet: for some t, the projection of v_{t-1} on v_t."""

    title: str
    vectors: tuple[Point, ...]
    feet: tuple[tuple[int, Point], ...] = ()


def gap_figure(data: GapData) -> str:
    """The gap of the canonical plans against lambda, with the window between the two proved regimes."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.1), layout="constrained")
        ax = figure.add_subplot()
        _shade_window(ax, data.lam_boot, data.lam_vanilla)
        for name, gaps in data.gaps.items():
            colour, dash, marker = STRATEGIES.get(name, (INK, "-", "x"))
            heights = [max(gap, data.floor) for gap in gaps]
            spacing = max(1, len(gaps) // 14)
            ax.plot(
                data.lam, heights, color=colour, ls=dash, marker=marker, ms=4.5, markevery=spacing, lw=1.8,
                label=NAMES.get(name, name), clip_on=False, zorder=3,
            )  # fmt: skip
        ax.set(yscale="log", xlabel=r"variance of the data $\lambda$", ylabel=r"gap to the best plan in $W_2$")
        ax.margins(x=0.01)
        _log_axis_with_zero(ax, data.floor)
        figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=9.5, handlelength=3)
        return _svg(figure, "gap", "Gap of the canonical plans to the best plan", data.caption)


def _shade_window(ax: Axes, low: float, high: float, inside: bool = False) -> None:
    """The open window, its ends labelled on their outer sides, or on their inner ones."""
    ax.axvspan(low, high, color="#eef1f4", lw=0, zorder=0)
    sides = ("left", "right") if inside else ("right", "left")
    for edge, label, align in zip((low, high), (r"$\lambda_-$", r"$\lambda_+$"), sides, strict=True):
        ax.axvline(edge, color=SOFT, lw=0.9, zorder=1)
        text = f" {label} = {edge:.4f} "
        ax.annotate(text, (edge, 1), xycoords=("data", "axes fraction"), ha=align, va="bottom", fontsize=10)


def window_figure(data: WindowData) -> str:
    """The minimum over all plans against the best canonical plan, across the open window."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 3.6), layout="constrained")
        ax = figure.add_subplot()
        _shade_window(ax, data.lam_boot, data.lam_vanilla, inside=True)
        ax.plot(data.lam, data.canonical, color=SOFT, ls=(0, (5, 2)), lw=1.8, label="best canonical plan", zorder=2)
        ax.plot(data.lam, data.optimum, color="#D55E00", lw=1.4, label="best of all plans", zorder=3)
        ax.set(yscale="log", xlabel=r"variance of the data $\lambda$", ylabel=r"$W_2$ to the teacher")
        ax.margins(x=0.01)
        ax.minorticks_off()
        ax.grid(axis="y", color="#e3e6ea", lw=0.6, zorder=0)
        ax.set_axisbelow(True)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9.5, handlelength=3)
        return _svg(figure, "window", "Cancellation inside the open window", data.caption)


def _log_axis_with_zero(ax: Axes, floor: float) -> None:
    top = ax.get_ylim()[1]
    low, high = round(math.log10(floor)), math.ceil(math.log10(top))
    stride = max(1, math.ceil((high - low) / 7))
    exponents = range(low + 1, high + 1, stride)
    ax.set_ylim(floor, top)
    ax.set_yticks([floor, *(10.0**e for e in exponents)], ["0", *(f"$10^{{{e}}}$" for e in exponents)])
    ax.minorticks_off()
    ax.grid(axis="y", color="#e3e6ea", lw=0.6, zorder=0)
    ax.set_axisbelow(True)


def arc_figure(plan: Plan, steps: int, title: str) -> str:
    """A merge plan over the steps T ... 1: each merge an arc over what it covers, the earliest lightest."""
    order = merges(plan)
    if sorted(leaves(plan)) != list(range(1, steps + 1)):
        raise ValueError(f"the plan does not cover the steps {steps} ... 1")
    colours = matplotlib.colormaps["Blues"]
    # Merges of the same height in the tree happen alongside each other; the root is the last.
    ranks = _heights([(m.first, m.last) for m in order])
    last = max(ranks, default=1)
    widest = max((m.first - m.last + 1 for m in order), default=1)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 0.8 + 3.1 * (widest + 2) / (steps + 4)), layout="constrained")
        ax = figure.add_subplot()
        for merge, rank in zip(order, ranks, strict=True):
            # An arc leaves from time t = first and lands at time last - 1; time runs from T on the left to 0.
            left, right = steps - merge.first, steps - merge.last + 1
            shade = colours(0.30 + 0.65 * rank / last)
            ax.add_patch(
                Arc(((left + right) / 2, 0), right - left, 0.9 * (right - left), theta1=0, theta2=180, ec=shade,
                    lw=1.3 if steps > 16 else 1.8, zorder=rank)
            )  # fmt: skip
        ax.plot(range(steps + 1), [0] * (steps + 1), "o-", color=INK, ms=3.2, lw=0.8, zorder=last + 1)
        stride = next(n for n in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024) if steps / n <= 16)
        shown = [t for t in range(steps, -1, -1) if t % stride == 0 or t == steps]
        ax.set_xticks([steps - t for t in shown], [str(t) for t in shown])
        ax.set(xlim=(-0.5, steps + 0.5), ylim=(-0.03 * steps - 0.1, 0.47 * widest), yticks=[], xlabel="time $t$")
        ax.tick_params(axis="x", length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_title(title, fontsize=11)
        words = f"{len(order)} merges; each arc spans the steps that one merge covers, lighter arcs are earlier merges"
        return _svg(figure, f"arcs-{_slug(title)}", f"Merge plan: {title}", words)


def _heights(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Per merge, one more than the highest merge inside it; operands come before the merges that use them."""
    stack: list[tuple[int, int, int]] = []
    heights: list[int] = []
    for first, last in spans:
        inside = 0
        while stack and stack[-1][0] <= first and stack[-1][1] >= last:
            inside = max(inside, stack.pop()[2])
        stack.append((first, last, inside + 1))
        heights.append(inside + 1)
    return heights


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
        return _svg(figure, "geometry", title, "; ".join(f"{p.title}: {len(p.vectors)} vectors" for p in panels))


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


def dependency_figure(ledger: Ledger) -> str:
    """What rests on what: an arrow leads from a claim to each claim that uses it; the verdict is in the sign too."""
    places = _layers({c.id: tuple(d for d in c.depends_on) for c in ledger.claims})
    columns = 1 + max((x for x, _ in places.values()), default=0)
    rows = 1 + max((abs(y) for _, y in places.values()), default=0) * 2
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(1.66 * columns + 0.2, 0.9 * rows + 0.2))
        ax = figure.add_axes((0, 0, 1, 1))
        taken: list[tuple[float, float, float]] = []
        for claim in ledger.claims:
            x, y = places[claim.id]
            fill, edge, sign = VERDICTS[claim.verdict]
            style = "round,pad=0,rounding_size=0.08"
            box = FancyBboxPatch((x - 0.4, y - 0.36), 0.8, 0.72, boxstyle=style, fc=fill, ec=edge)
            box.set_linewidth(1.0 if claim.as_expected else 2.6)
            box.set_zorder(3)
            ax.add_patch(box)
            name = f"{sign} {claim.id}"
            ax.text(x, y + 0.24, name, ha="center", va="center", weight="bold", color=edge, fontsize=9, zorder=4)
            label = "\n".join(textwrap.wrap(unicode(claim.title), 22, max_lines=3, placeholder=" …"))
            ax.text(x, y - 0.08, label, ha="center", va="center", fontsize=6.8, linespacing=1.15, zorder=4)
            for parent in claim.depends_on:
                if parent in places:
                    _edge(ax, places[parent], (x, y), list(places.values()), taken)
        ax.set(xlim=(-0.5, columns - 0.5), ylim=(-rows / 2 - 0.05, rows / 2 + 0.05))
        ax.set_axis_off()
        words = "; ".join(
            f"{c.id}: {c.verdict}, rests on {', '.join(c.depends_on) or 'nothing'}" for c in ledger.claims
        )
        return _svg(figure, "claims", "Claims and what they rest on", words)


def _edge(ax: Axes, start: Point, end: Point, boxes: Sequence[Point], taken: list[tuple[float, float, float]]) -> None:
    """An arrow between two boxes. taken: lanes in use, as (height, from, to); a long edge adds its own."""
    (x0, y0), (x1, y1) = (start[0] + 0.4, start[1]), (end[0] - 0.43, end[1])
    between = [y for x, y in boxes if start[0] < x < end[0]]
    points: list[Point] = [(x0, y0), ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1), (x1, y1)]
    codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
    if between:
        # A long edge runs in the lane nearest to its ends that no box and no other edge on its way occupies.
        lanes = [step / 25 for step in range(-25 * len(boxes), 25 * len(boxes) + 1)]
        free = [lane for lane in lanes if all(abs(lane - y) > 0.4 for y in between)]
        free = [lane for lane in free if all(abs(lane - y) > 0.07 or x1 < u or v < x0 for y, u, v in taken)]
        lane = min(free, key=lambda y: (abs(y - y0) + abs(y - y1), abs(y)))
        taken.append((lane, x0, x1))
        points = [(x0, y0), (x0 + 0.12, y0), (x0 + 0.08, lane), (x0 + 0.22, lane)]
        points += [(x1 - 0.2, lane), (x1 - 0.06, lane), (x1 - 0.12, y1), (x1, y1)]
        codes += [Curve.LINETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
    ax.add_patch(PathPatch(Curve(points, codes), fc="none", ec=SOFT, lw=0.9, zorder=1))
    ax.plot([x1 + 0.01], [y1], ">", ms=4, color=SOFT, zorder=2)


def _layers(parents: Mapping[str, tuple[str, ...]]) -> dict[str, Point]:
    """Column: the longest way from a claim without parents. Row: near the mean row of the parents."""
    depth: dict[str, int] = {}

    def visit(name: str) -> int:
        if name not in depth:
            depth[name] = 0  # a cycle would be a fault of the ledger; it must not hang the report
            depth[name] = 1 + max((visit(p) for p in parents[name] if p in parents), default=-1)
        return depth[name]

    columns: dict[int, list[str]] = {}
    for name in parents:
        columns.setdefault(visit(name), []).append(name)
    places: dict[str, Point] = {}
    for x in sorted(columns):
        wanted = {n: [places[p][1] for p in parents[n] if p in places] for n in columns[x]}
        ordered = sorted(columns[x], key=lambda n: -sum(wanted[n]) / max(1, len(wanted[n])))
        for row, name in enumerate(ordered):
            places[name] = (float(x), (len(ordered) - 1) / 2 - row)
    return places


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _svg(figure: Figure, name: str, title: str, description: str) -> str:
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
