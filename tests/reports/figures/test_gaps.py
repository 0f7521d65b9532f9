"""The gaps vanish where the claims say, and what is drawn is what was computed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from numerics.plans.canonical import CANONICAL
from reports.figures.gaps import PROGRAM, GapData, gap_data, gap_figure
from reports.figures.style import STRATEGIES
from tests.reports.figures.drawn import require_named_and_repeatable, require_own_references

LAM = tuple(0.25 * i for i in range(1, 17))
GAP = GapData(
    steps=32,
    budget=6.4,
    lam=LAM,
    gaps={
        "boot": tuple(0.0 if x <= 1.05 else 1e-7 * x for x in LAM),
        "vanilla": tuple(0.0 if x >= 2.001 else 1e-6 for x in LAM),
        "progressive": tuple(1e-5 for x in LAM),
        "consistency": tuple(1e-3 / x for x in LAM),
        "interval program": tuple(0.0 if x <= 1.05 else 1e-8 for x in LAM),
    },
    lam_boot=1.0503,
    lam_vanilla=2.0012,
)


def drawn() -> str:
    return gap_figure(GAP)


def test_the_figure_is_named_and_repeatable() -> None:
    require_named_and_repeatable(drawn)


def test_its_references_stay_inside() -> None:
    require_own_references(drawn())


def test_zeros_lie_below_every_positive_gap_and_the_caption_says_so() -> None:
    positive = [gap for gaps in GAP.gaps.values() for gap in gaps if gap > 0]
    assert 0 < GAP.floor < min(positive) / 9
    assert "lowest line" in GAP.caption
    assert "1.0503" in GAP.caption
    assert "2.0012" in GAP.caption
    nothing = GapData(2, 1.0, (1.0, 2.0), {"boot": (0.0, 0.0)}, 1.0, 2.0)
    assert ET.fromstring(gap_figure(nothing)) is not None


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
    # One coordinate outside the window: what the program keeps is the best (T4.1-sharp).
    outside = [not data.lam_boot < lam < data.lam_vanilla for lam in data.lam]
    assert {gap for gap, out in zip(data.gaps[PROGRAM], outside, strict=True) if out} == {0}
    assert max(data.gaps[PROGRAM]) > 0


def test_every_series_has_a_look_of_its_own() -> None:
    assert list(STRATEGIES) == [*CANONICAL, PROGRAM] and set(GAP.gaps) == set(STRATEGIES)
    assert len(set(STRATEGIES.values())) == len(STRATEGIES)
