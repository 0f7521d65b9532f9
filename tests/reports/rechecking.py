"""The standalone checker, run on a ledger."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from numerics.checks.catalogue import all_checks
from proofs.catalogue import CLAIMS
from proofs.kernel.annotations import annotated
from reports import listed
from reports.verify.symbolic import ablation_certificates
from tests.reports.corruptions import Json

SCRIPT = Path(__file__).parents[2] / "reports" / "recheck.py"


def piece(route: str, level: str, verdict: str, certificates: Sequence[Any] = (), mutants: int = 7) -> Json:
    """A piece of evidence, as it stands in a ledger."""
    controls = {"rejected": mutants, "total": mutants, "survivors": []}
    told = {"route": route, "level": level, "verdict": verdict, "for_all": "all reals", "scope": "T <= 5"}
    return {**told, "controls": controls, "findings": [], "certificates": [*certificates], "kernel": None}


def whole_ledger(exported: Mapping[tuple[str, str], Sequence[Any]], kernel: bool = True) -> Json:
    """A ledger of all claims: statements and counts are made up, and the certificates are those given, by claim and route,
    and the ablations.
    """
    claims: list[Json] = []
    for claim in CLAIMS:
        mine = [c for c in all_checks() if c.claim == claim.id]
        due = str(claim.expected)
        found = [
            piece(c.route, c.level, says(c.route, due), exported.get((claim.id, c.route), ()), len(c.mutants))
            for c in mine
        ]
        found.append(piece("SymPy", "symbolic", due, ablation_certificates(claim)))
        if claim.id not in {"D2.1", "C3.1"}:
            found.append(piece("z3", "smt", due))
        theorems = [t.full_name for t in annotated().theorems if t.claim == claim.id]
        if kernel and theorems:
            found.append(
                {**piece("coqc", "kernel", due), "kernel": {"coqc": "8.16", "theorems": theorems, "axioms": ["choice"]}}
            )
        record = {"id": claim.id, "title": claim.title, "says": claim.says, "derivation": [{"latex": "x = y"}]}
        strength = str(found[-1]["level"])
        claims.append({**record, "expected": due, "verdict": due, "strength": strength, "evidence": found})
    copied: Json = json.loads(json.dumps({"claims": claims}))
    return counted(copied, kernel)


def counted(ledger: Json, kernel: bool = False) -> Json:
    """The ledger with a summary that counts what is there, as whoever corrupts one could also write."""
    certificates, claims = {}, ledger["claims"]
    for claim in claims:
        records = [record for e in claim["evidence"] for record in e["certificates"]]
        canonical = json.dumps(records, sort_keys=True, separators=(",", ":")).encode()
        if records:
            certificates[claim["id"]] = {"count": len(records), "sha256": hashlib.sha256(canonical).hexdigest()}
    verdicts = [c["verdict"] for c in claims]
    controls = [e.get("controls", {"rejected": 0, "total": 0}) for c in claims for e in c["evidence"]]
    summary = {
        **{key: verdicts.count(key.replace("_", "-")) for key in ("proved", "refuted", "undecided", "not_run")},
        "claims": len(claims),
        "as_expected": sum(c["verdict"] == c.get("expected") for c in claims),
        "kernel": "asked for" if kernel else "not asked for",
        "controls": {**{key: sum(c[key] for c in controls) for key in ("rejected", "total")}, "survivors": []},
        "problems": [],
        "certificates": certificates,
        "exit_code": 0,
    }
    environment = {"python": "3.11"} | ({"coqc": "8.16"} if kernel else {})
    return {"format": 2, "not_verified": [], **ledger, "summary": summary, "environment": environment}


def run(path: Path | str, *more: str, script: Path = SCRIPT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(path), *more], capture_output=True, text=True, check=False
    )


def checked(ledger: Json, path: Path) -> subprocess.CompletedProcess[str]:
    """The run on a ledger, whose summary counts what is there unless it has one already."""
    path.write_text(json.dumps(ledger if "summary" in ledger else counted(ledger)))
    return run(path)


def expecting(ledger: Json, folder: Path) -> Path:
    """A copy of the checker that expects what this ledger says."""
    for name in ("recheck.py", "listed.py"):
        shutil.copy(SCRIPT.with_name(name), folder)
    before = json.loads(SCRIPT.with_name("recheck.json").read_text())
    (folder / "recheck.json").write_text(listed.text(ledger, before))
    return folder / "recheck.py"


def rejected(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a certificate was rejected for what it says, not only because others are missing."""
    assert done.stderr == ""
    told = [line for line in done.stdout.splitlines() if not line.startswith("ledger: ")]
    return done.returncode == 1 and any("REJECTED" in line for line in told)


def says(route: str, verdict: str) -> str:
    """What a route says of a claim with this verdict: a search that finds nothing proves nothing."""
    return verdict if verdict != "proved" or route in {"SymPy", "z3", "coqc", "boxes"} else "no counterexample"


def records(ledger: Json, claim: str, route: str) -> list[Json]:
    """The certificates of one route of a claim, which may be changed."""
    (found,) = [e for c in ledger["claims"] if c["id"] == claim for e in c["evidence"] if e["route"] == route]
    certificates: list[Json] = found["certificates"]
    return certificates
