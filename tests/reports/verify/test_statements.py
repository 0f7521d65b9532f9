"""What claims and files of checks say, as text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS
from proofs.kernel.annotations import annotated
from proofs.logic.relations import eq
from reports.verify.records import symbol_range
from reports.verify.statements import carried, catalogue_checks, constant, file_statements, statement, written
from tests.reports.verify.findings import INDEX


@dataclass(frozen=True)
class Thing:
    """A record."""

    name: str
    size: Fraction


def holding(number: object) -> Any:
    def inner() -> object:
        return number

    return inner


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (True, "True"),
        (0.5, "0.5"),
        (Fraction(1, 3), "1/3"),
        ("a b", "a b"),
        (("a", (1, 2)), "(a, (1, 2))"),
        ([], "()"),
        ({3, 1, 2}, "{1, 2, 3}"),
        ({"b": 1, "a": (2,)}, "{b: 1, a: (2)}"),
        (Thing("x", Fraction(1, 2)), "Thing(x, 1/2)"),
        (sp.Symbol("x") + 1, "x + 1"),
        (holding(5), "holding.<locals>.inner(5)"),
        (partial(holding, 3), "holding(3){}"),
        (holding, "holding"),
        (object(), None),
        ((1, object()), None),
        ({"a": object()}, None),
        (holding(object()), None),
        (Thing("x", object()), None),
        (Thing, None),
        (None, None),
    ],
)
def test_a_constant_is_its_value(value: Any, text: str | None) -> None:
    assert constant(value) == text or (text == "holding(3){}" and constant(value) == "holding, (3), {}")


SOURCE = '''"""A file."""

import os
from x import y

# A comment.
A = 3
B: int = unknown(
    1,
)


@decorated
def f(x: int = 3) -> bool:
    """What it does,
    in two lines.
    """
    # here
    return x < A  # there


class C:
    """A class."""

    d = 1

    def g(self) -> int:
        """A method."""
        return 1
'''


def said(source: str, values: Mapping[str, Any] = {"A": 3}) -> dict[str, Any]:
    return file_statements(source, values)


def test_a_file_is_its_constants_and_its_text() -> None:
    assert said(SOURCE) == {
        "A": "3",
        "B": "B: int = unknown( 1, )",
        "f": "@decorated def f(x: int = 3) -> bool: return x < A # there",
        "C": "class C: d = 1 def g(self) -> int: return 1",
    }


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("int = 3)", "int = 4)", "f"),
        ("x < A", "True", "f"),
        ("return 1", "return 2", "C"),
        ("    1,", "    2,", "B"),
        ("@decorated", "@other", "f"),
        ("in two lines", "in other words", None),
        ("A method", "A way", None),
        ("# here", "# nowhere", None),
        ("# A comment", "# Another", None),
        ("A file", "The file", None),
        ("import os", "import re", None),
    ],
)
def test_an_edit_shows_where_it_is_and_words_about_the_code_do_not(old: str, new: str, name: str | None) -> None:
    assert SOURCE.count(old) == 1
    edited = said(SOURCE.replace(old, new))
    assert {k for k, v in edited.items() if v != said(SOURCE)[k]} == ({name} if name else set())


def test_a_long_function_is_told_line_by_line() -> None:
    body = "".join(f"    x{k} = {k}\n" for k in range(200))
    assert said(f"def f():\n{body}")["f, lines"][1] == "x0 = 0"


def test_names_that_occur_again_are_numbered() -> None:
    assert said("A = 1\nA = 2\n", {}) == {"A": "A = 1", "A (2)": "A = 2"}
    twice = statement(INDEX["T4.3"], [c for c in catalogue_checks() if c.claim == "T4.3"] * 2)
    assert isinstance(twice["checks"], dict)
    assert [name for name in twice["checks"] if name.endswith(" (2)")] == [
        "property, balls (2)",
        "sampled, boundary (2)",
    ]


def test_a_long_expression_is_its_hash() -> None:
    x = sp.Symbol("x")
    long = sp.Add(*(sp.Symbol(f"x{k}") for k in range(600)))
    assert written(eq(x, 1)) == "Eq(x, 1)"
    assert written(long).startswith("SHA-256 ") and written(long) != written(long + x)


def test_symbols_have_their_declared_ranges() -> None:
    for claim in CLAIMS:
        says = statement(claim, [])["symbols"]
        free = {x for a in claim.assumptions for x in a.relation.free_symbols}
        assert {f"{written(x)}: {symbol_range(x)}" for x in free} <= set(says)


def test_the_kernel_is_named() -> None:
    of = {c.id: statement(c, [])["kernel"] for c in CLAIMS}
    assert of["N6-contracting"]["theorems"] == ["Domination.segmentation_dominates"]
    assert any("refutes" in str(kernel) for kernel in of.values())
    assert {name for name, kernel in of.items() if kernel["theorems"] and kernel["carries"] != "all"} == set(
        annotated().partial
    )


def test_every_claim_has_a_file_of_checks() -> None:
    about = carried()
    assert about["numerics/checks/critical.py"] == "N3"
    assert {i for text in about.values() for i in text.split(", ")} - {"every claim"} == set(INDEX)


def test_the_text_does_not_depend_on_the_order_of_sets() -> None:
    program = "from reports.verify.pinned import *; print(statements_text(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": "3"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
    from reports.verify.pinned import statements_text

    assert done.stdout.decode() == statements_text()
