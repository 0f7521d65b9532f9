"""The open window: the best canonical plan against the best of all plans."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import matplotlib
from matplotlib.figure import Figure

from numerics.model.problem import Problem
from numerics.model.regimes import phase_boundaries
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import midpoint_double
from numerics.solvers.solve import solve
from numerics.sweeps.scan import DOUBLE_DIGITS, scan
from reports.figures.captioned import CaptionedFigure
from reports.figures.style import SOFT, STYLE, shade_window, svg
from reports.verify.ledger import Ledger


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


def window_figure(data: WindowData) -> str:
    """The minimum over all plans against the best canonical plan, across the open window."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 3.6), layout="constrained")
        ax = figure.add_subplot()
        shade_window(ax, data.lam_boot, data.lam_vanilla, inside=True)
        ax.plot(data.lam, data.canonical, color=SOFT, ls=(0, (5, 2)), lw=1.8, label="best canonical plan", zorder=2)
        ax.plot(data.lam, data.optimum, color="#D55E00", lw=1.4, label="best of all plans", zorder=3)
        ax.set(yscale="log", xlabel=r"variance of the data $\lambda$", ylabel=r"$W_2$ to the teacher")
        ax.margins(x=0.01)
        ax.minorticks_off()
        ax.grid(axis="y", color="#e3e6ea", lw=0.6, zorder=0)
        ax.set_axisbelow(True)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9.5, handlelength=3)
        return svg(figure, "window", "Cancellation inside the open window", data.caption)


WINDOW_STEPS, WINDOW_BUDGET, WINDOW_POINTS = 8, Fraction(2), 240


def window_data() -> WindowData:
    """Best canonical plan and certified minimum over all plans, at evenly spread variances of the open window."""
    schedule = Cosine(WINDOW_STEPS)
    boundaries = phase_boundaries(schedule)
    width = boundaries.vanilla - boundaries.boot
    lam = [Fraction(boundaries.boot + width * (k + 0.5) / WINDOW_POINTS) for k in range(WINDOW_POINTS)]
    found = [solve(Problem(schedule, Spectrum((value,)), WINDOW_BUDGET)) for value in lam]
    for value, best in zip(lam, found, strict=True):
        if not best.certified:
            raise RuntimeError(f"no certified minimum at lambda = {float(value)}")
    points = scan(schedule, lam, WINDOW_BUDGET, DOUBLE_DIGITS, [best.plan for best in found])
    return WindowData(
        steps=WINDOW_STEPS,
        budget=float(WINDOW_BUDGET),
        lam=tuple(map(float, lam)),
        canonical=tuple(min(map(midpoint_double, point.w2[:-1])) for point in points),
        optimum=tuple(midpoint_double(point.w2[-1]) for point in points),
        lam_boot=boundaries.boot,
        lam_vanilla=boundaries.vanilla,
    )


def window(_: Ledger) -> CaptionedFigure:
    """The window of the cosine schedule at T = 8."""
    data = window_data()
    return CaptionedFigure(window_figure(data), "Inside the window errors can cancel", data.caption)
