"""Edits of Python sources: each kind, and what is left alone."""

from __future__ import annotations

from tests.mutation.edits import other_program, python_edits

SOURCE = '''"""Says what it is: 1 < 2."""

from fractions import Fraction
from typing import Final

LIMIT: Final = 7
__all__ = ["a", "b", "c"]


def inside(x: int, least: int = 0) -> bool:
    """Whether least <= x."""
    if not least <= x and x < LIMIT:
        raise ValueError(f"{x}: must be {LIMIT + 1}")
    return least <= x


def outer(numbers: list[int]) -> str:
    def inner(n: int) -> int:
        return n + 1

    for n in range(2, len(numbers)):
        if inside(n, 3):
            return max("a", "b", key=len)
    return str([inner(n) for n in numbers if n > 0])


STATED = dict(conclusions=(inside(1),), where=(1, 2))
'''


def edited() -> dict[tuple[str, str, str], set[str]]:
    """Kind, scope and what was replaced -> what takes its place."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for edit in python_edits("a.py", SOURCE):
        found.setdefault((edit.kind, edit.scope, SOURCE[edit.start : edit.end]), set()).add(edit.new)
    return found


def test_each_kind_of_edit_is_found() -> None:
    found = edited()
    assert found["constant", "<module>", "7"] == {"6", "8"}
    assert found["not removed", "inside", "not "] == {""}
    assert found["and and or", "inside", "and"] == {"or"}
    assert found["comparison", "inside", "<="] == {"<"} and found["comparison", "inside", "<"] == {"<="}
    assert found["test fixed", "inside", "not least <= x and x < LIMIT"] == {"True", "False"}
    assert found["answer replaced", "inside", "return least <= x"] == {"return not (least <= x)"}
    assert found["plus and minus", "outer.<locals>.inner", "+"] == {"-"}
    assert found["range", "outer", "len(numbers)"] == {"len(numbers) - 1"}
    assert found["argument dropped", "outer", ", 3"] == {""} and found["argument dropped", "outer", ", key=len"] == {""}
    assert found["another function", "outer", "max"] == {"min"}
    assert found["condition dropped", "outer", "n > 0"] == {"True"}
    assert found["statement dropped", "<module>", "(inside(1),)"] == {"()"}
    assert found["statement dropped", "<module>", "(1, 2)"] == {"(1,)", "(2,)"}
    assert {"return True", "return False"} == next(
        new for (kind, _, _), new in found.items() if kind == "body replaced"
    )


def test_texts_types_and_imports_are_left_alone() -> None:
    touched = {SOURCE.count("\n", 0, e.start) + 1 for e in python_edits("a.py", SOURCE) if e.kind != "refusal removed"}
    assert touched == {6, 10, 12, 14, 18, 19, 21, 22, 23, 24, 27}


def test_rounding_is_edited_where_numbers_are() -> None:
    source = "import math\n\ndef up(x):\n    return math.nextafter(x.lower(), -math.inf)\n"
    kinds = [(e.kind, e.new) for e in python_edits("numerics/a.py", source)]
    assert {("rounding", "upper"), ("rounding", "math.inf"), ("rounding", "x.lower()")} <= set(kinds)
    assert ("rounding", "upper") not in [(e.kind, e.new) for e in python_edits("reports/a.py", source)]


def test_an_edit_is_another_program_that_compiles() -> None:
    assert other_program("a = 1", "a = 2")
    assert not other_program("a = (1)", "a = 1  # the same")
    assert not other_program("a = = 1", "a = 1")


def test_an_edit_shows_the_lines_that_it_touches() -> None:
    edit = next(e for e in python_edits("a.py", SOURCE) if e.kind == "range" and e.new == "2 + 1")
    assert edit.line(SOURCE) == 21
    assert edit.shown(SOURCE) == ("for n in range(2, len(numbers)):", "for n in range(2 + 1, len(numbers)):")
    assert edit.applied(SOURCE) == SOURCE.replace("range(2,", "range(2 + 1,")
