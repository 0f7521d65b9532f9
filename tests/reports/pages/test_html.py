"""The HTML report, rendered from a ledger of the whole catalogue with made-up evidence."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from proofs.logic.verdict import Level, Verdict
from reports.figures.captioned import CaptionedFigure, NumberTable
from reports.figures.claims import dependency_figure
from reports.pages import html
from reports.pages.mathml import mathml
from reports.pages.report import Report
from reports.verify.ledger import AssumptionRecord, CaseRecord, ClauseRecord, Controls, Evidence, StepRecord, Unverified
from tests.reports.fixtures import catalogue_ledger


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpha_t^2 Lambda <= 1", "α t 2 Λ ≤ 1"),
        ("v_BOOT >= tau, not v_vanilla", "v BOOT ≥ τ, not v vanilla"),
        ("<v_{t-1}, v_t> / |v_t|^2", "⟨ v t−1, v t⟩ / |v t|2"),
        ("0 < alpha_t < alpha_{t-1}, every lambda >= 0", "0 < α t < α t−1, every λ ≥ 0"),
        ("a plan and I say so, e.g. the teacher's", "a plan and I say so, e.g. the teacher's"),
        ("the theorem boot_optimal, T-1 steps", "the theorem boot_optimal, T−1 steps"),
        ("(z_t)_i and E[(a z_t - b z_t)^2]", "(z t) i and E[(a z t − b z t)2]"),
        ("w = 3.1e-9", "w = 3.1e-9"),
    ],
)
def test_prose_is_typeset(text: str, expected: str) -> None:
    shown = "".join(ET.fromstring(f"<p>{html.prose(text)}</p>").itertext())
    assert shown.replace(" ", "") == expected.replace(" ", "")


def test_a_formula_that_cannot_be_typeset_is_shown_as_source() -> None:
    assert "LaTeX source" not in report()
    claim = catalogue_ledger().claims[0].model_copy(update={"statement": (r"\nosuch{<b>}",)})
    text = html.render(catalogue_ledger().model_copy(update={"claims": (claim,)}))
    assert r"LaTeX source: <code>\nosuch{&lt;b&gt;}</code>" in text


def report() -> str:
    ledger = catalogue_ledger()
    figures = {"claims": CaptionedFigure(dependency_figure(ledger), "Claims", "what rests on what")}
    numbers = {"phase": NumberTable("Boundaries", ("T", "lambda_-"), (("32", "1.0503"),))}
    return html.render(ledger, figures, numbers)


def test_every_claim_has_a_row_a_section_and_links() -> None:
    text = report()
    for claim in catalogue_ledger().claims:
        assert f'<section class="claim" id="claim-{claim.id}">' in text
        assert f'<td data-label="id"><a href="#claim-{claim.id}">' in text
    targets = set(re.findall(r'href="#([^"]+)"', text))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert targets <= {*ids}
    assert len(ids) == len(set(ids))


def test_page_is_well_formed_and_self_contained() -> None:
    text = report()
    assert not re.search(r"https?:", text)
    assert not re.search(r"(?:src|href)\s*=(?!\"#)", text[: text.index("<script>")])
    assert all(address.startswith(("#", "data:")) for address in re.findall(r"url\([\"']?([^)\"']*)", text))
    body = text[text.index("<body>") : text.index("<script>")] + "</body>"
    root = ET.fromstring(body.replace("<svg", '<svg xmlns:xlink="x"').replace(" hidden>", ">").replace(" open>", ">"))
    assert len(list(root.iter("math"))) > 200


def test_same_ledger_gives_the_same_bytes() -> None:
    first = report()
    mathml.cache_clear()
    assert report() == first


def test_texts_are_escaped_everywhere() -> None:
    attack = '<script>alert("x")</script>&'
    step = StepRecord(title=attack, latex="x", rule=attack, ok=False, reason=attack, cases=())
    nested = step.model_copy(update={"cases": (CaseRecord(title=attack, steps=(step,)),)})
    claim = (
        catalogue_ledger()
        .claims[-1]
        .model_copy(
            update={
                "title": attack,
                "says": attack,
                "for_all": attack,
                "assumptions": (AssumptionRecord(text=attack, latex="x"),),
                "depends_on": (attack,),
                "derivation": (nested,),
                "evidence": (
                    Evidence(
                        level=Level.SMT,
                        route=attack,
                        verdict=Verdict.UNDECIDED,
                        for_all=attack,
                        scope=attack,
                        controls=Controls(rejected=0, total=1, survivors=(attack,)),
                        findings=(attack,),
                    ),
                ),
            }
        )
    )
    ledger = catalogue_ledger().model_copy(
        update={"claims": (claim,), "not_verified": (Unverified(words=attack),), "environment": {attack: attack}}
    )
    tables = {"t": NumberTable(attack, (attack,), ((attack,),))}
    text = html.render(ledger, {"f": CaptionedFigure("<svg></svg>", attack, attack)}, tables)
    assert "<script>alert" not in text
    assert text.count("<script>") == 1
    assert text.count("does not check") >= 2
    assert '<details class="case" open>' in text


def test_unexpected_and_empty_outcomes_are_shown() -> None:
    ledger = catalogue_ledger()
    claim = ledger.claims[0].model_copy(
        update={"verdict": Verdict.UNDECIDED, "strength": None, "evidence": (), "derivation": (), "depends_on": ()}
    )
    text = html.render(ledger.model_copy(update={"claims": (claim,), "not_verified": ()}))
    assert "not as expected" in text
    assert "? undecided" in text
    assert "no other claim" in text
    assert "Nothing: every numbered result" in text
    empty = html.render(ledger.model_copy(update={"claims": (), "environment": {}}))
    assert "<h2>Claims</h2>" in empty


def test_a_report_is_shown_with_its_figures_and_tables() -> None:
    figures = {"f": CaptionedFigure("<svg></svg>", "The figure", "its words")}
    tables = {"t": NumberTable("The table", ("x", "y"), (("1", "2"),))}
    text = html.page(Report(catalogue_ledger(), figures, tables))
    assert text == html.render(catalogue_ledger(), figures, tables)
    assert 'id="figure-f"' in text and "its words" in text and 'id="numbers-t"' in text and "The table" in text
    assert '<th scope="row">1</th>' in text
    bare = html.page(Report(catalogue_ledger(), {}, {}))
    assert 'id="figure-' not in bare and 'id="numbers-' not in bare


_FRAME = """<body><p id="o"></p><iframe src="page.html" width="{width}" height="900" style="border:0"></iframe><script>
addEventListener("load", () => {{
  const root = document.querySelector("iframe").contentDocument.documentElement;
  document.getElementById("o").textContent = root.scrollWidth - root.clientWidth;
}});</script></body>"""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_never_scrolls_sideways(tmp_path: Path, width: int) -> None:
    """With long plans, names of theorems and scopes; a window cannot be that narrow, a frame can."""
    long = "the program keeps [" + ",".join(map(str, range(64))) + "]; " + "segments_ignore_inner_shrinkage" * 3
    clause = ClauseRecord(text=long, theorem="F.t", not_run=long)
    first, *rest = catalogue_ledger().claims
    evidence = tuple(e.model_copy(update={"findings": (long,), "scope": long}) for e in first.evidence)
    claim = first.model_copy(update={"clauses": (clause,), "evidence": evidence})
    (tmp_path / "page.html").write_text(html.render(catalogue_ledger().model_copy(update={"claims": (claim, *rest)})))
    (tmp_path / "frame.html").write_text(_FRAME.format(width=width))
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom")
    command = ["chromium", *options, f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "frame.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert '<p id="o">0</p>' in done.stdout
