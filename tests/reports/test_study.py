"""The numbers behind the figures say what the claims say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.solvers.heuristics import interval_plan
from reports.figures import catalogue as study
from reports.figures.arcs import plan_caption
from reports.figures.gaps import gap_data
from reports.figures.window import window_data
from tests.reports.fixtures import catalogue_ledger


def test_gaps_vanish_where_the_claims_say() -> None:
    """T4.3 and N1: BOOT up to lambda_-; T4.2 and N2: vanilla from lambda_+ on."""
    data = gap_data()
    assert data.lam[0] < data.lam_boot < data.lam_vanilla < data.lam[-1]
    for place, lam in enumerate(data.lam):
        assert (data.gaps["boot"][place] == 0) == (lam <= data.lam_boot)
        assert (data.gaps["vanilla"][place] == 0) == (lam >= data.lam_vanilla)
        assert data.gaps["consistency"][place] > 0
    # The curves reach 0 at the marked lines, not at the next point of the grid.
    assert [data.lam_boot, data.lam_vanilla] == pytest.approx(
        [max(x for x in data.lam if x <= data.lam_boot), min(x for x in data.lam if x >= data.lam_vanilla)], rel=1e-15
    )


def test_errors_cancel_inside_the_window() -> None:
    data = window_data()
    assert all(data.lam_boot < lam < data.lam_vanilla for lam in data.lam)
    assert all(0 < least <= other for least, other in zip(data.optimum, data.canonical, strict=True))
    assert max(other / least for least, other in zip(data.optimum, data.canonical, strict=True)) > 1000


def test_captions_say_where_a_variance_lies() -> None:
    """At T = 32 the window is 1.0503 … 2.0012: the paper's lambda = 2 is still inside it."""
    for lam, where in ((Fraction(1), "outside"), (Fraction(27, 25), "inside"), (Fraction(2), "inside"), (3, "outside")):
        kept = interval_plan(Problem(Cosine(32), Spectrum((Fraction(lam),)), Fraction(32, 5)))
        assert f"lies {where} the open window" in plan_caption(Fraction(lam), kept)


def test_every_figure_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report looks for obstacles under these names before it computes anything."""
    monkeypatch.setattr(study, "STRIDE", Fraction(1))
    monkeypatch.setattr(study, "WINDOW_POINTS", 3)
    assert tuple(study.figures(catalogue_ledger())) == study.FIGURES
