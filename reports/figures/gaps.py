"""The gap of the canonical plans against lambda: the upper half of the paper's figure 2."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.model.operators import float_operators
from numerics.model.problem import Problem
from numerics.model.regimes import phase_boundaries
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import double_bounds, midpoint_double
from numerics.plans.canonical import CANONICAL
from numerics.sweeps.interval_table import interval_table
from numerics.sweeps.scan import DOUBLE_DIGITS, scan
from reports.figures.captioned import CaptionedFigure
from reports.figures.setting import BUDGET, FIRST, LAST, STEPS, STRIDE, best_plan
from reports.figures.style import INK, NAMES, STRATEGIES, STYLE, shade_window, svg
from reports.verify.ledger import Ledger

PROGRAM = "interval program"


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
            "Gap in W_2 of the four canonical plans, and of the plan that the interval program keeps, to the best plan (in "
            "the shaded window: the best found), against lambda; "
            f"T = {self.steps}, s = {self.budget:g}. "
            "A gap of exactly 0 is drawn on the lowest line of the axis, marked 0. Sequential BOOT is optimal left of "
            f"lambda_- = {self.lam_boot:.4f}, vanilla right of lambda_+ = {self.lam_vanilla:.4f}; "
            "the window between is shaded."
        )


def gap_figure(data: GapData) -> str:
    """The gap of the canonical plans against lambda, with the window between the two proved regimes."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.1), layout="constrained")
        ax = figure.add_subplot()
        shade_window(ax, data.lam_boot, data.lam_vanilla)
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
        return svg(figure, "gap", "Gap of the canonical plans to the best plan", data.caption)


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
    found = [best_plan(value) for value in lam]
    table = interval_table(float_operators(Problem(Cosine(STEPS), Spectrum(tuple(lam)), BUDGET)))
    kept = [table.plan(0, STEPS, column) for column in range(len(lam))]
    gaps: dict[str, list[float]] = {name: [] for name in (*CANONICAL, PROGRAM)}
    points = scan(Cosine(STEPS), lam, BUDGET, DOUBLE_DIGITS, [best.plan for best in found])
    programs = scan(Cosine(STEPS), lam, BUDGET, DOUBLE_DIGITS, kept)
    for best, point, program in zip(found, points, programs, strict=True):
        plans = [*(make(STEPS) for make in CANONICAL.values()), program.plan]
        for name, plan, w2 in zip(gaps, plans, (*point.w2[:-1], program.w2[-1]), strict=True):
            gaps[name].append(0.0 if plan == best.plan else max(0.0, midpoint_double(w2) - best.w2))
    return GapData(
        steps=STEPS,
        budget=float(BUDGET),
        lam=tuple(map(float, lam)),
        gaps={name: tuple(values) for name, values in gaps.items()},
        lam_boot=boundaries.boot,
        lam_vanilla=boundaries.vanilla,
    )


def gaps(_: Ledger) -> CaptionedFigure:
    """The upper half of the paper's figure 2, with the program's line."""
    data = gap_data()
    return CaptionedFigure(gap_figure(data), "Which plan is best, against the variance of the data", data.caption)
