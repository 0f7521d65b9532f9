"""What the standalone checker expects of a ledger is its own: whatever is taken away or exchanged shows."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.checks.catalogue import all_checks
from proofs.catalogue import CLAIMS, by_id
from reports.verify.numeric import check_evidence
from reports.verify.symbolic import ablation_certificates
from tests.reports.corruptions import ABLATIONS, GAPS, Edit, Json, put
from tests.reports.rechecking import checked, records, rejected, says


@pytest.fixture(scope="module")
def light() -> Json:
    """All that recheck.py reads of the ledger of all claims, but for the enclosures of other claims than N3."""
    claims = []
    for claim in CLAIMS:
        mine = [c for c in all_checks() if c.claim == claim.id]
        shown = {"T4.1": ("Fractions", "balls"), "N3": ("boxes",)}.get(claim.id, ())
        exported = {c.route: [*check_evidence(c).certificates] for c in mine if c.route in shown}
        exported["SymPy"] = [*ablation_certificates(claim)]
        routes = [c.route for c in mine] + ["SymPy"] + ["z3"] * (claim.id not in {"D2.1", "C3.1"})
        found = [{"route": r, "verdict": says(r, claim.expected), "certificates": exported.get(r, [])} for r in routes]
        claims.append({"id": claim.id, "verdict": claim.expected, "evidence": found})
    copied: Json = json.loads(json.dumps({"claims": claims}))
    return copied


def claim_of(ledger: Json, name: str) -> Json:
    (found,) = [c for c in ledger["claims"] if c["id"] == name]
    record: Json = found
    return record


def narrowed(record: Json) -> Json:
    """The part of a box that its first cell covers: a certificate that holds."""
    (cell, *_), box = record["cells"], record["cells"][0]["box"]
    return {**record, "box": box, "cells": [cell], "depth": 0}


def every(ledger: Json, verdict: str, claim: str) -> None:
    found = claim_of(ledger, claim)
    found["verdict"] = verdict
    for evidence in found["evidence"]:
        evidence["verdict"] = verdict


WEAKER: dict[str, tuple[Edit, str, int]] = {
    "no certificates": (
        lambda c: [e.update(certificates=[]) for x in c["claims"] for e in x["evidence"]],
        "MISSING",
        41,
    ),
    "one enclosure gone": (lambda c: records(c, "N3", "boxes").pop(4), "N3: MISSING, {", 1),
    "one ablation gone": (lambda c: records(c, "N6", "SymPy").pop(), "N6: MISSING, {", 1),
    "one gap gone": (lambda c: records(c, "T4.1", "balls").pop(1), "T4.1: MISSING, {", 1),
    "one counterexample gone": (lambda c: records(c, "T4.1", "Fractions").pop(), "T4.1: MISSING, {", 1),
    "one in place of another": (
        lambda c: put(1, records(c, "N3", "boxes")[0])(records(c, "N3", "boxes")),
        "N3: MISSING, {",
        1,
    ),
    "one twice": (
        lambda c: records(c, "N1", "SymPy").append(records(c, "N1", "SymPy")[0]),
        "N1: UNEXPECTED, a cert",
        1,
    ),
    "a smaller factor": (lambda c: records(c, "T4.1", "balls")[1].update(factor="2"), "T4.1: UNEXPECTED, a cert", 1),
    "a claim gone": (lambda c: c["claims"].pop(3), "P3.2: MISSING, the claim", 1),
    "all claims gone": (lambda c: c["claims"].clear(), "MISSING, the claim", 21),
    "a claim more": (
        lambda c: c["claims"].append({"id": "X", "verdict": "proved", "evidence": []}),
        "X: UNEXPECTED",
        1,
    ),
    "refuted that should be proved": (
        lambda c: every(c, "refuted", "N1"),
        "N1: UNEXPECTED, it is refuted and should",
        1,
    ),
    "proved that should be refuted": (
        lambda c: every(c, "proved", "T4.1"),
        "T4.1: UNEXPECTED, it is proved and should",
        1,
    ),
    "undecided": (lambda c: every(c, "undecided", "D2.1"), "D2.1: UNEXPECTED, it is undecided", 1),
    "one route undecided": (
        lambda c: claim_of(c, "N7")["evidence"][0].update(verdict="undecided"),
        "says undecided",
        1,
    ),
    "one route not run": (lambda c: claim_of(c, "N7")["evidence"][0].update(verdict="not-run"), "says not-run", 1),
    "a search said to prove": (
        lambda c: claim_of(c, "N7")["evidence"][0].update(verdict="proved"),
        "N7: UNEXPECTED, Fractions says proved",
        1,
    ),
    "an enclosure said to be a search": (
        lambda c: [e.update(verdict="no counterexample") for e in claim_of(c, "N3")["evidence"]],
        "N3: UNEXPECTED",
        3,
    ),
    "one route gone": (lambda c: claim_of(c, "N7")["evidence"].pop(), "N7: MISSING, the routes", 1),
    "one route renamed": (
        lambda c: claim_of(c, "N7")["evidence"][0].update(route="balls"),
        "N7: MISSING, the routes",
        1,
    ),
}


@pytest.mark.parametrize(("edit", "told", "times"), WEAKER.values(), ids=list(WEAKER))
def test_what_is_expected_is_not_taken_from_the_ledger(
    light: Json, tmp_path: Path, edit: Edit, told: str, times: int
) -> None:
    """Every certificate that is left holds, and is counted."""
    found = copy.deepcopy(light)
    edit(found)
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout.count(told) == times, done.stdout


def test_a_narrower_box_holds_and_is_not_the_one_expected(light: Json, tmp_path: Path) -> None:
    from reports import recheck

    found = copy.deepcopy(light)
    boxes = records(found, "N3", "boxes")
    boxes[0] = narrowed(boxes[0])
    box = [recheck.numbers(ends) for ends in boxes[0]["box"]]
    at = sum(f.mid.low for f in recheck.bounded("N3", recheck.schedule_of(boxes[0]["schedule"]), box))
    boxes[0]["at_centre"] = str(Fraction(at, recheck.ONE))
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1 and "N3: REJECTED" not in done.stdout
    assert done.stdout.count("N3: UNEXPECTED") == done.stdout.count("N3: MISSING") == 1


def test_the_kernel_may_not_have_run(light: Json, tmp_path: Path) -> None:
    for verdict, code in (("not-run", 0), ("proved", 0), ("undecided", 1), ("refuted", 1)):
        found = copy.deepcopy(light)
        claim_of(found, "N1")["evidence"].append({"route": "coqc", "verdict": verdict, "certificates": []})
        assert ("N1: UNEXPECTED, coqc says" in checked(found, tmp_path / "ledger.json").stdout) == bool(code)


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("edit", GAPS.values(), ids=list(GAPS))
def test_a_corrupted_gap_is_rejected(light: Json, tmp_path: Path, index: int, edit: Edit) -> None:
    gap = copy.deepcopy(records(light, "T4.1", "balls")[index])
    edit(gap)
    evidence = [{"route": "balls", "verdict": "refuted", "certificates": [gap]}]
    found = {"claims": [{"id": "T4.1", "verdict": "undecided", "evidence": evidence}]}
    assert rejected(checked(found, tmp_path / "ledger.json"))


@pytest.mark.parametrize("edit", ABLATIONS.values(), ids=list(ABLATIONS))
def test_a_corrupted_ablation_is_rejected(light: Json, tmp_path: Path, edit: Edit) -> None:
    """One of every claim."""
    names = sorted({c["id"] for c in light["claims"] if records(light, c["id"], "SymPy")})
    assert names == ["N1", "N2", "N3", "N6", "N6-contracting", "N6-expanding"]
    found = copy.deepcopy(light)
    for name in names:
        edit(records(found, name, "SymPy")[-1])
    done = checked(found, tmp_path / "ledger.json")
    assert rejected(done) and [
        x.split(":")[0] for x in done.stdout.splitlines() if "REJECTED" in x and "enclosure" not in x
    ] == [c.id for c in CLAIMS if c.id in names]


def test_the_ablations_are_those_of_the_catalogue() -> None:
    """Every hypothesis of the claims whose ablations are exported, but for one of labels."""
    for name in ("N1", "N2", "N3", "N6-contracting", "N6-expanding", "N6"):
        claim = by_id()[name]
        assert len(ablation_certificates(claim)) == len(claim.ablations) - (name == "N6")
    assert ablation_certificates(by_id()["T4.2"]) == ()
