"""Puts the report together and writes it in one go."""

from __future__ import annotations

from pathlib import Path

from reports.figures.catalogue import FIGURES, figures
from reports.figures.tables import tables
from reports.pages import html, latex
from reports.pages.files import prepare_folder, publish, require_free
from reports.pages.pdf import pdf_of
from reports.verify.ledger import Ledger


def prepare_report(folder: Path) -> Path:
    """The folder, created when absent. InputError when something is in the way of any file of the report."""
    names = ["ledger.json", "report.tex", "report.pdf", "index.html", *(f"figures/{name}.svg" for name in FIGURES)]
    require_free(folder, names)
    return prepare_folder(folder)


def write_report(ledger: Ledger, folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Writes ledger.json, report.tex, the figures, report.pdf where LaTeX is present, and index.html last.

    Returns the paths in that order, and notes on what was not made.
    """
    drawn, numbers = figures(ledger), tables()
    source = latex.render(ledger, numbers)
    files: dict[str, bytes | str] = {"ledger.json": ledger.to_json(), "report.tex": source}
    files |= {f"figures/{name}.svg": figure.svg for name, figure in drawn.items()}
    pdf, note = pdf_of(source)
    if pdf is not None:
        files["report.pdf"] = pdf
    files["index.html"] = html.render(ledger, drawn, numbers)
    return publish(folder, files), (note,) if note else ()
