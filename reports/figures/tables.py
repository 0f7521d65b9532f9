"""W_2 of every plan at the two variances of the paper's figure 2."""

from __future__ import annotations

from numerics.plans.assess import all_strategies
from numerics.plans.canonical import CANONICAL
from reports.figures.captioned import NumberTable
from reports.figures.setting import BUDGET, SHOWN, STEPS, best_plan, program_plan, shown_problem


def w2() -> NumberTable:
    """W_2 of every plan at the two variances of the paper's figure 2."""
    rows = []
    for lam in SHOWN:
        found = {name: s.w2 for name, s in all_strategies(shown_problem(lam)).items()}
        found["interval DP"] = program_plan(lam).w2
        found["best found"] = best_plan(lam).w2
        rows.append((f"{float(lam):g}", *(f"{x:.6g}" for x in found.values())))
    header = ("λ", *CANONICAL, "interval DP", "best found")
    return NumberTable(f"W_2 to the teacher, T = {STEPS}, s = {float(BUDGET):g}", header, tuple(rows))
