"""The files of the report, each with the page that makes it, written in one go.

A further format: a file of this room with a function (Report) -> text or bytes, and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from numerics.named import Named
from reports.figures.catalogue import FIGURES, figures, tables
from reports.pages.files import prepare_folder, publish, require_free
from reports.pages.report import NotMade, Report
from reports.verify.ledger import Ledger

FORMATS: Final[Mapping[str, Named]] = {
    "ledger.json": Named("everything that was found, as records", "reports.pages.report", "ledger_json"),
    "report.tex": Named("the report as a LaTeX article", "reports.pages.latex", "page"),
    "report.pdf": Named("its PDF, where a LaTeX is installed", "reports.pages.pdf", "page"),
    "index.html": Named("the report as one page", "reports.pages.html", "page"),
}
"""Files by name, index.html last: (Report) -> str or bytes; NotMade says why there is none."""


def prepare_report(folder: Path) -> Path:
    """The folder, created when absent. InputError when something is in the way of any file of the report."""
    require_free(folder, [*FORMATS, *map(_figure_file, FIGURES)])
    return prepare_folder(folder)


def write_report(ledger: Ledger, folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Writes the figures and every format. Returns the paths, and notes on what was not made."""
    report = Report(ledger, figures(ledger), tables())
    files: dict[str, bytes | str] = {_figure_file(name): figure.svg for name, figure in report.figures.items()}
    notes = []
    for name, entry in FORMATS.items():
        try:
            files[name] = entry.load()(report)
        except NotMade as reason:
            notes.append(str(reason))
    return publish(folder, files), tuple(notes)


def _figure_file(name: str) -> str:
    return f"figures/{name}.svg"
