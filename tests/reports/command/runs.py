"""Runs of the command, in this process or in a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]  # exit code, stdout, stderr of the command with these arguments
MAIN = "from reports.command.cli import main; main()"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which opmerge is this command."""
    opmerge = f"{sys.executable} -c '{MAIN}'"
    return subprocess.run(
        ["bash", "-c", command.replace("opmerge", opmerge)],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def schedule_file(folder: Path, text: str, name: str = "schedule.csv") -> Path:
    """A file that holds a schedule, or does not."""
    path = folder / name
    path.write_text(text)
    return path
