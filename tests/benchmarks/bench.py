"""Runs every benchmark, each in its own process, and writes bench.json and bench.md.

    python tests/benchmarks/bench.py --out build/bench [--quick] [--only NAME ...]

Ratios are medians over runs taken in turns with their yardstick, so that a busy machine disturbs both alike. Peak memory
is that of the benchmark's process and of those it starts. Exit code 1 if a threshold is missed (never with --quick).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEMORY_LIMIT = {"table-1024": 200.0}  # MB


def run_case(name: str, out: Path, quick: bool) -> dict[str, Any]:
    """One benchmark in a fresh process, with its peak memory in MB."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [sys.executable, __file__, "--case", name, "--out", str(out), *(["--quick"] if quick else [])],
            stdout=answer,
            stderr=complaints,
            cwd=ROOT,
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        complaints.seek(0)
        if child.returncode != 0:
            raise SystemExit(f"benchmark {name} failed:\n{complaints.read().decode()[-2000:]}")
        found: dict[str, Any] = json.loads(answer.read())
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    limit = MEMORY_LIMIT.get(name)
    found["rows"].append(
        {
            "quantity": "peak memory",
            "value": peak,
            "unit": "MB",
            "threshold": "" if limit is None else f"≤ {limit:g}",
            "met": None if limit is None else peak <= limit,
            "note": "",
        }
    )
    return found


def child_main(name: str, out: Path, quick: bool) -> None:
    sys.path.insert(0, str(ROOT))
    from tests.benchmarks.cases import CASES

    title, case = CASES[name]
    print(json.dumps({"name": name, "title": title, "rows": [row.plain() for row in case(out, quick)]}))


def shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if 1e-3 <= abs(value) < 1e4 or value == 0 else f"{value:.2e}"


def markdown(report: dict[str, Any]) -> str:
    lines = ["| benchmark | quantity | measured | threshold | met | note |", "|---|---|--:|---|---|---|"]
    for case in report["cases"]:
        title = case["title"]
        for row in case["rows"]:
            met = {True: "yes", False: "**no**", None: ""}[row["met"]]
            value = f"{shown(row['value'])} {row['unit']}".strip()
            lines.append(f"| {title} | {row['quantity']} | {value} | {row['threshold']} | {met} | {row['note']} |")
            title = ""
    lines += ["", described(report["machine"])]
    if report["quick"]:
        lines += ["", "A smoke run on small sizes: the numbers mean nothing."]
    return "\n".join(lines) + "\n"


def described(machine: dict[str, Any]) -> str:
    """The machine in one sentence."""
    return f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {machine['system']}."


def machine() -> dict[str, Any]:
    cpu = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.is_file():
        names = [line.partition(":")[2].strip() for line in described.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cpu": cpu, "cores": cores, "python": platform.python_version(), "system": platform.system()}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="folder of bench.json and bench.md")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these benchmarks")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    if options.case is not None:
        child_main(options.case, out, options.quick)
        return 0
    sys.path.insert(0, str(ROOT))
    from tests.benchmarks.cases import CASES

    unknown = [name for name in options.only or () if name not in CASES]
    if unknown:
        parser.error(f"--only {unknown[0]}: must be one of {', '.join(CASES)}")
    cases = []
    for name in options.only or CASES:
        print(f"{name} …", file=sys.stderr, flush=True)
        cases.append(run_case(name, out, options.quick))
    report = {"quick": options.quick, "machine": machine(), "cases": cases}
    (out / "bench.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    (out / "bench.md").write_text(markdown(report))
    print(markdown(report), end="")
    missed = [row for case in cases for row in case["rows"] if row["met"] is False]
    return 1 if missed and not options.quick else 0


if __name__ == "__main__":
    sys.exit(main())
