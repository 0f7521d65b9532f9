"""Options that contradict each other, exit codes of `derive`, and what a command leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Verdict
from reports.command import cli
from reports.verify import run as evidence
from tests.reports.fixtures import Run

ADVISE = ("advise", "--schedule", "cosine", "--steps", 4, "--budget", "1", "--lam", "0.5")


@pytest.mark.parametrize("scale", ["global-std", "nonsense", ""])
def test_a_scale_needs_data(run: Run, scale: str) -> None:
    code, out, err = run(*ADVISE, "--scale", scale)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"scale = '{scale}'" in err
    assert run(*ADVISE, "--scale", "none")[0] == 0


def test_derive_has_one_form(run: Run) -> None:
    code, out, err = run("derive", "D2.1", "--latex", "--json")
    assert (code, out, err) == (2, "", "opmerge: --latex, --json: only one of them may be given\n")


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"expected": Verdict.REFUTED}, 1), ({"derive": lambda: ()}, 3), ({}, 0)],
    ids=["another verdict", "undecided", "as expected"],
)
def test_derive_exits_like_verify(
    run: Run, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], expected: int
) -> None:
    index = {c.id: replace(c, **change) if c.id == "P3.1" else c for c in CLAIMS}  # type: ignore[arg-type]
    monkeypatch.setattr(evidence, "by_id", lambda: index)
    assert run("derive", "P3.1", "--json")[0] == expected


def test_the_gap_is_a_decimal_that_is_no_smaller(run: Run) -> None:
    options = ("plan", "--schedule", "cosine", "--steps", 5, "--lam", "1.5,0.2", "--budget", "1", "--json")
    exact = json.loads(run(*options, "--method", "consistency")[1])["optimal"]["gap"]
    for digits in (1, 5, 40):
        text = json.loads(run(*options, "--method", "consistency", "--digits", digits)[1])["optimal"]["gap"]
        assert isinstance(text, str) and len(text.replace("0.", "").lstrip("0")) <= digits
        assert Decimal(exact) <= Decimal(text) <= Decimal(exact) * (1 + Decimal(10) ** (1 - digits))
    assert json.loads(run(*options, "--digits", 5)[1])["optimal"]["gap"] == "0"


def test_searches_leave_nothing_in_the_current_folder(tmp_path: Path) -> None:
    """In a process of its own: what Hypothesis caches, it writes once a process."""
    code = (
        "from hypothesis import strategies as st\nfrom numerics.checks import no_violation\n"
        "no_violation(st.integers(0, 9) | st.characters(), lambda x: True)()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("derive", "D2.1"), ("phase", "--schedule", "cosine", "--steps", 4)])
def test_what_can_take_long_shows_that_it_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[object, ...]
) -> None:
    seen: list[str] = []

    @contextmanager
    def progress(what: str) -> Iterator[Callable[[str], None]]:
        seen.append(what)
        yield lambda _: None

    monkeypatch.setattr(cli, "_progress", progress)
    assert run(*command)[0] == 0
    assert seen
