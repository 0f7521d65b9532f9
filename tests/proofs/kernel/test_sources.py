"""The Coq sources: their order follows from what they require, and their comments are coqc's."""

from __future__ import annotations

import pytest

from proofs.kernel.sources import SourceError, blanked, closure, comments, in_order, requires, sources


def test_each_file_comes_after_what_it_requires() -> None:
    seen: set[str] = set()
    for file, text in sources().items():
        assert requires(file, text) <= seen
        seen.add(file)
    assert len(seen) == len(sources()) >= 30


def test_a_file_is_found_by_being_there() -> None:
    """In whichever order the folder lists the files."""
    texts = {"C.v": "Require Import Opmerge.B Opmerge.A.", "B.v": "Require Opmerge.A.", "A.v": "", "D.v": ""}
    expected = list(in_order(texts))
    assert expected.index("A.v") < expected.index("B.v") < expected.index("C.v")
    assert list(in_order(dict(reversed(texts.items())))) == expected
    assert in_order(texts)["C.v"] == texts["C.v"]


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Require Import Lia Reals Opmerge.Plans\n  Opmerge.Phi.\nOpen Scope R_scope.", {"Plans.v", "Phi.v"}),
        ("From Opmerge Require Import Plans Phi.\n", {"Plans.v", "Phi.v"}),
        ("From Opmerge Require Plans.\nFrom Opmerge Require Export Phi.", {"Plans.v", "Phi.v"}),
        ("From Coq Require Import QArith List.\nImport ListNotations.", set()),
        ("(* Require Import Opmerge.Plans. *) Check Opmerge.Phi.phi.", set()),
    ],
)
def test_the_forms_of_a_requirement(text: str, files: set[str]) -> None:
    assert requires("X.v", text) == files


def test_what_a_file_reaches() -> None:
    texts = {"C.v": "Require Opmerge.B.", "B.v": "Require Opmerge.A.", "A.v": "", "D.v": "Require Opmerge.A."}
    assert closure(texts, ["C.v"]) == {"A.v", "B.v", "C.v"}
    assert closure(texts, ["A.v", "D.v"]) == {"A.v", "D.v"}
    assert closure(texts, []) == frozenset()


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"A.v": "\nRequire Opmerge.B."}, "A.v, line 2: a required file must be in the folder, there is no B.v"),
        ({"A.v": "Require Opmerge.A."}, "A.v, line 1: files must not require each other in a circle: A.v, A.v"),
        ({"A.v": "\n(* no end", "B.v": ""}, r"A.v, line 2: this comment must end with \*\)"),
        ({"A.v": 'Notation "a.'}, "A.v, line 1: this string must end with a quotation mark"),
    ],
)
def test_sources_that_do_not_fit_together_are_refused(texts: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=f"^{message}$"):
        in_order(texts)


def test_a_longer_circle_is_refused_at_one_of_its_lines() -> None:
    with pytest.raises(SourceError, match=r"^[AB]\.v, line [12]: files must not require each other in a circle: "):
        in_order({"A.v": "Require Opmerge.B.", "B.v": "\nRequire Opmerge.A.", "C.v": ""})


def test_comments_are_those_of_coq() -> None:
    """They nest, and a string hides what delimits them, inside a comment too."""
    text = 'a (* b (* c *) d *)\n"(*" e "say ""*)"" (*" (* "*)" f *) *) g'
    first, second = comments("X.v", text)
    assert (first.text, first.line) == ("(* b (* c *) d *)", 1)
    assert (second.text, second.line) == ('(* "*)" f *)', 2)
    assert text[first.start : first.end] == first.text
    left = blanked(text, (first, second))
    assert left.split() == ["a", '"(*"', "e", '"say', '""*)""', '(*"', "*)", "g"]
    assert len(left) == len(text)


def test_a_blanked_source_keeps_its_lines() -> None:
    for file, text in sources().items():
        left = blanked(text, comments(file, text))
        assert [len(line) for line in left.split("\n")] == [len(line) for line in text.split("\n")]
        assert "(*" not in left
