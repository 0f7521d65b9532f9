"""PDF from LaTeX: the same twice, and where it is not made the note says why."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reports.pages import latex, pdf
from reports.pages.report import NotMade, Report
from tests.reports.fixtures import NUMBERS, catalogue_ledger

REPORT = Report(catalogue_ledger(), {}, NUMBERS)


def test_without_latex_the_note_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    made, note = pdf.compile_pdf(tmp_path / "report.tex", tmp_path)
    assert made is None
    assert note.startswith("not run")
    with pytest.raises(NotMade, match="not run: none of latexmk, pdflatex, tectonic is installed"):
        pdf.page(REPORT)


@pytest.mark.skipif(not any(map(shutil.which, ("latexmk", "pdflatex"))), reason="no LaTeX is installed")
def test_compiles(tmp_path: Path) -> None:
    tex = tmp_path / "report.tex"
    tex.write_text(latex.page(REPORT), "utf-8")
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        folder.mkdir()
        made, note = pdf.compile_pdf(tex, folder)
        assert made == folder / "report.pdf", note
    assert (once / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (once / "report.pdf").read_bytes() == (again / "report.pdf").read_bytes()
    tex.write_text(r"\documentclass{article}\begin{document}\nosuchcommand\end{document}")
    made, note = pdf.compile_pdf(tex, tmp_path)
    assert made is None
    assert note.startswith("failed")


def compiler(folder: Path, script: str) -> None:
    """A program named pdflatex, alone on the path."""
    program = folder / "pdflatex"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_the_page_is_what_the_compiler_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last argument is the article, and the run is undated; three runs settle its links."""
    compiler(
        tmp_path,
        'for last; do :; done; folder="${3#-output-directory=}"; test "$SOURCE_DATE_EPOCH" = 0 || exit 1\n'
        'echo run >> "$folder/runs"; { echo "%PDF of $last"; cat "$folder/runs"; } > "$folder/report.pdf"',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name) if name == "pdflatex" else None)
    first, *runs = pdf.page(REPORT).decode().splitlines()
    assert first.startswith("%PDF of ") and first.endswith("report.tex")
    assert runs == ["run"] * 3


@pytest.mark.parametrize(
    ("script", "note"),
    [("echo '! Undefined control sequence.'; exit 1", "! Undefined control sequence."), ("exit 7", "exit code 7")],
)
def test_a_compiler_that_fails_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, note: str
) -> None:
    compiler(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name) if name == "pdflatex" else None)
    with pytest.raises(NotMade) as caught:
        pdf.page(REPORT)
    assert str(caught.value) == f"failed: pdflatex: {note}"
