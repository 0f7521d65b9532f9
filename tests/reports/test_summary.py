"""What a run says of itself: what was not verified, and what was not asked for."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Provenance
from reports.pages import html, latex, terminal
from reports.verify import run as evidence
from reports.verify.ledger import Ledger
from reports.verify.verdict import assemble
from tests.reports.fixtures import Run, catalogue_ledger

IN_THE_SOURCE = 21  # theorems and definitions that the source at hand counts


def told(ledger: Ledger) -> tuple[str, str, str]:
    console = Console(width=400, file=io.StringIO(), color_system=None)
    for line in terminal.summary_lines(ledger):
        console.print(line)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue(), html.render(ledger), latex.render(ledger)


def test_every_numbered_result_is_a_claim_or_counted_as_not_verified() -> None:
    claimed = {c.id for c in CLAIMS if c.provenance is not Provenance.NEW and re.fullmatch(r"[DPCT]\d\.\d", c.id)}
    assert len(claimed) == 9
    ledger = assemble((), {}, {}, None)
    assert len(claimed) + sum(entry.count for entry in ledger.not_verified) == IN_THE_SOURCE
    assert "Not verified: 12 numbered results" in told(ledger)[0]
    for entry in ledger.not_verified:
        assert entry.count == int((re.match(r"\d+(?= of)", entry.words) or ["1"])[0])


def test_the_count_is_that_of_the_results_not_of_the_lines() -> None:
    ledger = catalogue_ledger()
    assert "Not verified: 7 numbered results" in told(ledger)[0]
    one = ledger.model_copy(update={"not_verified": ledger.not_verified[:1]})
    assert "Not verified: 1 numbered result (" in told(one)[0]


@pytest.mark.parametrize(("installed", "words"), [("/bin/coqc", "."), (None, " (coqc is not installed).")])
def test_a_kernel_that_was_not_asked_for_is_named(
    monkeypatch: pytest.MonkeyPatch, installed: str | None, words: str
) -> None:
    monkeypatch.setattr(evidence, "coqc", lambda: installed)
    ledger = assemble((), {}, {}, None)
    assert all(f"Not run: the proof kernel was not asked for{words}" in text for text in told(ledger))
    assert ledger.summary.exit_code == 0
    assert not any("was not asked for" in text for text in told(assemble((), {}, {}, {})))


def test_no_claim_says_that_the_kernel_proved_something() -> None:
    """Whether it did depends on the run."""
    for claim in CLAIMS:
        words = f"{claim.says} {claim.for_all}"
        assert "kernel" not in words.replace("left to the kernel route", "")


def test_a_plan_asked_for_by_name_is_not_called_the_best(run: Run) -> None:
    options = ("plan", "--schedule", "cosine", "--steps", 5, "--lam", "1.5,0.2", "--budget", "1")
    best = json.loads(run(*options, "--json")[1])["optimal"]["w2"]
    code, out, err = run(*options, "--method", "consistency")
    assert (code, err) == (0, "")
    assert "best plan " not in out.replace("the best plan ", "") and "= best" not in out
    assert "plan of consistency" in out
    answer = json.loads(run(*options, "--method", "consistency", "--json")[1])["optimal"]
    assert answer["w2"] > best
    assert all(note.startswith("search for the best plan: ") for note in answer["notes"][:-1])
    assert answer["notes"][-1].startswith("the plan: ")
    assert "best plan " in run(*options)[1] and "plan of" not in run(*options, "--method", "enumeration")[1]
