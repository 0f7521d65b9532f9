"""The draw: as many as promised, each a valid single edit, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.mutation.draw import PARTS, WHOLE, drawn, files, part_of, shared
from tests.mutation.edit import Edit

ROOT = Path(__file__).parents[2]


@cache
def whole(seed: int = 8) -> list[Edit]:
    return drawn(ROOT, seed)


def test_at_least_300_and_each_part_has_its_share() -> None:
    assert WHOLE >= 300
    assert Counter(part_of(ROOT, e.path) for e in whole()) == {part: number for part, (_, number) in PARTS.items()}


def test_the_parts_have_no_file_in_common() -> None:
    found = [path for part in PARTS for path in files(ROOT, part)]
    assert len(found) == len(set(found)) > 150


def test_each_is_a_single_edit_that_compiles() -> None:
    for edit in whole():
        text = (ROOT / edit.path).read_text()
        after = edit.applied(text)
        assert after != text and after.startswith(text[: edit.start]) and after.endswith(text[edit.end :])
        if edit.path.endswith(".py"):
            compile(after, edit.path, "exec")
    assert len({e.key((ROOT / e.path).read_text()) for e in whole()}) == len(whole())


def test_the_seed_decides() -> None:
    assert drawn(ROOT, 8, only=["numerics/numbers"]) == [e for e in whole() if e.path.startswith("numerics/numbers")]
    assert drawn(ROOT, 9, only=["numerics/numbers"]) != drawn(ROOT, 8, only=["numerics/numbers"])


@pytest.mark.parametrize("number", [0, 3, 17])
def test_shares_add_up(number: int) -> None:
    shares = shared(number, {"a": 1, "b": 4, "c": 100})
    assert sum(shares.values()) == number and shares["a"] <= shares["b"] <= shares["c"]
