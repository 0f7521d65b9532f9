"""The one notation of every page: mathematics in prose, Greek letters, and SymPy's LaTeX repaired."""

from __future__ import annotations

import pytest

from reports.notation import GREEK, SIGNS, Piece, pieces, tidy, unicode


def test_tidy_names_bare_greek_letters() -> None:
    assert tidy(r"alpha_{t-1} \alpha_{t} + sigma_{t-1}") == r"\alpha_{t-1} \alpha_{t} + \sigma_{t-1}"
    assert tidy(r"\mathrm{BOOT} \theta \beta") == r"\mathrm{BOOT} \theta \beta"
    assert tidy(r"varsigma_{t} \hat{v_pi}^{2}") == r"\varsigma_{t} \hat{v}_\pi^{2}"
    assert tidy(r"\hat{w_{\mathrm{ref}}} \hat{tau}") == r"\hat{w}_{\mathrm{ref}} \hat{\tau}"


def test_tidy_leaves_alone_what_is_right() -> None:
    for latex in (r"\alpha_{t} + \hat{v}_{x}", r"\mathrm{alphabet}", r"\int x \, dx"):
        assert tidy(latex) == latex
    assert tidy(r"\int\limits_{0}^{s} u\, du") == r"\int_{0}^{s} u\, du"


def test_symbols_in_prose() -> None:
    assert list(pieces("so alpha_{t-1}^2 <= v'_BOOT holds")) == [
        Piece("so "),
        Piece("alpha", True, "t-1", "2"),
        Piece(" "),
        Piece("<=", True),
        Piece(" "),
        Piece("v'", True, "BOOT"),
        Piece(" holds"),
    ]
    assert list(pieces("plain words, e.g. these")) == [Piece("plain words, e.g. these")]
    assert list(pieces("")) == []
    assert list(pieces("a step of alpha")) == [Piece("a step of "), Piece("alpha", True)]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("a plan and I say so", []),
        ("an s too many", []),
        ("a(0) = 1", ["a"]),
        ("s >= 0", ["s", ">="]),
        ("phi(s)", ["phi", "s"]),
        ("2 A", ["A"]),
        ("boot_optimal in file_name", []),
        ("<v, w> / 2", ["<", "v", "w", ">"]),
        ("T-1 steps", ["T", "-"]),
        ("(x)_i and [y]^2", ["x", "", "y", ""]),
    ],
)
def test_a_letter_is_a_symbol_where_it_is_applied(text: str, symbols: list[str]) -> None:
    assert [piece.text for piece in pieces(text) if piece.symbol] == symbols


def test_nothing_of_the_prose_is_lost() -> None:
    """Scripts aside, the pieces are the text."""
    text = "for lambda <= 1 -> the plan, 3.1e-9 at T = 6; x != y and a >> b ... done"
    assert "".join(piece.text for piece in pieces(text)) == text


def test_greek_letters_and_relations_as_characters() -> None:
    assert unicode("lambda <= 1, alpha_{t-1} >= 0 != Lambda >> pi << 2") == "λ ≤ 1, α_{t-1} ≥ 0 ≠ Λ ≫ π ≪ 2"
    assert unicode("alphabet, the \\lambda of LaTeX, ->") == "alphabet, the \\lambda of LaTeX, ->"


def test_every_letter_and_sign_is_one_character() -> None:
    assert all(len(letter) == 1 for letter in GREEK.values())
    assert all(len(character) == 1 for character, _ in SIGNS.values())
    assert len(set(GREEK.values())) == len(GREEK) and len({character for character, _ in SIGNS.values()}) == len(SIGNS)
