"""The README shows what its commands print."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.cases import CASES
from tests.readme import MEASURED, README, regenerated, with_measurements


def test_the_readme_shows_real_output() -> None:
    pytest.importorskip("sklearn")
    text = README.read_text()
    assert "```console" in text
    assert regenerated(text) == text


def test_the_readme_quotes_a_whole_run_of_the_benchmarks() -> None:
    report = json.loads(MEASURED.read_text())
    assert not report["quick"] and [case["name"] for case in report["cases"]] == list(CASES)
    text = README.read_text()
    assert with_measurements(text) == text
    assert "mpmath.iv / certified scan" in text
