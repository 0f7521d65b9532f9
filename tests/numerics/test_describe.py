"""Plans in words: what is said, and that it stays short for deep plans."""

from __future__ import annotations

import pytest

from numerics.plans.canonical import boot, consistency, progressive
from numerics.plans.describe import describe
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
