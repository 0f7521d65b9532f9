"""The numbers behind the figures: the paper's figure 2 and the geometry of the signal-noise vectors."""

from __future__ import annotations

from fractions import Fraction

from numerics.solvers.interval_dp import interval_plan
from reports.figures.arcs import arc_figure, plan_caption
from reports.figures.captioned import CaptionedFigure
from reports.figures.claims import dependency_figure
from reports.figures.gaps import gap_data, gap_figure
from reports.figures.geometry import geometry_figure, geometry_of
from reports.figures.setting import BUDGET, SHOWN, STEPS, shown_problem
from reports.figures.window import window_data, window_figure
from reports.verify.ledger import Ledger

FIGURES = ("gaps", "window", *(f"plan-{float(lam):g}" for lam in SHOWN), "geometry", "claims")


def figures(ledger: Ledger) -> dict[str, CaptionedFigure]:
    """All figures of the report by file name without ending: those of FIGURES."""
    gaps = gap_data()
    found = {
        "gaps": CaptionedFigure(gap_figure(gaps), "Which plan is best, against the variance of the data", gaps.caption)
    }
    window = window_data()
    found["window"] = CaptionedFigure(window_figure(window), "Inside the window errors can cancel", window.caption)
    for lam in SHOWN:
        problem = shown_problem(lam)
        kept = interval_plan(problem)
        title = f"λ = {float(lam):g}, T = {STEPS}, s = {float(BUDGET):g}"
        found[f"plan-{float(lam):g}"] = CaptionedFigure(
            arc_figure(kept, STEPS, title),
            f"The plan of the interval dynamic program at λ = {float(lam):g}",
            plan_caption(lam, kept),
        )
    found["geometry"] = CaptionedFigure(
        geometry_figure([geometry_of(Fraction(2, 5)), geometry_of(Fraction(5, 2))]),
        "Signal-noise vectors",
        "Vectors v_t = (alpha_t sqrt(lambda), sigma_t) of the cosine schedule, T = 8. A teacher step multiplies by the "
        "projection of v_{t-1} on v_t over |v_t| (C3.1).",
    )
    found["claims"] = CaptionedFigure(
        dependency_figure(ledger), "What rests on what", "An arrow leads from a claim to a claim that rests on it."
    )
    return found
