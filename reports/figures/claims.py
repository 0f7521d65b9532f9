"""The graph of the claims: what rests on what."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Curve

from proofs.logic.verdict import Verdict
from reports.figures.captioned import CaptionedFigure
from reports.figures.style import SOFT, STYLE, Point, svg
from reports.notation import unicode
from reports.verify.ledger import Ledger

VERDICTS: Final = {
    Verdict.PROVED: ("#d8efe6", "#00694c", "✓"), Verdict.REFUTED: ("#fbe3d3", "#a84300", "✗"),
    Verdict.NO_COUNTEREXAMPLE: ("#eceef0", "#00694c", "○"),
    Verdict.UNDECIDED: ("#fdf3cf", "#7a5d00", "?"), Verdict.NOT_RUN: ("#eceef0", "#59626b", "–"),
}  # fmt: skip


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
            f"{c.id}: {c.outcome}, rests on {', '.join(c.depends_on) or 'nothing'}" for c in ledger.claims
        )
        return svg(figure, "claims", "Claims and what they rest on", words)


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


def claims(ledger: Ledger) -> CaptionedFigure:
    """The graph of all claims of a ledger."""
    words = "An arrow leads from a claim to a claim that rests on it."
    return CaptionedFigure(dependency_figure(ledger), "What rests on what", words)
