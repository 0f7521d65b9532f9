"""What a ledger must list: the committed list is the catalogue's, and it is written from a whole run only."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from numerics.checks.catalogue import all_checks
from proofs.catalogue import CLAIMS
from proofs.kernel.annotations import annotated
from reports import listed
from tests.reports.corruptions import Edit, Json
from tests.reports.rechecking import SCRIPT, counted, expecting, piece, whole_ledger


def test_what_is_listed_is_what_the_catalogue_says() -> None:
    """The file that is committed: claims, verdicts, and of each check its route, level and mutants, and the theorems."""
    listed = json.loads(SCRIPT.with_name("recheck.json").read_text())["claims"]
    assert list(listed) == [claim.id for claim in CLAIMS]
    for claim in CLAIMS:
        assert listed[claim.id]["verdict"] == claim.expected
        pieces = [(e["route"], e["level"], e["mutants"]) for e in listed[claim.id]["evidence"]]
        mine = [(c.route, str(c.level), len(c.mutants)) for c in all_checks() if c.claim == claim.id]
        assert sorted(p for p in pieces if p[1] not in ("symbolic", "smt", "kernel")) == sorted(mine)
        assert sum(level == "symbolic" for _, level, _ in pieces) == 1 and all(mutants for *_, mutants in pieces)
        names = {name for e in listed[claim.id]["evidence"] for name in e.get("theorems", ())}
        assert {t.full_name for t in annotated().theorems if t.claim == claim.id} <= names


@pytest.fixture(scope="module")
def bare() -> Json:
    """A ledger of all claims without certificates of checks."""
    return whole_ledger({})


def test_a_ledger_agrees_with_its_own_list_and_with_no_other(bare: Json) -> None:
    written = json.loads(listed.text(bare, {"values": {"N1": ["b", "a"]}}))
    assert listed.differences(bare, True, written) == [] and written["values"] == {"N1": ["b", "a"]}
    other = copy.deepcopy(bare)
    other["claims"][0]["evidence"][0]["for_all"] = "T = 2"
    assert len(listed.differences(other, False, written)) == 1
    assert len(listed.differences(bare, False, json.loads(listed.text(other, written)))) == 1


def test_pieces_that_are_alike_are_counted() -> None:
    """Two pieces of one route and level are two; and in place of each other they are not the same."""
    claim: Json = {"id": "A", "verdict": "proved", "strength": "smt", "expected": "proved"}
    first, second = piece("balls", "enclosed", "proved", mutants=2), piece("balls", "enclosed", "proved", mutants=3)
    due = {"claims": {"A": listed.claim({**claim, "evidence": [first, second]})}, "certificates": []}
    for pieces, told in (([second, first], 0), ([first, first], 1), ([first], 1), ([first, second, second], 1)):
        assert len(listed.of_claim({**claim, "evidence": pieces}, due, False)) == told


SPOILED: dict[str, Edit] = {
    "an exit code": lambda c: c["summary"].update(exit_code=1),
    "a problem": lambda c: c["summary"].update(problems=["a mutant survived"]),
    "a miscount": lambda c: c["summary"].update(proved=3),
    "no kernel": lambda c: c.update(counted({**c, "claims": whole_ledger({}, kernel=False)["claims"]})),
}


@pytest.mark.parametrize("edit", SPOILED.values(), ids=list(SPOILED))
def test_a_list_is_written_from_a_whole_run_only(bare: Json, tmp_path: Path, edit: Edit) -> None:
    script, path = expecting(whole_ledger({}, kernel=False), tmp_path).with_name("listed.py"), tmp_path / "ledger.json"
    before = script.with_name("recheck.json").read_text()

    def write(ledger: Json, *more: str) -> subprocess.CompletedProcess[str]:
        path.write_text(json.dumps(ledger))
        command = [sys.executable, "-I", "-S", str(script), str(path), *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    spoiled = copy.deepcopy(bare)
    edit(spoiled)
    for done in (write(spoiled), write(bare, "more")):
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert script.with_name("recheck.json").read_text() == before
    assert write(bare).returncode == 0
    assert listed.differences(bare, True, json.loads(script.with_name("recheck.json").read_text())) == []
