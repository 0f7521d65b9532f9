"""Makes single edits of the suite, one at a time, and tells who notices.

    python tests/mutation/mutate.py --out build/mutation [--seed 8] [--count N] [--only PATH ...] [--jobs 2]

Results are appended to OUT/results.jsonl; an edit that stands there is not judged again, so that a run can be interrupted.
Exit code 1 if verify notices too few of the edits in proofs and checks, or if an edit that nobody notices is not listed in
equivalent.json, where the reasons are.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # this is run as a script: what follows is found only now

from tests.mutation.draw import PARTS, WHOLE, drawn, part_of  # noqa: E402
from tests.mutation.edit import Edit  # noqa: E402
from tests.mutation.judge import Answer, Copy, Judge, Unedited  # noqa: E402

Json: TypeAlias = dict[str, Any]
EQUIVALENT: Final = Path(__file__).with_name("equivalent.json")
MEASURED: Final = Path(__file__).with_name("measured.json")
SEED: Final = 8
BY_VERIFY: Final = 0.95  # of the edits in these parts; of all others the tests are asked first
STATED: Final = ("proofs/theory", "proofs/logic", "proofs/kernel", "numerics/checks")


def judged(edits: Sequence[Edit], out: Path, results: Path, jobs: int, near: bool = False) -> list[Json]:
    """One record for each edit, those on file included; new ones are appended to the file as they come.

    An edit that is listed as equivalent is not judged. near: only the tests of an edit's room are asked; what they do not
    notice is left out.
    """
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in {e.path for e in edits}}
    lines = results.read_text().splitlines() if results.is_file() else []
    known = {record["key"]: record for record in map(json.loads, lines)}
    keys = [edit.key(texts[edit.path]) for edit in edits]
    todo: queue.SimpleQueue[Edit] = queue.SimpleQueue()
    for edit, key in zip(edits, keys, strict=True):
        if key not in known:
            todo.put(edit)
    lock = threading.Lock()

    def work(judge: Judge) -> None:
        while True:
            try:
                edit = todo.get_nowait()
            except queue.Empty:
                return
            record = _record(edit, texts[edit.path], judge)
            with lock:
                if noticed(record) or not near:
                    known[record["key"]] = record
                    with results.open("a") as file:
                        print(json.dumps(record, ensure_ascii=False), file=file)
                print(_line(record), file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        copies = [Copy(ROOT, Path(scratch) / str(n), out / "coqc") for n in range(min(jobs, todo.qsize()))]
        if copies:
            unedited = Unedited(out / f"unedited-{copies[0].sources()}")
            workers = [threading.Thread(target=work, args=[Judge(copy, unedited, near)]) for copy in copies]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            for copy in copies:
                copy.close()
    return [known[key] for key in keys if key in known]


def _record(edit: Edit, text: str, judge: Judge) -> Json:
    before, after = edit.shown(text)
    if (edit.path, before, after) in equivalent():
        answer = Answer("", "", 0, 0.0)
    else:
        answer = judge.judge(edit, tests_first=part_of(ROOT, edit.path) not in STATED)
    return {
        "key": edit.key(text),
        "path": edit.path,
        "line": edit.line(text),
        "kind": edit.kind,
        "scope": edit.scope,
        "before": before,
        "after": after,
        "verify": answer.verify,
        "tests": answer.tests,
        "asked": answer.asked,
        "seconds": answer.seconds,
    }


def _line(record: Json) -> str:
    by = record["verify"] or record["tests"] or "NOBODY"
    return f"{record['path']}:{record['line']} {record['kind']}: {by} ({record['seconds']} s)"


def equivalent() -> dict[tuple[str, str, str], str]:
    """The reviewed edits that change nothing that anyone could notice, with the reason of each."""
    entries = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {(e["path"], e["before"], e["after"]): e["reason"] for e in entries}


def unexplained(records: Sequence[Json]) -> list[Json]:
    """What nobody noticed and no reason is given for."""
    known = equivalent()
    return [r for r in records if not noticed(r) and (r["path"], r["before"], r["after"]) not in known]


def noticed(record: Json) -> bool:
    """Whether anyone noticed."""
    return bool(record["verify"] or record["tests"])


def counts(records: Sequence[Json]) -> Json:
    """How many edits, how many of them noticed by whom, how many equivalent. Those are not among the others' share."""
    gone = [r for r in records if not noticed(r)]
    return {
        "edits": len(records),
        "verify": sum(bool(r["verify"]) for r in records),
        "tests": sum(bool(r["tests"]) for r in records),
        "equivalent": len(gone) - len(unexplained(gone)),
        "nobody": len(unexplained(gone)),
    }


def summary(records: Sequence[Json], seed: int) -> Json:
    """What was measured: file by file, part by part, in all."""
    paths = sorted({r["path"] for r in records})
    parts = {part: [r for r in records if part_of(ROOT, r["path"]) == part] for part in PARTS}
    stated = [r for part in STATED for r in parts[part]]
    return {
        "seed": seed,
        "files": {path: counts([r for r in records if r["path"] == path]) for path in paths},
        "parts": {part: counts(found) for part, found in parts.items() if found},
        "proofs and checks": counts(stated),
        "all": counts(records),
    }


def share(found: Json) -> float:
    """Which share of the edits that are not equivalent verify notices."""
    meant = found["edits"] - found["equivalent"]
    return found["verify"] / meant if meant else 1.0


def table(found: Json) -> str:
    """The parts, one a line; which share verify notices, where it is asked first."""
    lines = [
        "| part | edits | verify --kernel | tests | equivalent | nobody | by verify |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for part, row in {**found["parts"], "proofs and checks": found["proofs and checks"], "all": found["all"]}.items():
        numbers = " | ".join(str(row[k]) for k in ("edits", "verify", "tests", "equivalent", "nobody"))
        by_verify = f"{share(row):.0%}" if part in (*STATED, "proofs and checks") else "tests first"
        lines.append(f"| {part} | {numbers} | {by_verify} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutation", help="folder of the results")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=WHOLE, help="how many edits of the whole suite")
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH", help="only those in files that begin so")
    parser.add_argument("--resume", type=Path, help="file of results to go on with; default OUT/results.jsonl")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--near", action="store_true", help="only the tests of an edit's room; shows what they miss")
    parser.add_argument("--list", action="store_true", help="show the edits, judge none")
    options = parser.parse_args(arguments)
    edits = drawn(ROOT, options.seed, options.count, options.only)
    if options.list:
        for edit in edits:
            text = (ROOT / edit.path).read_text(encoding="utf-8")
            print(f"{edit.path}:{edit.line(text)} {edit.kind}", *edit.shown(text), sep="\n    ")
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    results = options.resume or options.out / "results.jsonl"
    records = judged(edits, options.out.resolve(), results, options.jobs, options.near)
    found = summary(records, options.seed)
    whole = not (options.only or options.near) and options.count >= WHOLE
    (MEASURED if whole else options.out / "measured.json").write_text(json.dumps(found, indent=1) + "\n")
    print(table(found))
    for record in (gone := unexplained(records)):
        print(f"{record['path']}:{record['line']} {record['kind']}\n    {record['before']}\n    {record['after']}")
    return 1 if gone or share(found["proofs and checks"]) < BY_VERIFY else 0


if __name__ == "__main__":
    sys.exit(main())
