"""Runs the README's commands. `python tests/readme.py` writes their output anew; a test compares.

Timings differ from run to run: those that the README quotes are kept in tests/benchmarks/measured.json. A finished
`make bench` replaces them the next time the README is written.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.bench import markdown

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

README = ROOT / "README.md"
MEASURED = ROOT / "tests" / "benchmarks" / "measured.json"
_LATEST = ROOT / "build" / "bench" / "bench.json"
_TABLE = re.compile(r"(?<=<!-- make bench -->\n).*?(?=<!-- end -->)", re.DOTALL)
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def regenerated(text: str) -> str:
    """The text with the output of every `$` line of its console blocks replaced by what the command prints."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(ROOT / "tests" / "data", Path(scratch) / "tests" / "data")
        return _BLOCK.sub(lambda block: f"```console\n{_replay(block[1], Path(scratch))}```", text)


def with_measurements(text: str) -> str:
    """The text with its table of timings replaced by measured.json."""
    report = json.loads(MEASURED.read_text())
    return _TABLE.sub(lambda _: markdown(report), text)


def keep_latest() -> None:
    """Takes over what the last whole run of the benchmarks measured, if there was one."""
    if _LATEST.is_file() and not json.loads(_LATEST.read_text())["quick"]:
        MEASURED.write_text(_LATEST.read_text())


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
    README.write_text(with_measurements(regenerated(README.read_text())))
