"""The standalone checker: accepts what the checks export, rejects every corruption, and imports nothing of the suite."""

from __future__ import annotations

import ast
import copy
import json
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from numerics.checks.catalogue import all_checks
from reports.verify.ledger import ClaimRecord, manifest
from reports.verify.numeric import check_evidence
from tests.reports.corruptions import COUNTEREXAMPLES, ENCLOSURES, Edit, Json, put, times
from tests.reports.rechecking import SCRIPT, checked, counted, expecting, rejected, run, whole_ledger

CHECKS = sorted(
    (c for c in all_checks() if c.route == "boxes" or (c.claim, c.route) == ("T4.1", "Fractions")),
    key=lambda c: c.claim,
)


@pytest.fixture(scope="module")
def ledger() -> Json:
    """The part of a ledger that the checks of boxes and counterexamples fill, as it is read from JSON."""
    evidence = [(c.claim, json.loads(check_evidence(c).model_dump_json())) for c in CHECKS]
    return counted({"claims": [{"id": claim, "verdict": e["verdict"], "evidence": [e]} for claim, e in evidence]})


def only(ledger: Json, claim: str, index: int) -> Json:
    """A ledger with one certificate; no summary yet."""
    (found,) = [copy.deepcopy(c) for c in ledger["claims"] if c["id"] == claim]
    found["evidence"][0]["certificates"] = [found["evidence"][0]["certificates"][index]]
    return {"claims": [found]}


@pytest.fixture(scope="module")
def whole(ledger: Json) -> Json:
    """All that recheck.py reads of the ledger of all claims."""
    gaps = next(check_evidence(c) for c in all_checks() if (c.claim, c.route) == ("T4.1", "balls"))
    exported = {(c["id"], e["route"]): e["certificates"] for c in ledger["claims"] for e in c["evidence"]}
    return whole_ledger({**exported, ("T4.1", "balls"): gaps.certificates})


def test_what_the_checks_export_is_accepted(whole: Json, tmp_path: Path) -> None:
    script, path = expecting(whole, tmp_path), tmp_path / "ledger.json"
    path.write_text(json.dumps(whole))
    for demanded in ((), ("--kernel",)):
        done = run(path, *demanded, script=script)
        assert done.returncode == 0, done.stdout + done.stderr
        exported = sum(len(e["certificates"]) for c in whole["claims"] for e in c["evidence"])
        assert exported == 44 and done.stdout.endswith("\n44 hold, 0 do not\n")
        assert len(done.stdout.splitlines()) == exported + 1


def test_what_is_listed_is_asked_for(whole: Json, tmp_path: Path) -> None:
    """The kernel's evidence gone, which one other sign gives away; all signs gone; and no level to be compared."""
    script, path = expecting(whole, tmp_path), tmp_path / "ledger.json"
    found = copy.deepcopy(whole)
    for claim in found["claims"]:
        claim["evidence"] = [e for e in claim["evidence"] if e["level"] != "kernel"]
    silent = copy.deepcopy(found)
    silent["environment"], silent["summary"] = {}, counted(silent)["summary"]
    for claim in silent["claims"]:
        claim["strength"] = "symbolic"
    vague = copy.deepcopy(silent)
    vague["claims"][0]["evidence"][0].pop("level")
    for ledger, options, code, said in (
        (found, (), 1, "MISSING, the evidence of coqc"),
        (silent, (), 0, "44 hold, 0 do not"),
        (silent, ("--kernel",), 1, "MISSING, the evidence of coqc"),
        (vague, (), 1, "ledger: REJECTED, it cannot be compared with what is listed (KeyError)"),
    ):
        path.write_text(json.dumps(ledger))
        done = run(path, *options, script=script)
        assert (done.returncode, done.stderr) == (code, "") and said in done.stdout


def test_the_certificates_that_are_expected_are_those_that_are_exported(whole: Json, tmp_path: Path) -> None:
    places = [script.with_name("recheck.json") for script in (expecting(whole, tmp_path), SCRIPT)]
    listed = [json.loads(path.read_text()) for path in places]
    own, committed = (sorted(x["certificates"], key=json.dumps) for x in listed)
    assert own == committed


def test_every_exported_claim_is_there(ledger: Json) -> None:
    kinds = {(c["id"], x["kind"]) for c in ledger["claims"] for e in c["evidence"] for x in e["certificates"]}
    assert kinds == {(c, "enclosure") for c in ("N1", "N2", "N3", "P3.2")} | {("T4.1", "counterexample")}
    cells = [x["cells"] for c in ledger["claims"] for e in c["evidence"] for x in e["certificates"] if "cells" in x]
    assert 300 < sum(map(len, cells)) < 1000


def test_numbers_are_exact(ledger: Json) -> None:
    def floats(node: Any) -> bool:
        if isinstance(node, dict | list):
            return any(floats(x) for x in (node.values() if isinstance(node, dict) else node))
        return isinstance(node, float)

    assert not any(floats(e["certificates"]) for c in ledger["claims"] for e in c["evidence"])


SAMPLES = (("N1", 2), ("N2", 2), ("N3", 0), ("P3.2", 1))


@pytest.mark.parametrize("edit", ENCLOSURES.values(), ids=list(ENCLOSURES))
@pytest.mark.parametrize(("claim", "index"), SAMPLES)
def test_a_corrupted_enclosure_is_rejected(ledger: Json, tmp_path: Path, claim: str, index: int, edit: Edit) -> None:
    found = only(ledger, claim, index)
    edit(found["claims"][0]["evidence"][0]["certificates"][0])
    assert rejected(checked(found, tmp_path / "ledger.json"))


@pytest.mark.parametrize(("claim", "index"), SAMPLES)
def test_a_corrupted_schedule_is_rejected(ledger: Json, tmp_path: Path, claim: str, index: int) -> None:
    schedule = only(ledger, claim, index)["claims"][0]["evidence"][0]["certificates"][0]["schedule"]
    edits = [put("schedule", "steps", 4), put("schedule", "steps", 0), put("schedule", "steps", "5")]
    if schedule["family"] == "rational":
        edits = [put("schedule", key, 2, times("101/100")) for key in ("alpha", "sigma")]
        edits += [put("schedule", "alpha", lambda a: a[::-1]), put("schedule", "sigma", lambda a: a[:-1])]
    edits.append(put("schedule", "family", "linear"))
    for edit in edits:
        found = only(ledger, claim, index)
        edit(found["claims"][0]["evidence"][0]["certificates"][0])
        assert rejected(checked(found, tmp_path / "ledger.json"))


@pytest.mark.parametrize(("claim", "other"), [("N1", "N2"), ("N2", "N1"), ("N3", "P3.2"), ("P3.2", "N3")])
def test_a_certificate_of_another_claim_is_rejected(ledger: Json, tmp_path: Path, claim: str, other: str) -> None:
    """Also when every label is that of the other claim, so that only the numbers can tell."""
    template = only(ledger, other, 0)["claims"][0]["evidence"][0]["certificates"][0]
    for labels in (("claim",), ("claim", "bounded", "variables")):
        found = only(ledger, claim, 2)
        found["claims"][0]["id"] = other
        certificate = found["claims"][0]["evidence"][0]["certificates"][0]
        certificate.update({key: template[key] for key in labels})
        assert rejected(checked(found, tmp_path / "ledger.json"))


def test_filed_under_another_claim(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "N1", 2)
    found["claims"][0]["id"] = "N2"
    assert rejected(checked(found, tmp_path / "ledger.json"))


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("edit", COUNTEREXAMPLES.values(), ids=list(COUNTEREXAMPLES))
def test_a_corrupted_counterexample_is_rejected(ledger: Json, tmp_path: Path, index: int, edit: Edit) -> None:
    found = only(ledger, "T4.1", index)
    edit(found["claims"][0]["evidence"][0]["certificates"][0])
    assert rejected(checked(found, tmp_path / "ledger.json"))


def test_a_refuted_claim_needs_a_counterexample(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "T4.1", 0)
    assert not rejected(checked(found, tmp_path / "ledger.json"))
    found["claims"][0]["evidence"][0]["certificates"] = []
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1
    assert "refuted without a counterexample" in done.stdout
    found = only(ledger, "N1", 2)
    found["claims"][0]["verdict"] = "refuted"
    assert rejected(checked(found, tmp_path / "ledger.json"))


def test_an_enclosure_needs_certificates(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "N1", 2)
    found["claims"][0]["evidence"][0]["certificates"] = []
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1
    assert "without certificates" in done.stdout


def gone(ledger: Json) -> None:
    ledger["claims"] = [c for c in ledger["claims"] if c["id"] != "N3"]


def emptied(ledger: Json) -> None:
    for claim in ledger["claims"]:
        for evidence in claim["evidence"]:
            evidence["certificates"] = []


def one_less(ledger: Json) -> None:
    ledger["claims"][0]["evidence"][0]["certificates"].pop()


def exchanged(ledger: Json) -> None:
    """Every certificate still holds, and one stands twice in place of another."""
    records = ledger["claims"][0]["evidence"][0]["certificates"]
    records[1] = records[0]


def twice(ledger: Json) -> None:
    ledger["claims"].append(ledger["claims"][0])


@pytest.mark.parametrize("edit", [gone, emptied, one_less, exchanged, twice])
def test_a_certificate_that_was_taken_away_shows(ledger: Json, tmp_path: Path, edit: Callable[[Json], None]) -> None:
    found = copy.deepcopy(ledger)
    edit(found)
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1, done.stdout
    assert "REJECTED" in done.stdout and done.stderr == ""


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    done = checked({"claims": []}, tmp_path / "ledger.json")
    told = done.stdout.splitlines()
    assert done.returncode == 1 and sum("MISSING, the claim" in line for line in told) == 21
    assert told[-1].startswith("0 hold, ")


def test_a_proved_claim_has_no_counterexample(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "T4.1", 0)
    found["claims"][0]["verdict"] = "proved"
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1
    assert "proved in spite of a counterexample" in done.stdout


@pytest.mark.parametrize("value", [None, {}, "", 3, [None], ["x"]])
def test_certificates_that_are_no_list_of_records_are_rejected(ledger: Json, tmp_path: Path, value: Any) -> None:
    found = copy.deepcopy(ledger)
    found["claims"][0]["evidence"][0]["certificates"] = value
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1
    assert "REJECTED" in done.stdout and done.stderr == ""


def test_the_box_that_is_printed_is_that_of_the_certificate(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "N1", 2)
    record = found["claims"][0]["evidence"][0]["certificates"][0]
    (low, high), (first, last) = record["box"]
    done = checked(found, tmp_path / "ledger.json")
    assert f"{low} <= lambda <= {high}, {first} <= s <= {last}: " in done.stdout


def test_the_summary_of_a_run_counts_as_the_checker_does(ledger: Json) -> None:
    """Both ways of writing the canonical form, on the objects and on what is read back."""
    evidence = [(c.claim, check_evidence(c)) for c in CHECKS if c.claim == "T4.1"]
    claims = [ClaimRecord.model_construct(id=claim, evidence=(e,)) for claim, e in evidence]
    found = {claim: count.model_dump() for claim, count in manifest(claims).items()}
    assert found == {"T4.1": ledger["summary"]["certificates"]["T4.1"]}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[",
        "[]",
        "{}",
        '{"claims": 3}',
        '{"claims": []}',
        '{"claims": [{}]}',
        "\x00",
        "null",
        "[" * 10**5,
    ],
)
def test_unusable_input_is_one_line_and_code_2(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(content)
    for done in (run(path), run(tmp_path / "absent.json"), run(path, "more")):
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1


def test_it_stands_alone() -> None:
    """Standard library only, nothing of the suite, and short."""
    for text in (SCRIPT.read_text(), SCRIPT.with_name("listed.py").read_text()):
        assert len(text.splitlines()) <= 400
        for node in ast.walk(ast.parse(text)):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert module.split(".")[0] in sys.stdlib_module_names


def test_its_elementary_functions_enclose() -> None:
    """pi by Machin's formula; exp and cos against balls."""
    from flint import arb

    from numerics.numbers.balls import bounds, precision
    from reports import recheck

    def arctan(n: int) -> tuple[Fraction, Fraction]:
        terms = [Fraction((-1) ** k, (2 * k + 1) * n ** (2 * k + 1)) for k in range(80)]
        return sum(terms), sum(terms[:-1])

    high, low = (16 * arctan(5)[k] - 4 * arctan(239)[1 - k] for k in (1, 0))
    assert recheck.PI[0] < low < high < recheck.PI[1]
    with precision(300):
        for k in range(-400, 40, 7):
            found = recheck.exp(k * recheck.ONE // 10)
            inside = [bounds((arb(k * recheck.ONE // 10) / recheck.ONE).exp())[i] for i in (0, 1)]
            assert found.low <= inside[0] * recheck.ONE
            assert inside[1] * recheck.ONE <= found.high
            assert found.high - found.low < recheck.ONE >> 50 or k > 0
        alpha, sigma = recheck.schedule_of({"family": "cosine", "steps": 9})
        for t in range(10):
            ends = bounds(arb.cos_pi(arb(t) / 18))
            assert alpha[t].low <= ends[1] * recheck.ONE and ends[0] * recheck.ONE <= alpha[t].high
            assert alpha[t].high - alpha[t].low < recheck.ONE >> 110
        assert (sigma[9].low, sigma[9].high) == (alpha[0].low, alpha[0].high)


@pytest.mark.parametrize("terms", [3, 4, 5, 6, 8, 12])
@pytest.mark.parametrize("tenths", [-20, -15, -1, 0, 1, 10, 15, 20])
def test_few_terms_of_a_series_enclose_it_too(terms: int, tenths: int) -> None:
    """The remainder counts: without it, or with half of it, few terms miss the value; it is not much too large either."""
    from reports import recheck

    def series(signs: tuple[int, ...]) -> tuple[Fraction, Fraction]:
        parts, term = [], Fraction(1)
        for k in range(60):
            parts.append(signs[k % 4] * term)
            term *= Fraction(tenths, 10 * (k + 1))
        return sum(parts[:terms], Fraction(0)), sum(parts, Fraction(0))

    x = recheck.interval(Fraction(tenths, 10), Fraction(tenths, 10))
    for signs in ((1, 1, 1, 1), (1, 0, -1, 0), (0, 1, 0, -1)):
        found, (partial, value) = recheck.taylor(x, signs, terms), series(signs)
        slack = Fraction(1, 2**100)  # of the value that is compared with
        assert (
            found.low <= (value - slack) * recheck.ONE + 2**30 and (value + slack) * recheck.ONE - 2**30 <= found.high
        )
        rest = 2 * abs(Fraction(tenths, 10)) ** terms / prod(range(1, terms + 1))
        assert partial * recheck.ONE - found.low <= rest * recheck.ONE + 200
        assert found.high - partial * recheck.ONE <= rest * recheck.ONE + 200


@pytest.mark.parametrize("divisor", [3, 7])
@pytest.mark.parametrize("number", [5, 1, -1, -5])
def test_the_reciprocal_is_rounded_outwards(number: int, divisor: int) -> None:
    """Both numbers are exact, so that nothing else widens the quotient: at each end a reciprocal cut wrongly shows."""
    from reports import recheck

    one = recheck.ONE
    found = recheck.Interval(number * one, number * one) / recheck.Interval(divisor * one, divisor * one)
    assert found.low < Fraction(number * one, divisor) < found.high
    assert found.high - found.low <= 2 * abs(number) + 2


@pytest.mark.parametrize("times", [1, 2, 9])
@pytest.mark.parametrize("last", [1, -1, 0])
@pytest.mark.parametrize("sign", [1, -1])
def test_halving_is_rounded_outwards(times: int, last: int, sign: int) -> None:
    """Where the bits that are cut off are 0...01, 1...11, or none."""
    from reports import recheck

    number = sign * (5 * recheck.ONE * 2**times + last)
    found = recheck.halved(number, times)
    assert found.low << times <= number <= found.high << times and found.high - found.low == abs(last)


def test_a_series_is_summed_where_its_remainder_is_known() -> None:
    from reports import recheck

    beyond = recheck.interval(Fraction(21, 10), Fraction(21, 10))
    for x, terms in ((beyond, 40), (recheck.interval(Fraction(-21, 10), Fraction(0)), 40), (recheck.Interval(0, 0), 2)):
        with pytest.raises(ValueError, match="converge"):
            recheck.taylor(x, (1, 1, 1, 1), terms)


def test_intervals_are_rounded_outwards() -> None:
    """Against fractions, with ends that no binary place meets."""
    from reports import recheck

    ends = [Fraction(k, 7) for k in (-9, -5, -1, 2, 5, 11)]
    for a, b, c, d in product(ends, repeat=4):
        if a > b or c > d:
            continue
        x, y = recheck.interval(a, b), recheck.interval(c, d)
        cases = [(x + y, a + c, b + d), (x - y, a - d, b - c)]
        corners = [u * v for u, v in product((a, b), (c, d))]
        cases.append((x * y, min(corners), max(corners)))
        if c > 0:
            corners = [u / v for u, v in product((a, b), (c, d))]
            cases.append((x / y, min(corners), max(corners)))
        for found, low, high in cases:
            assert (
                found.low <= low * recheck.ONE <= (found.low + 64)
                and found.high - 64 <= high * recheck.ONE <= found.high
            )
    assert recheck.interval(Fraction(1, 3), Fraction(1, 3)).low < Fraction(recheck.ONE, 3)
    with pytest.raises(ValueError, match="not positive"):
        recheck.interval(Fraction(1), Fraction(1)) / recheck.interval(Fraction(0), Fraction(1))
