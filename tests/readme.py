"""Runs the README's commands. `python tests/readme.py` writes their output and the picture anew; a test compares.

Timings differ from run to run: those that the README quotes are kept in tests/benchmarks/measured.json. A finished
`make bench` replaces them the next time the README is written.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bench import described, shown  # noqa: E402

README = ROOT / "README.md"
PICTURE = ROOT / "reports" / "figures" / "gaps.svg"
MEASURED = ROOT / "tests" / "benchmarks" / "measured.json"
_LATEST = ROOT / "build" / "bench" / "bench.json"
_TABLE = re.compile(r"(?<=<!-- make bench -->\n).*?(?=<!-- end -->)", re.DOTALL)
_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def regenerated(text: str) -> str:
    """The text with the output of every `$` line of its console blocks, and of every Python block, made anew."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(ROOT / "tests" / "data", Path(scratch) / "tests" / "data")
        text = _CONSOLE.sub(lambda block: f"```console\n{_replay(block[1], Path(scratch))}```", text)
    return _PYTHON.sub(lambda block: f"```python\n{block[1]}```\n\n```text\n{_printed(block[1])}```", text)


def with_measurements(text: str) -> str:
    """The text with its table of timings replaced by those ratios of measured.json that have a threshold."""
    report = json.loads(MEASURED.read_text())
    ratios = ((case["title"], row) for case in report["cases"] for row in case["rows"] if row["unit"] == "×")
    rows = [(title, row) for title, row in ratios if row["met"] is not None]
    lines = ["| benchmark | quantity | measured | threshold |", "|---|---|--:|---|"]
    lines += [_line(title, row) for title, row in rows]
    return _TABLE.sub(lambda _: "\n".join([*lines, "", described(report["machine"])]) + "\n", text)


def _line(title: str, row: dict[str, Any]) -> str:
    return f"| {title} | {row['quantity']} | {shown(row['value'])} {row['unit']} | {row['threshold']} |"


def picture() -> str:
    """The upper half of the paper's figure 2 on white, so that it can be read in a dark page too."""
    from reports.figures.gaps import gap_data, gap_figure

    head, rest = gap_figure(gap_data()).split(">", 1)
    return f'{head}><rect width="100%" height="100%" fill="#ffffff"/>{rest}\n'


def keep_latest() -> None:
    """Takes over what the last whole run of the benchmarks measured, if there was one."""
    if _LATEST.is_file() and not json.loads(_LATEST.read_text())["quick"]:
        MEASURED.write_text(_LATEST.read_text())


def _printed(code: str) -> str:
    """What a Python block prints, run in a namespace of its own."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "README.md", "exec"), {})
    return out.getvalue()


def _replay(block: str, folder: Path) -> str:
    lines = []
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        lines.append(f"$ {command}\n")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            env={**{k: v for k, v in os.environ.items() if k != "COLUMNS"}, "PATH": path},
        )
        lines += [f"{line.rstrip()}\n" for line in done.stdout.splitlines()]
    return "".join(lines)


if __name__ == "__main__":
    keep_latest()
    PICTURE.write_text(picture())
    README.write_text(with_measurements(regenerated(README.read_text())))
