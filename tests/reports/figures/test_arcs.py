"""Plans as arcs, and what the words beneath them say."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

from numerics.plans.canonical import CANONICAL
from numerics.plans.plan import Plan
from reports.figures.arcs import _heights, arc_figure, plan_caption
from tests.reports.figures.drawn import require_named_and_repeatable, require_own_references


def drawn() -> str:
    return arc_figure(Plan.of([[4, 3], [2, 1]]), 4, r"$\lambda = 2$ & more")


def test_the_figure_is_named_and_repeatable() -> None:
    require_named_and_repeatable(drawn)


def test_its_references_stay_inside() -> None:
    require_own_references(drawn())


@pytest.mark.parametrize("steps", [1, 2, 3, 32, 200])
@pytest.mark.parametrize("strategy", CANONICAL)
def test_arcs_of_every_canonical_plan(strategy: str, steps: int) -> None:
    assert ET.fromstring(arc_figure(CANONICAL[strategy](steps), steps, strategy)) is not None


def test_arcs_refuse_a_plan_of_other_steps() -> None:
    with pytest.raises(ValueError, match="does not cover"):
        arc_figure(Plan.of([3, 2]), 3, "")


def test_heights_follow_the_tree() -> None:
    # [[4, 3], [2, 1]]: the pairs alongside each other, then the whole.
    assert _heights([(4, 3), (2, 1), (4, 1)]) == [1, 1, 2]
    assert _heights([(4, 3), (4, 2), (4, 1)]) == [1, 2, 3]


def test_captions_say_where_a_variance_lies() -> None:
    """At T = 32 the window is 1.0503 … 2.0012: the paper's lambda = 2 is still inside it."""
    for lam, where in ((Fraction(1), "outside"), (Fraction(27, 25), "inside"), (Fraction(2), "inside"), (3, "outside")):
        assert f"lies {where} the open window" in plan_caption(Fraction(lam))


def test_a_caption_says_whether_the_program_is_beaten() -> None:
    """It is where the window begins; at its upper end vanilla is the best plan, and the program keeps it."""
    for lam, beaten in ((Fraction(1), False), (Fraction(27, 25), True), (Fraction(2), False)):
        words = plan_caption(lam)
        assert ("a plan with W_2 = " in words) is ("(T4.1)" in words) is beaten
