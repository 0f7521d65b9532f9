"""The standalone checker: accepts what the checks export, rejects every corruption, and imports nothing of the suite."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from numerics.checks.catalogue import all_checks
from reports.verify.ledger import ClaimRecord, manifest
from reports.verify.numeric import check_evidence

SCRIPT = Path(__file__).parents[2] / "reports" / "recheck.py"
CHECKS = [c for c in all_checks() if c.route == "boxes" or (c.claim, c.route) == ("T4.1", "Fractions")]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def ledger() -> Json:
    """The part of a ledger that the checks of boxes and counterexamples fill, as it is read from JSON."""
    evidence = [(c.claim, json.loads(check_evidence(c).model_dump_json())) for c in CHECKS]
    return counted({"claims": [{"id": claim, "verdict": e["verdict"], "evidence": [e]} for claim, e in evidence]})


def counted(ledger: Json) -> Json:
    """The ledger with a summary that counts the certificates as they are, as whoever corrupts one could also write."""
    summary = {}
    for claim in ledger["claims"]:
        records = [record for e in claim["evidence"] for record in e["certificates"]]
        canonical = json.dumps(records, sort_keys=True, separators=(",", ":")).encode()
        if records:
            summary[claim["id"]] = {"count": len(records), "sha256": hashlib.sha256(canonical).hexdigest()}
    return {**ledger, "summary": {"certificates": summary}}


def run(path: Path | str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(path), *more], capture_output=True, text=True, check=False
    )


def only(ledger: Json, claim: str, index: int) -> Json:
    """A ledger with one certificate; no summary yet."""
    (found,) = [copy.deepcopy(c) for c in ledger["claims"] if c["id"] == claim]
    found["evidence"][0]["certificates"] = [found["evidence"][0]["certificates"][index]]
    return {"claims": [found]}


def checked(ledger: Json, path: Path) -> subprocess.CompletedProcess[str]:
    """The run on a ledger, whose summary counts what is there unless it has one already."""
    path.write_text(json.dumps(ledger if "summary" in ledger else counted(ledger)))
    return run(path)


def test_what_the_checks_export_is_accepted(ledger: Json, tmp_path: Path) -> None:
    done = checked(ledger, tmp_path / "ledger.json")
    assert done.returncode == 0, done.stdout + done.stderr
    exported = sum(len(e["certificates"]) for c in ledger["claims"] for e in c["evidence"])
    assert len(done.stdout.splitlines()) == exported + 1
    assert "REJECTED" not in done.stdout
    assert f"{exported} hold, 0 rejected" in done.stdout


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


Edit = Callable[[Json], Any]


def put(*path: Any) -> Edit:
    """Sets the value at the end of the path."""
    *inner, last, value = path

    def edit(certificate: Json) -> None:
        node: Any = certificate
        for key in inner:
            node = node[key]
        node[last] = value(node[last]) if callable(value) else value

    return edit


def times(factor: str) -> Callable[[str], str]:
    return lambda text: str(Fraction(text) * Fraction(factor))


def plus(shift: str) -> Callable[[str], str]:
    return lambda text: str(Fraction(text) + Fraction(shift))


def swap_cells(certificate: Json) -> None:
    """Two cells exchange their margins, the largest and the least."""
    ordered = sorted(certificate["cells"], key=lambda c: Fraction(c["margin"]))
    ordered[0]["margin"], ordered[-1]["margin"] = ordered[-1]["margin"], ordered[0]["margin"]


def double_cell(certificate: Json) -> None:
    certificate["cells"].append(certificate["cells"][0])


ENCLOSURES: dict[str, Edit] = {
    "cell removed": lambda c: c["cells"].pop(3),
    "first cell removed": lambda c: c["cells"].pop(0),
    "all cells removed": lambda c: c["cells"].clear(),
    "cell twice": double_cell,
    "cell widened": put("cells", 0, "box", 0, 1, plus("1/1000")),
    "cell narrowed": put("cells", 0, "box", 0, 1, plus("-1/1000")),
    "cell turned": put("cells", 0, "box", 0, lambda ends: ends[::-1]),
    "cell moved out": put("cells", 0, "box", 0, 0, plus("-1/1000")),
    "margin raised": put("cells", 0, "margin", times("2")),
    "every margin raised": lambda c: [x.update(margin=times("3/2")(x["margin"])) for x in c["cells"]],
    "margin zero": put("cells", 0, "margin", "0"),
    "margin negative": put("cells", 0, "margin", "-1/10"),
    "margins exchanged": swap_cells,
    "box enlarged": put("box", 0, 1, times("2")),
    "box lowered": put("box", 0, 0, times("1/2")),
    "box shrunk": put("box", 0, 1, times("9/10")),
    "value at the centre": put("at_centre", plus("1/1000000")),
    "depth": put("depth", lambda depth: depth + 1),
    "huge depth": put("depth", 10**12),
    "another claim inside": put("claim", "T4.3"),
    "another quantity": put("bounded", "v"),
    "a variable renamed": put("variables", 0, "mu"),
    "no schedule": lambda c: c.pop("schedule"),
    "not a number": put("cells", 1, "margin", "nan"),
    "no kind": lambda c: c.pop("kind"),
    "a kind of its own": put("kind", "proof"),
}

SAMPLES = (("N1", 2), ("N2", 2), ("N3", 0), ("P3.2", 1))


@pytest.mark.parametrize("edit", ENCLOSURES.values(), ids=list(ENCLOSURES))
@pytest.mark.parametrize(("claim", "index"), SAMPLES)
def test_a_corrupted_enclosure_is_rejected(ledger: Json, tmp_path: Path, claim: str, index: int, edit: Edit) -> None:
    found = only(ledger, claim, index)
    edit(found["claims"][0]["evidence"][0]["certificates"][0])
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "REJECTED" in done.stdout
    assert done.stderr == ""


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
        assert checked(found, tmp_path / "ledger.json").returncode == 1


@pytest.mark.parametrize(("claim", "other"), [("N1", "N2"), ("N2", "N1"), ("N3", "P3.2"), ("P3.2", "N3")])
def test_a_certificate_of_another_claim_is_rejected(ledger: Json, tmp_path: Path, claim: str, other: str) -> None:
    """Also when every label is that of the other claim, so that only the numbers can tell."""
    template = only(ledger, other, 0)["claims"][0]["evidence"][0]["certificates"][0]
    for labels in (("claim",), ("claim", "bounded", "variables")):
        found = only(ledger, claim, 2)
        found["claims"][0]["id"] = other
        certificate = found["claims"][0]["evidence"][0]["certificates"][0]
        certificate.update({key: template[key] for key in labels})
        done = checked(found, tmp_path / "ledger.json")
        assert done.returncode == 1, done.stdout


def test_filed_under_another_claim(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "N1", 2)
    found["claims"][0]["id"] = "N2"
    assert checked(found, tmp_path / "ledger.json").returncode == 1


COUNTEREXAMPLES: dict[str, Edit] = {
    "alpha": put("schedule", "alpha", 1, times("99/100")),
    "a whole point": lambda c: c["schedule"].update(
        alpha=[c["schedule"]["alpha"][0], "15/17", *c["schedule"]["alpha"][2:]],
        sigma=[c["schedule"]["sigma"][0], "8/17", *c["schedule"]["sigma"][2:]],
    ),
    "lambda": put("lam", 0, plus("1/27")),
    "negative lambda": put("lam", 0, "-1"),
    "no lambda": put("lam", []),
    "root": put("budget", "root", "1/3"),
    "root above one": put("budget", "root", "2"),
    "order": put("budget", "order", 6),
    "order not an integer": put("budget", "order", 3.0),
    "teacher": put("teacher", 0, plus("1/1000000000")),
    "kept value": put("kept", "operator", 0, plus("1/1000000000")),
    "kept distance": put("kept", "w2_squared", plus("1/1000000000")),
    "better value": put("better", "operator", 0, plus("-1/1000000000")),
    "better distance": put("better", "w2_squared", "0"),
    "kept plan": lambda c: c["kept"].update(plan=c["others"][-1]["plan"]),
    "better plan": lambda c: c["better"].update(plan=c["kept"]["plan"]),
    "kept exchanged": lambda c: c.update(kept=c["better"], better=c["kept"]),
    "vanilla kept": lambda c: c.update(kept=c["others"][-1]),
    "vanilla better": lambda c: c.update(better=c["others"][-1]),
    "other value": put("others", 0, "operator", 0, plus("1")),
    "a step missing": put("better", "plan", [3, 2]),
    "a step twice": put("better", "plan", [4, 3, [2, 2]]),
    "no plan": put("better", "plan", "best"),
    "an endless plan": put("better", "plan", json.loads("[" * 400 + "3" + "]" * 400)),
    "claim": put("claim", "T4.1-sharp"),
    "malformed": put("kept", 7),
}


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("edit", COUNTEREXAMPLES.values(), ids=list(COUNTEREXAMPLES))
def test_a_corrupted_counterexample_is_rejected(ledger: Json, tmp_path: Path, index: int, edit: Edit) -> None:
    found = only(ledger, "T4.1", index)
    edit(found["claims"][0]["evidence"][0]["certificates"][0])
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr == ""


def test_a_refuted_claim_needs_a_counterexample(ledger: Json, tmp_path: Path) -> None:
    found = only(ledger, "T4.1", 0)
    assert checked(found, tmp_path / "ledger.json").returncode == 0
    found["claims"][0]["evidence"][0]["certificates"] = []
    done = checked(found, tmp_path / "ledger.json")
    assert done.returncode == 1
    assert "refuted without a counterexample" in done.stdout
    found = only(ledger, "N1", 2)
    found["claims"][0]["verdict"] = "refuted"
    assert checked(found, tmp_path / "ledger.json").returncode == 1


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
    assert (done.returncode, done.stdout) == (1, "0 hold, 0 rejected\n")


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
        '{"summary": {"certificates": {}}, "claims": [{"id": "N1", "verdict": "true", "evidence": []}]}',
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
    text = SCRIPT.read_text()
    assert len(text.splitlines()) < 300
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
