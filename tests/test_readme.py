"""The README shows what its commands print, and its picture is what the suite draws."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.cases import CASES
from tests.readme import MEASURED, PICTURE, README, picture, regenerated, with_measurements


def test_the_readme_shows_real_output() -> None:
    pytest.importorskip("sklearn")
    text = README.read_text()
    assert "```console" in text and "```python" in text
    assert regenerated(text) == text


def test_the_readme_quotes_a_whole_run_of_the_benchmarks() -> None:
    report = json.loads(MEASURED.read_text())
    assert not report["quick"] and [case["name"] for case in report["cases"]] == list(CASES)
    text = README.read_text()
    assert with_measurements(text) == text
    assert "mpmath.iv / certified scan" in text
    assert text.partition("<!-- make bench -->")[2].partition("<!-- end -->")[0].count("\n| ") <= 10


def test_the_picture_is_drawn_by_the_suite() -> None:
    assert PICTURE.read_text() == picture()
    assert PICTURE.stat().st_size < 100_000


def test_the_readme_stays_short() -> None:
    assert len(README.read_text().splitlines()) < 200
