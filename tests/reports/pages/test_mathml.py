"""Formulas as MathML: complete, or refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from reports.pages.mathml import FormulaError, mathml
from reports.verify.ledger import ClaimRecord, StepRecord
from tests.reports.fixtures import catalogue_ledger


def formulas(steps: tuple[StepRecord, ...]) -> list[str]:
    """The goals of all steps, those of cases included."""
    found = [step.latex for step in steps]
    for step in steps:
        for case in step.cases:
            found += formulas(case.steps)
    return found


@pytest.mark.parametrize("claim", catalogue_ledger().claims, ids=lambda c: c.id)
def test_every_formula_becomes_mathml_without_leftovers(claim: ClaimRecord) -> None:
    for latex in (*claim.statement, *(a.latex for a in claim.assumptions), *formulas(claim.derivation)):
        root = ET.fromstring(mathml(latex))
        assert root.tag == "math"
        assert not any(c in "".join(root.itertext()) for c in "\\&$")


@pytest.mark.parametrize(
    "latex", [r"\begin{aligned}a&=b\\c&=d\end{aligned}", r"\unknownmacro{x}", r"\frac{1}", r"\left( x", r"x_{1"]
)
def test_formulas_that_would_show_wrongly_are_refused(latex: str) -> None:
    with pytest.raises(FormulaError):
        mathml(latex)


def test_signs_stand_close_to_their_operands() -> None:
    signs = [mo.get("form") for mo in ET.fromstring(mathml(r"\left(- c + x\right)^{-1} = - b - d")).iter("mo")]
    minus = [mo.get("form") for mo in ET.fromstring(mathml(r"a = - b - d")).iter("mo") if mo.text == "−"]
    assert signs.count("prefix") == 4  # the bracket and three signs
    assert minus == ["prefix", None]


def test_a_sum_has_room_around_its_sign_but_not_in_a_script() -> None:
    assert "lspace" not in mathml("x + y") and mathml("x_{t - 1}").count('lspace="0"') == 1


def test_words_limits_and_accents_are_repaired() -> None:
    """A word is one identifier, a limit goes beneath its operator, an accent keeps its size."""
    word = ET.fromstring(mathml(r"v_{\mathrm{BOOT}}"))
    assert [mi.text for mi in word.iter("mi")] == ["v", "BOOT"]
    limit = mathml(r"\lim_{k \to \infty} x")
    assert "<munder>" in limit and "<msub>" not in limit and "<msub>" in mathml("x_{k}")
    assert 'stretchy="false"' in mathml(r"\hat{v}") and 'stretchy="false"' not in mathml("v")


def test_a_formula_is_shown_in_a_box_or_in_its_line() -> None:
    assert ET.fromstring(mathml("x")).get("display") == "block"
    assert ET.fromstring(mathml("x", display=False)).get("display") == "inline"
    assert "xmlns" not in mathml("x")
