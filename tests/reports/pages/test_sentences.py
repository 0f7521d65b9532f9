"""The sentences and counts that every page shares."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Level, Provenance, Verdict
from reports.pages import html, latex, sentences, terminal
from reports.pages.sentences import NOT_ALL, counts_sentence, exit_sentence, mark_of, quantifier, symbol_groups
from reports.verify import verdict as verdicts
from reports.verify.ledger import ASKED_FOR, ClauseRecord, Ledger, SymbolRecord
from reports.verify.verdict import assemble
from tests.reports.fixtures import catalogue_ledger


def told(ledger: Ledger) -> tuple[str, str, str]:
    console = Console(width=400, file=io.StringIO(), color_system=None)
    for line in terminal.summary_lines(ledger):
        console.print(line)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue(), html.render(ledger), latex.render(ledger)


def test_levels_are_all_explained() -> None:
    assert list(sentences.level_meanings()) == [str(level) for level in Level]
    assert all({"means", "does_not_mean"} == set(text) for text in sentences.level_meanings().values())


def test_mutants_are_counted_over_all_evidence() -> None:
    claims = {c.id: c for c in catalogue_ledger().claims}
    in_part = claims["N1"].model_copy(update={"but_for": "step 3"})
    assert sentences.kernel_but_for(in_part) == "kernel, but for step 3" and not sentences.kernel_but_for(claims["N1"])
    assert sentences.controls_of(claims["N1"].evidence) == "10/11"
    assert sentences.controls_of(()) == "–"


@pytest.mark.parametrize(("installed", "words"), [("/bin/coqc", "."), (None, " (coqc is not installed).")])
def test_a_kernel_that_was_not_asked_for_is_named(
    monkeypatch: pytest.MonkeyPatch, installed: str | None, words: str
) -> None:
    monkeypatch.setattr(verdicts, "coqc", lambda: installed)
    ledger = assemble((), {}, {}, None)
    assert all(f"Not run: the proof kernel was not asked for{words}" in text for text in told(ledger))
    assert ledger.summary.exit_code == 0
    assert not any("was not asked for" in text for text in told(assemble((), {}, {}, {})))


def test_no_claim_says_that_the_kernel_proved_something() -> None:
    """Whether it did depends on the run."""
    for claim in CLAIMS:
        words = f"{claim.says} {claim.for_all}"
        assert "kernel" not in words.replace("left to the kernel route", "")


def test_the_counts_of_a_run() -> None:
    ledger = catalogue_ledger()
    assert counts_sentence(ledger).startswith(
        "21 claims: 20 proved, 1 refuted as reconstructed, 0 undecided, 0 not run; 21 of 21 as the "
    )
    assert "Not run" not in counts_sentence(ledger)
    one = ledger.summary.model_copy(update={"claims": 1, "kernel": "not asked for"})
    found = counts_sentence(ledger.model_copy(update={"summary": one}))
    assert found.startswith("1 claim: ") and found.endswith("Not run: the proof kernel was not asked for.")
    assert ledger.summary.kernel == ASKED_FOR


def test_what_the_kernel_alone_proves_is_not_covered_without_it() -> None:
    """In the counts, at the claims, and in the words of the exit code; once proved, at the claim alone."""
    whole = catalogue_ledger().model_copy(
        update={"summary": catalogue_ledger().summary.model_copy(update={"exit_code": 0})}
    )
    gone = ClauseRecord(text="Any number of b's.", theorem="F.t", not_run="no kernel here")
    clauses = ("N6: Any number of b's (no kernel here)",)
    summary = whole.summary.model_copy(update={"not_run_clauses": clauses})
    claims = tuple(c.model_copy(update={"clauses": (gone,) if c.id == "N6" else ()}) for c in whole.claims)
    ledger = whole.model_copy(update={"claims": claims, "summary": summary})
    assert [mark_of(c) for c in claims if c.clauses] == [NOT_ALL] and mark_of(claims[0]) == ""
    words = "Not run: 1 clause of N6, which only the kernel proves; the verdict does not cover what was not run."
    for text in told(ledger):
        assert (NOT_ALL in text or r"\dagger" in text) and words in text and clauses[0] in text.replace("&#x27;", "'")
        assert "the catalogue expects, but for 1 clause not run; " in text
    for text in told(ledger)[1:]:
        assert "Any number of b's. F.t: not run, no kernel here." in text.replace("&#x27;", "'")
    proved = tuple(
        c.model_copy(update={"clauses": (gone.model_copy(update={"not_run": ""}),) if c.clauses else ()})
        for c in claims
    )
    for text in told(whole.model_copy(update={"claims": proved})):
        assert NOT_ALL not in text and r"\dagger" not in text and "clause of" not in text and "but for" not in text
    assert all("F.t: proved." in t for t in told(whole.model_copy(update={"claims": proved}))[1:])


def test_what_is_refuted_is_our_reconstruction() -> None:
    for text in told(catalogue_ledger()):
        assert "1 refuted as reconstructed, 0 undecided" in text
    new = tuple(c.model_copy(update={"provenance": Provenance.NEW}) for c in catalogue_ledger().claims)
    assert all("1 refuted, 0 undecided" in t for t in told(catalogue_ledger().model_copy(update={"claims": new})))


@pytest.mark.parametrize(
    ("code", "reached", "other"),
    [
        (0, "every claim has the verdict", "would make it 1; "),
        (1, "some claim has another verdict", "would make it 3."),
        (3, "something is undecided", "would make it 1."),
        (2, "the run did not complete", "would make it 1; "),
    ],
)
def test_the_exit_code_and_what_would_make_it_another(code: int, reached: str, other: str) -> None:
    summary = catalogue_ledger().summary.model_copy(update={"exit_code": code})
    words = exit_sentence(catalogue_ledger().model_copy(update={"summary": summary}))
    assert words.startswith(f"The exit code is {code}: {reached}")
    assert other in words and f"would make it {code}" not in words


def test_what_a_claim_ranges_over() -> None:
    """A refuted claim holds for nothing."""
    claim = catalogue_ledger().claims[0].model_copy(update={"for_all": "every T."})
    assert claim.expected is Verdict.PROVED
    assert quantifier(claim) == "For all: every T."
    assert quantifier(claim.model_copy(update={"expected": Verdict.REFUTED})) == "Every T."


def test_symbols_of_one_range_go_together() -> None:
    symbols = tuple(
        SymbolRecord(latex=n, range=r, alike=n == "v") for n, r in (("a", ">= 0"), ("v", "real"), ("b", ">= 0"))
    )
    claim = catalogue_ledger().claims[0].model_copy(update={"symbols": symbols})
    assert symbol_groups(claim) == [
        (["a", "b"], ">= 0"),
        (["v"], "real (another symbol printed alike has another range)"),
    ]
