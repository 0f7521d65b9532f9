"""PDF from LaTeX, where a LaTeX is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from reports.pages import latex
from reports.pages.report import NotMade, Report


def compile_pdf(tex: Path, folder: Path) -> tuple[Path | None, str]:
    """The PDF of a LaTeX file in `folder`, and a note: how it was made, or why it was not."""
    commands = {
        "latexmk": ["-pdf", "-interaction=nonstopmode", "-halt-on-error", "-outdir=" + str(folder), str(tex)],
        "pdflatex": ["-interaction=nonstopmode", "-halt-on-error", "-output-directory=" + str(folder), str(tex)],
        "tectonic": ["--outdir", str(folder), str(tex)],
    }
    name = next((name for name in commands if shutil.which(name)), None)
    if name is None:
        return None, f"not run: none of {', '.join(commands)} is installed"
    undated = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    for _ in range(3 if name == "pdflatex" else 1):  # links and widths settle on the second and third run
        try:
            done = subprocess.run([name, *commands[name]], capture_output=True, timeout=300, check=False, env=undated)
        except subprocess.TimeoutExpired:
            return None, f"failed: {name} did not finish within 300 s"
        if done.returncode:
            log = done.stdout.decode(errors="replace").splitlines()
            reason = next((line for line in log if line.startswith("!")), f"exit code {done.returncode}")
            return None, f"failed: {name}: {reason}"
    return folder / f"{tex.stem}.pdf", f"made by {name}"


def page(report: Report) -> bytes:
    """The PDF of the LaTeX article. NotMade where no LaTeX is installed, or where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        tex = Path(scratch) / "report.tex"
        tex.write_text(latex.page(report), encoding="utf-8")
        path, note = compile_pdf(tex, Path(scratch))
        if path is None:
            raise NotMade(note)
        return path.read_bytes()
