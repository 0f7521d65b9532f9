"""What the standalone checker expects of a ledger is its own: whatever is taken away or exchanged shows."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.checks.catalogue import all_checks
from proofs.catalogue import CLAIMS, by_id
from reports import listed, recheck
from reports.verify.numeric import check_evidence
from reports.verify.symbolic import ablation_certificates
from tests.reports.corruptions import ABLATIONS, GAPS, Edit, Json, put
from tests.reports.rechecking import checked, counted, expecting, records, rejected, whole_ledger


@pytest.fixture(scope="module")
def light() -> Json:
    """All that recheck.py reads of the ledger of all claims, but for the enclosures of other claims than N3."""
    shown = [("T4.1", "Fractions"), ("T4.1", "balls"), ("N3", "boxes")]
    chosen = [c for c in all_checks() if (c.claim, c.route) in shown]
    return whole_ledger({(c.claim, c.route): check_evidence(c).certificates for c in chosen})


@pytest.fixture(scope="module")
def expected(light: Json, tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The list that expects that ledger."""
    script = expecting(light, tmp_path_factory.mktemp("checker"))
    record: Json = json.loads(script.with_name("recheck.json").read_text())
    return record


def told(ledger: Json, expected: Json, demanded: bool = False) -> list[str]:
    """What is said of a ledger whose summary counts what is there; nothing if it is accepted."""
    summary = counted(ledger, ledger["summary"]["kernel"] == "asked for")["summary"] | ledger.get("forged", {})
    return listed.differences({**ledger, "summary": summary}, demanded, expected)


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


def of(ledger: Json, claim: str, route: str) -> Json:
    """A piece of evidence."""
    (found,) = [e for e in claim_of(ledger, claim)["evidence"] if e["route"] == route]
    record: Json = found
    return record


def without_kernel(ledger: Json) -> None:
    """As if the kernel had not been asked: no evidence, and no other sign of it."""
    for claim in ledger["claims"]:
        claim["evidence"] = [e for e in claim["evidence"] if e["level"] != "kernel"]
        claim["strength"] = "symbolic"
    ledger["summary"]["kernel"] = "not asked for"
    ledger["environment"].pop("coqc")


def kernel_of_all_but_one(ledger: Json) -> None:
    kept = claim_of(ledger, "N1")["evidence"][-1]
    without_kernel(ledger)
    claim_of(ledger, "N1")["evidence"].append(kept)


KERNELS = 21  # claims that have theorems of their own

WEAKER: dict[str, tuple[Edit, str, int]] = {
    "no certificates": (
        lambda c: [e.update(certificates=[]) for x in c["claims"] for e in x["evidence"]],
        "MISSING, {",
        35,
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
        lambda c: c["claims"].append({**claim_of(c, "D2.1"), "id": "X"}),
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
    "a word of its own": (lambda c: every(c, "certain", "D2.1"), "D2.1: UNEXPECTED, it is certain", 1),
    "a search said to prove": (
        lambda c: claim_of(c, "N7")["evidence"][0].update(verdict="proved"),
        "N7: UNEXPECTED, Fractions",
        1,
    ),
    "one route undecided": (
        lambda c: of(c, "N7", "z3").update(verdict="undecided"),
        "N7: UNEXPECTED, z3, level smt: verdict is undecided, not proved",
        1,
    ),
    "one route not run": (
        lambda c: of(c, "N7", "z3").update(verdict="not-run"),
        "N7: UNEXPECTED, z3, level smt: verdict is not-run, not proved",
        1,
    ),
    "one route gone": (
        lambda c: claim_of(c, "N7")["evidence"].remove(of(c, "N7", "z3")),
        "N7: MISSING, the evidence of z3",
        1,
    ),
    "one route twice": (
        lambda c: claim_of(c, "N7")["evidence"].append(of(c, "N7", "z3")),
        "N7: UNEXPECTED, evidence of z3",
        1,
    ),
    "one route renamed": (
        lambda c: of(c, "N7", "z3").update(route="cvc5"),
        "N7: MISSING, the evidence of z3",
        1,
    ),
    "a level raised": (
        lambda c: of(c, "D2.1", "Fractions").update(level="enclosed"),
        "D2.1: MISSING, the evidence of Fractions, level property",
        1,
    ),
    "a claim's level raised": (
        lambda c: claim_of(c, "T4.1-sharp").update(strength="truth"),
        "T4.1-sharp: UNEXPECTED, its level is truth",
        1,
    ),
    "a scope widened": (
        lambda c: of(c, "D2.1", "Fractions").update(scope="every T"),
        "D2.1: UNEXPECTED, Fractions, level property: says is",
        1,
    ),
    "only in part, and not said": (
        lambda c: of(c, "D2.1", "coqc").update(partial="scalars"),
        "D2.1: UNEXPECTED, coqc, level kernel: says is",
        1,
    ),
    "a mutant less": (
        lambda c: of(c, "N1", "z3")["controls"].update(rejected=6, total=6),
        "N1: UNEXPECTED, z3, level smt: mutants is 6, not 7",
        1,
    ),
    "a mutant that survived": (
        lambda c: of(c, "N1", "z3")["controls"].update(rejected=6),
        "N1: UNEXPECTED, a mutant of z3 survived",
        1,
    ),
    "a mutant that survived, counted as rejected": (
        lambda c: of(c, "N1", "z3")["controls"].update(survivors=["flipped"]),
        "N1: UNEXPECTED, a mutant of z3 survived",
        1,
    ),
    "says less": (
        lambda c: claim_of(c, "N1").update(says="Some plans are no worse than BOOT."),
        "N1: UNEXPECTED, its statement",
        1,
    ),
    "another conclusion": (
        lambda c: claim_of(c, "N1")["derivation"][0].update(latex="x < y"),
        "N1: UNEXPECTED, its statement or its derivation",
        1,
    ),
    "a hypothesis added": (lambda c: claim_of(c, "N1").update(assumptions=["T = 3"]), "N1: UNEXPECTED, its stat", 1),
    "the kernel's evidence gone": (
        lambda c: claim_of(c, "N1")["evidence"].pop(),
        "N1: MISSING, the evidence of coqc",
        1,
    ),
    "the kernel's evidence of all claims but one gone": (
        kernel_of_all_but_one,
        "MISSING, the evidence of coqc",
        KERNELS - 1,
    ),
    "a theorem gone": (
        lambda c: of(c, "N1", "coqc")["kernel"]["theorems"].pop(),
        "N1: UNEXPECTED, coqc, level kernel: theorems",
        1,
    ),
    "another axiom": (
        lambda c: of(c, "N1", "coqc")["kernel"]["axioms"].append("falsity"),
        "N1: UNEXPECTED, coqc, level kernel: axioms",
        1,
    ),
    "no record of the kernel": (
        lambda c: of(c, "N1", "coqc").update(kernel=None),
        "N1: UNEXPECTED, coqc, level kernel: theorems is none",
        1,
    ),
    "coqc was not there": (
        lambda c: of(c, "N1", "coqc").update(verdict="not-run"),
        "N1: UNEXPECTED, coqc, level kernel: verdict is not-run",
        1,
    ),
    "another format": (lambda c: c.update(format=1), "ledger: UNEXPECTED, format is 1", 1),
    "nothing left to verify": (lambda c: c.update(not_verified=["all"]), "ledger: UNEXPECTED, not_verified", 1),
    "counts of the summary": (
        lambda c: c.update(forged={"proved": 21, "controls": {"rejected": 0, "total": 0, "survivors": []}}),
        "summary: UNEXPECTED, ",
        2,
    ),
    "a problem in the summary": (lambda c: c.update(forged={"problems": ["x"]}), "summary: UNEXPECTED, problems", 1),
    "the exit code": (lambda c: c.update(forged={"exit_code": 3}), "summary: UNEXPECTED, exit_code is 3", 1),
}


@pytest.mark.parametrize(("edit", "said", "times"), WEAKER.values(), ids=list(WEAKER))
def test_what_is_expected_is_not_taken_from_the_ledger(
    light: Json, expected: Json, edit: Edit, said: str, times: int
) -> None:
    """Every certificate that is left holds, and everything is counted as it is."""
    found = copy.deepcopy(light)
    assert told(found, expected) == told(found, expected, True) == []
    edit(found)
    lines = told(found, expected)
    assert sum(said in line for line in lines) == times, lines


def test_a_ledger_without_the_kernel_says_so_or_is_refused(light: Json, expected: Json) -> None:
    """Honestly made, it is accepted; where the kernel is demanded, it is not; any sign of the kernel demands it."""
    found = copy.deepcopy(light)
    without_kernel(found)
    assert told(found, expected) == []
    demanded = told(found, expected, True)
    assert sum("MISSING, the evidence of coqc" in line for line in demanded) == KERNELS
    for sign in (
        lambda c: c["environment"].update(coqc="8.16"),
        lambda c: c["summary"].update(kernel="asked for"),
        lambda c: claim_of(c, "N1").update(strength="kernel"),
    ):
        marked = copy.deepcopy(found)
        sign(marked)
        assert sum("MISSING, the evidence of coqc" in line for line in told(marked, expected)) == KERNELS


def test_a_narrower_box_holds_and_is_not_the_one_expected(light: Json, expected: Json) -> None:
    found = copy.deepcopy(light)
    boxes = records(found, "N3", "boxes")
    boxes[0] = narrowed(boxes[0])
    box = [recheck.numbers(ends) for ends in boxes[0]["box"]]
    at = sum(f.mid.low for f in recheck.bounded("N3", recheck.schedule_of(boxes[0]["schedule"]), box))
    boxes[0]["at_centre"] = str(Fraction(at, recheck.ONE))
    assert recheck.examine("N3", boxes[0])[0] == "enclosure"
    lines = told(found, expected)
    assert [line.split(",")[0] for line in lines] == ["N3: UNEXPECTED", "N3: MISSING"]


@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize("edit", GAPS.values(), ids=list(GAPS))
def test_a_corrupted_gap_is_rejected(light: Json, tmp_path: Path, index: int, edit: Edit) -> None:
    gap = copy.deepcopy(records(light, "T4.1", "balls")[index])
    edit(gap)
    evidence = [{"route": "balls", "verdict": "refuted", "certificates": [gap]}]
    found = {"claims": [{"id": "T4.1", "verdict": "undecided", "evidence": evidence}]}
    assert rejected(checked(found, tmp_path / "ledger.json"))


@pytest.mark.parametrize(("index", "why"), [(3, "the program keeps another plan"), (4, "the factor is not reached")])
def test_a_gap_is_measured_with_its_norms(light: Json, index: int, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every n_T = 1 another plan is kept, or the factor is not reached."""
    gap = copy.deepcopy(records(light, "T4.1", "balls")[index])
    assert recheck.examine("T4.1", gap)[0] == "gap"
    honest = recheck.Plans
    monkeypatch.setattr(recheck, "Plans", lambda a, keep, weights, unit: honest(a, keep, [unit for _ in weights], unit))
    assert recheck.examine("T4.1", gap) == ("", f"T4.1: REJECTED, {why}")


@pytest.mark.parametrize("edit", ABLATIONS.values(), ids=list(ABLATIONS))
def test_a_corrupted_ablation_is_rejected(light: Json, tmp_path: Path, edit: Edit) -> None:
    """One of every claim."""
    names = sorted({c["id"] for c in light["claims"] if records(light, c["id"], "SymPy")})
    assert names == ["N1", "N2", "N3", "N6", "N6-contracting", "N6-expanding"]
    found = copy.deepcopy({"claims": light["claims"]})
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
