"""A merge plan as arcs: the lower half of the paper's figure 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patches import Arc

from numerics.model.regimes import sides
from numerics.plans.plan import Plan
from reports.figures.captioned import CaptionedFigure
from reports.figures.setting import BUDGET, SHOWN, STEPS, best_plan, program_plan, shown_problem
from reports.figures.style import INK, STYLE, svg
from reports.verify.ledger import Ledger


def arc_figure(plan: Plan, steps: int, title: str) -> str:
    """A merge plan over the steps T ... 1: each merge an arc over what it covers, the earliest lightest."""
    order = plan.merges()
    if plan.leaves != tuple(range(steps, 0, -1)):
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
        return svg(figure, f"arcs-{_slug(title)}", f"Merge plan: {title}", words)


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


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def near_the_lower_end(_: Ledger) -> CaptionedFigure:
    """The program's plan at the first variance of the paper's figure 2."""
    return _of_the_program(SHOWN[0])


def near_the_upper_end(_: Ledger) -> CaptionedFigure:
    """The program's plan at the second variance of the paper's figure 2."""
    return _of_the_program(SHOWN[1])


def _of_the_program(lam: Fraction) -> CaptionedFigure:
    title = f"λ = {float(lam):g}, T = {STEPS}, s = {float(BUDGET):g}"
    return CaptionedFigure(
        arc_figure(program_plan(lam).plan, STEPS, title),
        f"The plan of the interval dynamic program at λ = {float(lam):g}",
        plan_caption(lam),
    )


def plan_caption(lam: Fraction) -> str:
    """What the arc diagram of the interval program's plan shows, and whether another plan is closer."""
    kept, best = program_plan(lam), best_plan(lam)
    where = "inside the open window" if sides(shown_problem(lam)).kind == ("open",) else "outside the open window"
    text = f"λ = {float(lam):g} lies {where}. Each arc is a merge, earlier merges lighter. W_2 = {kept.w2:.4g}"
    if best.plan != kept.plan and best.w2 < kept.w2:
        text += (
            f"; a plan with W_2 = {best.w2:.4g} exists, so keeping one operator per interval is not optimal here (T4.1)"
        )
    return text + "."
