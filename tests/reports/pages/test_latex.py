"""The LaTeX report: complete, escaped, balanced."""

from __future__ import annotations

import re

from proofs.logic.verdict import Level
from reports.pages import latex
from reports.pages.report import Report
from tests.reports.fixtures import NUMBERS, catalogue_ledger


def test_every_claim_and_level_is_there() -> None:
    text = latex.render(catalogue_ledger(), NUMBERS)
    for claim in catalogue_ledger().claims:
        assert f"\\hypertarget{{claim-{claim.id}}}" in text
        assert f"\\hyperlink{{claim-{claim.id}}}" in text
    assert all(f"\\item[{level}]" in text for level in Level)
    assert text == latex.render(catalogue_ledger(), NUMBERS)
    assert "http" not in text


def test_environments_and_braces_balance() -> None:
    text = latex.render(catalogue_ledger(), NUMBERS)
    opened = re.findall(r"\\begin\{(\w+)\}", text)
    assert sorted(opened) == sorted(re.findall(r"\\end\{(\w+)\}", text))
    bare = re.sub(r"\\[\\{}%]", "", text)
    assert bare.count("{") == bare.count("}")


def test_special_characters_are_escaped() -> None:
    assert latex.escape("50 % of $x_1 & #2 {a} ~^\\") == (
        r"50 \% of \$x\_\allowbreak{}1 \& \#2 \{a\} \textasciitilde{}\textasciicircum{}\textbackslash{}"
    )
    assert latex.escape("λ ≤ 1, W₂") == r"\ensuremath{\lambda} \ensuremath{\leq} 1, W\ensuremath{_2}"
    assert latex.escape("漢") == "[U+6F22]"


def test_prose_is_typeset() -> None:
    assert latex.prose("v_BOOT <= alpha_{t-1}^2") == (
        r"\ensuremath{v_{\mathrm{BOOT}}} \ensuremath{\leq} \ensuremath{\alpha_{t-1}^{2}}"
    )
    assert latex.prose("a plan, file_name and 100%") == r"a plan, file\_\allowbreak{}name and 100\%"


def test_a_report_is_written_with_its_tables() -> None:
    text = latex.page(Report(catalogue_ledger(), {}, NUMBERS))
    assert text == latex.render(catalogue_ledger(), NUMBERS) != latex.render(catalogue_ledger())
    assert "Boundaries of the phases" in text


def test_one_claim_is_a_section_of_its_own() -> None:
    claims = {c.id: c for c in catalogue_ledger().claims}
    section = latex.render_claim(claims["N5"])
    assert section in latex.render(catalogue_ledger())
    assert "claim-N5" in section and "claim-N4}" not in section and "documentclass" not in section
