"""The numbers behind the figures: the paper's figure 2 and the geometry of the signal-noise vectors."""

from __future__ import annotations

import math
from fractions import Fraction

from numerics.balls import double_bounds
from numerics.operators import Problem, phase_boundaries, sides
from numerics.plans import CANONICAL, Plan
from numerics.schedules import Cosine
from numerics.solve import all_strategies, interval_plan, solve
from reports.figures import (
    CaptionedFigure,
    GapData,
    GeometryPanel,
    NumberTable,
    WindowData,
    arc_figure,
    dependency_figure,
    gap_figure,
    geometry_figure,
    window_figure,
)
from reports.ledger import Ledger

STEPS, BUDGET = 32, Fraction(32, 5)
FIRST, LAST, STRIDE = Fraction(1, 5), Fraction(3), Fraction(1, 25)
SHOWN = (Fraction(27, 25), Fraction(2))
FIGURES = ("gaps", "window", *(f"plan-{float(lam):g}" for lam in SHOWN), "geometry", "claims")
WINDOW_STEPS, WINDOW_BUDGET, WINDOW_POINTS = 8, Fraction(2), 240


def _problem(lam: Fraction) -> Problem:
    return Problem(Cosine(STEPS), (lam,), BUDGET)


def gap_data() -> GapData:
    """W_2 of the canonical plans minus W_2 of the best plan found, at T = 32 and s = 6.4.

    Besides an even grid there are points at lambda_- and lambda_+, on the proved side, where the gaps reach 0.
    """
    boundaries = phase_boundaries(Cosine(STEPS))
    if boundaries.boot_ball is None or boundaries.vanilla_ball is None:
        raise RuntimeError("no enclosure of lambda_- or lambda_+")
    ends = double_bounds(boundaries.boot_ball.unpack())[0], double_bounds(boundaries.vanilla_ball.unpack())[1]
    count = int((LAST - FIRST) / STRIDE) + 1
    lam = sorted({*(FIRST + k * STRIDE for k in range(count)), *map(Fraction, ends)})
    gaps: dict[str, list[float]] = {name: [] for name in CANONICAL}
    for value in lam:
        problem = _problem(value)
        best = solve(problem)
        for name, strategy in all_strategies(problem).items():
            same = strategy.plan == best.plan
            gaps[name].append(0.0 if same else max(0.0, strategy.w2 - best.w2))
    return GapData(
        steps=STEPS,
        budget=float(BUDGET),
        lam=tuple(map(float, lam)),
        gaps={name: tuple(values) for name, values in gaps.items()},
        lam_boot=boundaries.boot,
        lam_vanilla=boundaries.vanilla,
    )


def window_data() -> WindowData:
    """Best canonical plan and certified minimum over all plans, at evenly spread variances of the open window."""
    schedule = Cosine(WINDOW_STEPS)
    boundaries = phase_boundaries(schedule)
    width = boundaries.vanilla - boundaries.boot
    lam = [Fraction(boundaries.boot + width * (k + 0.5) / WINDOW_POINTS) for k in range(WINDOW_POINTS)]
    canonical, optimum = [], []
    for value in lam:
        problem = Problem(schedule, (value,), WINDOW_BUDGET)
        best = solve(problem)
        if not best.certified:
            raise RuntimeError(f"no certified minimum at lambda = {float(value)}")
        canonical.append(min(strategy.w2 for strategy in all_strategies(problem).values()))
        optimum.append(best.w2)
    return WindowData(
        steps=WINDOW_STEPS,
        budget=float(WINDOW_BUDGET),
        lam=tuple(map(float, lam)),
        canonical=tuple(canonical),
        optimum=tuple(optimum),
        lam_boot=boundaries.boot,
        lam_vanilla=boundaries.vanilla,
    )


def figures(ledger: Ledger) -> dict[str, CaptionedFigure]:
    """All figures of the report by file name without ending: those of FIGURES."""
    gaps = gap_data()
    found = {
        "gaps": CaptionedFigure(gap_figure(gaps), "Which plan is best, against the variance of the data", gaps.caption)
    }
    window = window_data()
    found["window"] = CaptionedFigure(window_figure(window), "Inside the window errors can cancel", window.caption)
    for lam in SHOWN:
        problem = _problem(lam)
        kept = interval_plan(problem)
        title = f"λ = {float(lam):g}, T = {STEPS}, s = {float(BUDGET):g}"
        found[f"plan-{float(lam):g}"] = CaptionedFigure(
            arc_figure(kept, STEPS, title),
            f"The plan of the interval dynamic program at λ = {float(lam):g}",
            plan_caption(lam, kept),
        )
    found["geometry"] = CaptionedFigure(
        geometry_figure([_geometry(Fraction(2, 5)), _geometry(Fraction(5, 2))]),
        "Signal-noise vectors",
        "Vectors v_t = (alpha_t sqrt(lambda), sigma_t) of the cosine schedule, T = 8. A teacher step multiplies by the "
        "projection of v_{t-1} on v_t over |v_t| (C3.1).",
    )
    found["claims"] = CaptionedFigure(
        dependency_figure(ledger), "What rests on what", "An arrow leads from a claim to a claim that rests on it."
    )
    return found


def plan_caption(lam: Fraction, kept: Plan) -> str:
    """What the arc diagram of the interval program's plan shows, and whether another plan is closer."""
    problem = _problem(lam)
    w2 = solve(problem, "interval-dp").w2
    best = solve(problem)
    where = "inside the open window" if sides(problem).kind == ("open",) else "outside the open window"
    text = f"λ = {float(lam):g} lies {where}. Each arc is a merge, earlier merges lighter. W_2 = {w2:.4g}"
    if best.plan != kept and best.w2 < w2:
        text += (
            f"; a plan with W_2 = {best.w2:.4g} exists, so keeping one operator per interval is not optimal here (T4.1)"
        )
    return text + "."


def _geometry(lam: Fraction) -> GeometryPanel:
    alpha, sigma = Cosine(8).arrays()
    scale = math.sqrt(lam)
    vectors = tuple((float(a) * scale, float(s)) for a, s in zip(alpha, sigma, strict=True))
    return GeometryPanel(f"λ = {float(lam):g}", vectors, ((4, _foot(vectors[3], vectors[4])),))


def _foot(vector: tuple[float, float], onto: tuple[float, float]) -> tuple[float, float]:
    ratio = (vector[0] * onto[0] + vector[1] * onto[1]) / (onto[0] ** 2 + onto[1] ** 2)
    return ratio * onto[0], ratio * onto[1]


def tables() -> dict[str, NumberTable]:
    """W_2 of every plan at the two variances of the paper's figure 2."""
    rows = []
    for lam in SHOWN:
        problem = _problem(lam)
        found = {name: s.w2 for name, s in all_strategies(problem).items()}
        found["interval DP"] = solve(problem, "interval-dp").w2
        found["best found"] = solve(problem).w2
        rows.append((f"{float(lam):g}", *(f"{x:.6g}" for x in found.values())))
    header = ("λ", *CANONICAL, "interval DP", "best found")
    return {"w2": NumberTable(f"W_2 to the teacher, T = {STEPS}, s = {float(BUDGET):g}", header, tuple(rows))}
