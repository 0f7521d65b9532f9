"""The LaTeX report: complete, escaped, balanced, and compiled where a LaTeX is installed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from proofs.logic.verdict import Level
from reports.figures.captioned import NumberTable
from reports.pages import latex
from tests.reports.fixtures import catalogue_ledger

NUMBERS = {"phase": NumberTable("Boundaries of the phases", ("T", "lambda_-"), (("32", "1.0503"), ("8_x", "100%")))}


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


def test_tidy_names_bare_greek_letters() -> None:
    assert latex.tidy(r"alpha_{t-1} \alpha_{t} + sigma_{t-1}") == r"\alpha_{t-1} \alpha_{t} + \sigma_{t-1}"
    assert latex.tidy(r"\mathrm{BOOT} \theta \beta") == r"\mathrm{BOOT} \theta \beta"
    assert latex.tidy(r"varsigma_{t} \hat{v_pi}^{2}") == r"\varsigma_{t} \hat{v}_\pi^{2}"
    assert latex.tidy(r"\hat{w_{\mathrm{ref}}} \hat{tau}") == r"\hat{w}_{\mathrm{ref}} \hat{\tau}"


def test_levels_are_all_explained() -> None:
    assert list(latex.level_meanings()) == [str(level) for level in Level]


def test_strongest_counts_only_evidence_of_the_verdict() -> None:
    claims = {c.id: c for c in catalogue_ledger().claims}
    assert latex.strongest(claims["N1"]) is Level.SYMBOLIC  # its kernel evidence was not run
    assert latex.strongest(claims["N1"].model_copy(update={"evidence": ()})) is None
    ran = tuple(
        e.model_copy(update={"level": Level.KERNEL}) if e.level is Level.SYMBOLIC else e for e in claims["N1"].evidence
    )
    assert latex.strongest(claims["N1"].model_copy(update={"evidence": ran})) is Level.KERNEL
    in_part = latex.strongest(claims["N1"].model_copy(update={"id": "N4", "evidence": ran}))
    assert in_part is not Level.KERNEL  # the kernel proves a part of N4 only
    assert latex.controls_of(claims["N1"].evidence) == "10/11"
    assert latex.controls_of(()) == "–"


def test_without_latex_the_note_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    made, note = latex.compile_pdf(tmp_path / "report.tex", tmp_path)
    assert made is None
    assert note.startswith("not run")


@pytest.mark.skipif(not any(map(shutil.which, ("latexmk", "pdflatex"))), reason="no LaTeX is installed")
def test_compiles(tmp_path: Path) -> None:
    tex = tmp_path / "report.tex"
    tex.write_text(latex.render(catalogue_ledger(), NUMBERS), "utf-8")
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        folder.mkdir()
        made, note = latex.compile_pdf(tex, folder)
        assert made == folder / "report.pdf", note
    assert (once / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (once / "report.pdf").read_bytes() == (again / "report.pdf").read_bytes()
    tex.write_text(r"\documentclass{article}\begin{document}\nosuchcommand\end{document}")
    made, note = latex.compile_pdf(tex, tmp_path)
    assert made is None
    assert note.startswith("failed")
