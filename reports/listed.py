"""What a ledger must list, and what of it reads otherwise. Standard library alone, as `recheck.py`, which asks it.

`python reports/listed.py LEDGER` writes recheck.json anew, from the ledger of a whole run with the proof kernel; the
difference is for a person to read. Of a claim it lists the verdict, the level that it reaches, a SHA-256 of all that its
record says beside the evidence, and of each piece of evidence route, level, verdict, number of mutants, the kernel's
theorems, and a SHA-256 of what it covers; of a certificate what identifies it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("recheck.json")
KERNEL = "kernel"
# Not in the SHA-256 of a piece of evidence: what is listed beside it, or checked; and versions, which a claim does not name.
TOLD = {"certificates", "controls", "findings", "kernel", "level", "route", "verdict"}
# Of a claim, what its evidence reaches.
LEVELS = ("strength", "own_level", "but_for")
IDENTITY = {
    "enclosure": ("schedule", "box"),
    "counterexample": ("schedule", "lam", "budget"),
    "gap": ("schedule", "lam", "budget", "factor"),
    "ablation": ("dropped", "at"),
}


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def evidence(record: Any) -> dict[str, Any]:
    """A piece of evidence as it is listed."""
    told = {key: record[key] for key in ("route", "level", "verdict")} | {"mutants": record["controls"]["total"]}
    if record.get("kernel"):
        told |= {key: [*record["kernel"].get(key, ())] for key in ("theorems", "axioms", "replayed")}
    return told | {"says": digest({key: value for key, value in record.items() if key not in TOLD})}


def claim(record: Any) -> dict[str, Any]:
    """A claim as it is listed."""
    rest = {key: _lasting(value) for key, value in record.items() if key not in ("evidence", "verdict", *LEVELS)}
    found = [evidence(e) for e in record["evidence"]]
    levels = {key: record.get(key) for key in LEVELS}
    return {"verdict": record["verdict"], **levels, "says": digest(rest), "evidence": found}


def _lasting(value: Any) -> Any:
    """What it says whether the kernel ran or not: neither which steps coqc replayed nor which clauses it proved."""
    if isinstance(value, dict):
        return {key: _lasting(x) for key, x in value.items() if key not in ("kernel", "not_run")}
    return [_lasting(x) for x in value] if isinstance(value, list) else value


def frame(ledger: Any) -> dict[str, Any]:
    """What a ledger says beside its claims."""
    return {"format": ledger["format"], "not_verified": digest(ledger["not_verified"])}


def certificate(record: Any) -> dict[str, Any]:
    """What identifies a certificate."""
    return {key: record[key] for key in ("kind", "claim", *IDENTITY[record["kind"]])}


def asked(ledger: Any) -> bool:
    """Whether anything in the ledger says that the kernel was asked."""
    levels = {e["level"] for c in ledger["claims"] for e in c["evidence"]} | {c["strength"] for c in ledger["claims"]}
    signs = ledger["summary"]["kernel"] == "asked for", "coqc" in ledger["environment"]
    return any(signs) or any(str(level).startswith(KERNEL) for level in levels)


def _without(records: list[Any], others: list[Any]) -> list[Any]:
    left = list(records)
    for x in others:
        if x in left:
            left.remove(x)
    return left


def _of_evidence(found: list[Any], wanted: list[Any]) -> list[str]:
    told, left = [], _without(found, wanted)
    for due in _without(wanted, found):
        alike = [x for x in left if (x["route"], x["level"]) == (due["route"], due["level"])]
        if not alike:
            told.append(f"MISSING, the evidence of {due['route']}, level {due['level']}")
            continue
        left.remove(alike[0])
        for key in sorted({*due, *alike[0]}):
            now, was = (str(x.get(key, "none"))[:60] for x in (alike[0], due))
            if alike[0].get(key) != due.get(key):
                told.append(f"UNEXPECTED, {due['route']}, level {due['level']}: {key} is {now}, not {was}")
    return told + [f"UNEXPECTED, evidence of {x['route']}, level {x['level']}" for x in left]


def _of_certificates(identifier: str, records: list[Any], known: list[Any]) -> list[str]:
    told, left = [], [x for x in known if x["claim"] == identifier]
    for record in records:
        if alike := [x for x in left if isinstance(record, dict) and x.items() <= record.items()]:
            left.remove(alike[0])
        else:
            told.append("UNEXPECTED, a certificate with other data than those listed, or the same once more")
    return told + [f"MISSING, {json.dumps(x)[:99]}" for x in left]


def of_claim(record: Any, expected: Any, kernel: bool) -> list[str]:
    """What of a claim's record reads otherwise than listed."""
    identifier = record["id"]
    if identifier not in expected["claims"]:
        return ["UNEXPECTED, a claim that is not listed"]
    found, due = claim(record), expected["claims"][identifier]
    wanted = [x for x in due["evidence"] if kernel or x["level"] != KERNEL]
    told = [f"UNEXPECTED, it is {found['verdict']} and should be {due['verdict']}"] * (
        found["verdict"] != due["verdict"]
    )
    told += ["UNEXPECTED, its statement or its derivation reads otherwise"] * (found["says"] != due["says"])
    if kernel and any(found[key] != due[key] for key in LEVELS[1:]):
        told.append("UNEXPECTED, what its own evidence reaches reads otherwise")
    if kernel and found["strength"] != due["strength"]:
        told.append(f"UNEXPECTED, its level is {found['strength']}, not {due['strength']}")
    told += _of_evidence(found["evidence"], wanted)
    controls = [(e["route"], e["controls"]) for e in record["evidence"]]
    told += [
        f"UNEXPECTED, a mutant of {x} survived" for x, c in controls if c["survivors"] or c["rejected"] != c["total"]
    ]
    lists = [e["certificates"] for e in record["evidence"]]
    records = [x for some in lists if isinstance(some, list) for x in some]
    return told + _of_certificates(identifier, records, expected["certificates"])


def of_summary(ledger: Any) -> list[str]:
    """Which counts of the summary are not those of the claims."""
    summary, claims = ledger["summary"], ledger["claims"]
    verdicts, controls = [c["verdict"] for c in claims], [e["controls"] for c in claims for e in c["evidence"]]
    names = {"proved": "proved", "refuted": "refuted", "undecided": "undecided", "not_run": "not-run"}
    due: dict[str, Any] = {key: verdicts.count(name) for key, name in names.items()}
    due |= {"claims": len(claims), "exit_code": 0}
    due |= {"as_expected": sum(c["verdict"] == c["expected"] for c in claims), "problems": []}
    due["controls"] = {key: sum(c[key] for c in controls) for key in ("rejected", "total")} | {"survivors": []}
    return [f"UNEXPECTED, {key} is {str(summary[key])[:200]}, not {x}" for key, x in due.items() if summary[key] != x]


def differences(ledger: Any, demanded: bool, expected: Any) -> list[str]:
    """What is other than listed, one line each. demanded: the kernel must have been asked, whatever the ledger says."""
    told, kernel = [], demanded or asked(ledger)
    for record in ledger["claims"]:
        told += [f"{record['id']}: {line}" for line in of_claim(record, expected, kernel)]
    names = [record["id"] for record in ledger["claims"]]
    told += [f"{x}: MISSING, the claim is not in the ledger" for x in expected["claims"] if x not in names]
    told += [f"summary: {line}" for line in of_summary(ledger)]
    found = frame(ledger)
    return told + [f"ledger: UNEXPECTED, {key} is {found[key]}" for key in found if found[key] != expected[key]]


def text(ledger: Any, before: Any) -> str:
    """recheck.json for this ledger. before: the present one; the symbols of the ablations are listed by hand."""

    def lines(pairs: Any, indent: str) -> str:
        return ",\n".join(f"{indent}{line}" for line in pairs)

    def block(name: str, record: Any) -> str:
        told = claim(record)
        pieces = lines(map(json.dumps, told.pop("evidence")), "   ")
        return f'"{name}": {json.dumps(told)[:-1]}, "evidence": [\n{pieces}\n  ]}}'

    claims = lines((block(c["id"], c) for c in ledger["claims"]), "  ")
    records = [x for c in ledger["claims"] for e in c["evidence"] for x in e["certificates"]]
    values = lines((f"{json.dumps(name)}: {json.dumps(x)}" for name, x in before["values"].items()), "  ")
    head = json.dumps(frame(ledger))[1:-1]
    known = lines((json.dumps(certificate(x)) for x in records), "  ")
    return (
        f'{{\n {head},\n "claims": {{\n{claims}\n }},\n'
        f' "values": {{\n{values}\n }},\n "certificates": [\n{known}\n ]\n}}\n'
    )


def main(arguments: list[str]) -> str:
    """Writes recheck.json; returns why not, if so."""
    if len(arguments) != 1:
        return "usage: listed.py LEDGER"
    ledger = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    pieces = [e for c in ledger["claims"] for e in c["evidence"]]
    if of_summary(ledger) or not any(e["level"] == KERNEL and e["verdict"] != "not-run" for e in pieces):
        return "not listed: this is no ledger of a whole run with the proof kernel, in which all is as expected"
    FILE.write_text(text(ledger, json.loads(FILE.read_text(encoding="utf-8"))), encoding="utf-8")
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
