"""The benchmarks run and what they write can be read. No timing is asserted here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.bench import markdown
from tests.benchmarks.cases import CASES
from tests.benchmarks.measure import HERE, exponent, paired

QUICK = [name for name in CASES if name != "verify"]


@pytest.mark.parametrize("names", [QUICK, pytest.param(list(CASES), marks=pytest.mark.full)], ids=["quick", "all"])
def test_smoke_run(tmp_path: Path, names: list[str]) -> None:
    command = [sys.executable, str(HERE / "bench.py"), "--quick", "--out", str(tmp_path), "--only", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "bench.json").read_text())
    assert [case["name"] for case in report["cases"]] == names
    for case in report["cases"]:
        assert case["rows"][-1]["quantity"] == "peak memory" and case["rows"][-1]["value"] > 1
        for row in case["rows"]:
            assert set(row) == {"quantity", "value", "unit", "threshold", "met", "note"}
            assert (row["met"] is None) == (row["threshold"] == "")
    text = (tmp_path / "bench.md").read_text()
    assert text == done.stdout == markdown(report)
    assert all(line.count("|") == 7 for line in text.splitlines() if line.startswith("|"))


def test_unknown_benchmarks_are_refused() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "bench.py"), "--only", "nothing"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "must be one of" in done.stderr


def test_exponent_and_pairs() -> None:
    assert exponent([2, 4, 8], [12, 48, 192]) == pytest.approx(2)
    calls: list[str] = []
    paired(lambda: calls.append("a"), lambda: calls.append("b"), 2)
    assert calls == ["a", "b", "a", "b", "b", "a"]
