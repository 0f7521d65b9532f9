"""What the command writes: tables at the width of the terminal, JSON, progress."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType


PIPED_WIDTH, NARROWEST = 100, 40


def show(*parts: RenderableType) -> None:
    """At the width of the terminal; elsewhere at that of COLUMNS, else 100, and without blanks at the ends of lines."""
    from rich.console import Console

    if sys.stdout.isatty():
        console = Console(highlight=False)
        for part in parts:
            console.print(part)
        return
    columns = os.environ.get("COLUMNS", "")
    width = max(NARROWEST, int(columns)) if re.fullmatch("[0-9]{1,4}", columns) else PIPED_WIDTH
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    for line in captured.get().splitlines():
        print(line.rstrip())


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """A spinner on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda item: status.update(f"{what}: {item}")


def print_json(value: Any) -> None:
    """JSON with one key a line, lists on one line: a plan stays readable."""
    from numerics.plans.plan import Plan

    def text(item: Any, margin: str) -> str:
        if isinstance(item, Plan):  # json.dumps recurses, and a plan can be thousands of merges deep
            return str(item).replace(",", ", ")
        if isinstance(item, list):
            return f"[{', '.join(text(entry, margin) for entry in item)}]"
        if not isinstance(item, dict):
            return json.dumps(item, allow_nan=False)
        inner = margin + "  "
        lines = [f"{inner}{json.dumps(key)}: {text(entry, inner)}" for key, entry in item.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"

    print(text(value, ""))
