"""Runs the README's commands. `python tests/readme.py` writes their output anew; a test compares."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def regenerated(text: str) -> str:
    """The text with the output of every `$` line of its console blocks replaced by what the command prints."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(ROOT / "tests" / "data", Path(scratch) / "tests" / "data")
        return _BLOCK.sub(lambda block: f"```console\n{_replay(block[1], Path(scratch))}```", text)


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
            env={**os.environ, "PATH": path},
        )
        lines += [f"{line.rstrip()}\n" for line in done.stdout.splitlines()]
    return "".join(lines)


if __name__ == "__main__":
    README.write_text(regenerated(README.read_text()))
