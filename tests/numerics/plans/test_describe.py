"""Plans in words and on one line: what is said, and that it stays short for deep plans."""

from __future__ import annotations

import pytest

from numerics.plans.canonical import CANONICAL, boot, consistency, enumerate_plans, progressive
from numerics.plans.describe import compact, describe
from numerics.plans.plan import Plan


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("1", "step 1 alone"),
        ("[2,1]", "one step at a time"),
        ("[4,3,2,1]", "one merge of steps 4..1"),
        ("[[[4,3],2],1]", "one step at a time"),
        ("[[[5,4,3],2],1]", "one merge of steps 5..3, then one step at a time"),
        ("[[4,3,2],1]", "one merge of steps 4..2, then step 1"),
        ("[[[5,4],3],2,1]", "one step at a time down to 3, then one of steps 2 and 1"),
        ("[[[6,5,4],3],2,1]", "one merge of steps 6..4, then step 3, then one of steps 2 and 1"),
        ("[4,[3,2],1]", "one merge of steps 4..1; merged beforehand: steps 3 and 2"),
        (
            "[4,[3,[2,1]]]",
            "one merge of steps 4..1; merged beforehand: steps 3..1 (one merge of steps 3..1; merged "
            "beforehand: steps 2 and 1)",
        ),
    ],
)
def test_plans_in_words(plan: str, words: str) -> None:
    assert describe(Plan.parse(plan)) == words


@pytest.mark.parametrize("make", [boot, consistency, progressive])
def test_words_stay_few(make: object) -> None:
    assert len(describe(make(4096))) < 1500  # type: ignore[operator]


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ("1", "1"),
        ("[2,1]", "[2, 1]"),
        ("[3,2,1]", "[3..1]"),
        ("[[5,4,3],2,1]", "[[5..3], 2, 1]"),
        ("[6,5,4,[3,2],1]", "[6..4, [3, 2], 1]"),
        ("[[[4,3],2],1]", "[[[4, 3], 2], 1]"),
    ],
)
def test_plans_on_one_line(plan: str, line: str) -> None:
    assert compact(Plan.parse(plan)) == line


def test_different_plans_are_written_differently() -> None:
    plans = enumerate_plans(0, 7)
    assert len({compact(plan) for plan in plans}) == len(plans)
    assert len({describe(plan, levels=9) for plan in plans}) > len(plans) / 2


def test_depth_costs_no_recursion() -> None:
    assert [len(compact(make(4096))) > 2 for make in CANONICAL.values()] == [True] * 4
    assert compact(CANONICAL["vanilla"](4096)) == "[4096..1]"


def test_deeper_levels_are_told_on_demand() -> None:
    plan = Plan.parse("[6,[5,[4,[3,2],1]]]")
    assert describe(plan, 1).endswith("merged beforehand: steps 5..1 (with merges of its own)")
    assert "steps 4..1 (with merges of its own)" in describe(plan, 2)
    assert "merged beforehand: steps 3 and 2" in describe(plan, 3)
