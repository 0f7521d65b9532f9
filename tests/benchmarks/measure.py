"""What every benchmark is made of: rows with a threshold, paired timings, compiled references."""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One measured quantity. met: whether it keeps its threshold, None if it has none (or was not measured)."""

    quantity: str
    value: float | None
    unit: str
    threshold: str
    met: bool | None
    note: str = ""

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def at_most(quantity: str, value: float, limit: float, unit: str = "×", note: str = "") -> Row:
    return Row(quantity, value, unit, f"≤ {limit:g}", value <= limit, note)


def at_least(quantity: str, value: float, limit: float, unit: str = "×", note: str = "") -> Row:
    return Row(quantity, value, unit, f"≥ {limit:g}", value >= limit, note)


def only(quantity: str, value: float | None, unit: str, note: str = "") -> Row:
    """A quantity without a threshold."""
    return Row(quantity, value, unit, "", None, note)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True)
class Paired:
    """Medians of two pieces of work timed in turns, and the median of the ratios first / second of each turn."""

    first: float
    second: float
    ratio: float


def paired(first: Callable[[], object], second: Callable[[], object], turns: int, warm: bool = True) -> Paired:
    """The order alternates, so that neither profits from what the other leaves behind."""
    if warm:
        first(), second()
    times = []
    for turn in range(turns):
        if turn % 2:
            after = timed(second)
            times.append((timed(first), after))
        else:
            times.append((timed(first), timed(second)))
    return Paired(
        statistics.median(t for t, _ in times),
        statistics.median(t for _, t in times),
        statistics.median(a / b for a, b in times),
    )


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Slope of the least-squares line through log cost against log size."""
    x, y = [math.log(s) for s in sizes], [math.log(c) for c in costs]
    return statistics.linear_regression(x, y).slope


def compiled(source: Path, out: Path, *flags: str) -> Path | None:
    """A shared library from one C file; None if there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    out.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([compiler, *flags, "-shared", "-fPIC", str(source), "-o", str(out), "-lm"], check=True)
    return out


def command(arguments: Sequence[str], **options: Any) -> float:
    """Seconds that a command takes; its output is thrown away, its failure raises."""
    return timed(lambda: subprocess.run(arguments, check=True, capture_output=True, **options))
