"""The table of W_2 agrees with what it is about."""

from __future__ import annotations

from numerics.plans.canonical import CANONICAL
from reports.figures.setting import SHOWN, best_plan
from reports.figures.tables import w2


def test_the_best_plan_found_is_the_least_of_every_row() -> None:
    table = w2()
    assert table.header == ("λ", *CANONICAL, "interval DP", "best found")
    assert table.caption == "W_2 to the teacher, T = 32, s = 6.4"
    for lam, (name, *cells) in zip(SHOWN, table.rows, strict=True):
        values = list(map(float, cells))
        assert name == f"{float(lam):g}" and len(cells) == len(table.header) - 1
        assert values[-1] == min(values)
        assert (values[-1] < min(values[:-1])) is (lam == SHOWN[0])  # at 2 vanilla is the best plan
        assert cells[-1] == f"{best_plan(lam).w2:.6g}"
