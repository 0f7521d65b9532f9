"""The standalone checker, run on a ledger."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from tests.reports.corruptions import Json

SCRIPT = Path(__file__).parents[2] / "reports" / "recheck.py"


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


def checked(ledger: Json, path: Path) -> subprocess.CompletedProcess[str]:
    """The run on a ledger, whose summary counts what is there unless it has one already."""
    path.write_text(json.dumps(ledger if "summary" in ledger else counted(ledger)))
    return run(path)


def rejected(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a certificate was rejected for what it says, not only because others are missing."""
    assert done.stderr == ""
    return done.returncode == 1 and "REJECTED" in done.stdout


def says(route: str, verdict: str) -> str:
    """What a route says of a claim with this verdict: a search that finds nothing proves nothing."""
    return verdict if verdict != "proved" or route in {"SymPy", "z3", "coqc", "boxes"} else "no counterexample"


def records(ledger: Json, claim: str, route: str) -> list[Json]:
    """The certificates of one route of a claim, which may be changed."""
    (found,) = [e for c in ledger["claims"] if c["id"] == claim for e in c["evidence"] if e["route"] == route]
    certificates: list[Json] = found["certificates"]
    return certificates
