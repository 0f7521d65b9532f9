"""W_2 of every plan at the two variances of the paper's figure 2."""

from __future__ import annotations

from numerics.plans.assess import all_strategies
from numerics.plans.canonical import CANONICAL
from numerics.solvers.solve import solve
from reports.figures.captioned import NumberTable
from reports.figures.setting import BUDGET, SHOWN, STEPS, shown_problem


def tables() -> dict[str, NumberTable]:
    """W_2 of every plan at the two variances of the paper's figure 2."""
    rows = []
    for lam in SHOWN:
        problem = shown_problem(lam)
        found = {name: s.w2 for name, s in all_strategies(problem).items()}
        found["interval DP"] = solve(problem, "interval-dp").w2
        found["best found"] = solve(problem).w2
        rows.append((f"{float(lam):g}", *(f"{x:.6g}" for x in found.values())))
    header = ("λ", *CANONICAL, "interval DP", "best found")
    return {"w2": NumberTable(f"W_2 to the teacher, T = {STEPS}, s = {float(BUDGET):g}", header, tuple(rows))}
