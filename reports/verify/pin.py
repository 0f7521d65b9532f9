"""Pins statements: `make pin`, or some of them, `python -m reports.verify.pin --statements`, `... X.v`.

After a deliberate change it writes anew what the claims and their checks say (reports/verify/statements.json), and what
the kernel's theorems state and define (proofs/kernel/pins.json); the difference is then for a person to read.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from proofs.kernel.annotations import Pins, annotated, pins
from proofs.kernel.sources import closure, sources
from reports.verify.coqc import Answers, ask, build, coqc, declared
from reports.verify.pinned import FILE, statements_text


def pins_text(pinned: Pins) -> str:
    """The text of proofs/kernel/pins.json: sorted, one entry a line."""
    tables = {"definitions": dict(pinned.definitions), "statements": dict(pinned.statements)}
    return json.dumps(tables, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def unpinned(texts: Iterable[str], definitions: Mapping[str, str]) -> frozenset[str]:
    """Names of the sources that the texts mention and no definition introduces, as itself, a constructor or a field."""
    stems = "|".join(file.removesuffix(".v") for file in sources())
    mention = re.compile(rf"\b({stems})\.([\w']+)")
    introduced = {
        (name.split(".")[0], word)
        for name, text in definitions.items()
        for word in (name.split(".")[1], *re.findall(r"(?<![\w'.])[\w']+", text))
    }
    mentions = {found for text in texts for found in mention.findall(text)}
    return frozenset(f"{file}.{word}" for file, word in mentions - introduced)


def pin(files: Collection[str] = ()) -> None:
    """Writes what the present sources state and define into proofs/kernel/pins.json.

    files: only these are asked, with what they require; what is on record of the others stays.
    """
    if coqc() is None:
        raise SystemExit("not pinned: coqc is not installed (make kernel)")
    texts = sources()
    if unknown := sorted(set(files) - set(texts)):
        raise SystemExit(f"not pinned: {unknown[0]} is not among the sources")
    theorems = [t for t in annotated().theorems if not files or t.file in files]
    names, asked = {t.full_name for t in theorems}, closure(texts, {t.file for t in theorems})
    kept = {n.removesuffix(".v") for n in texts if files and n not in asked}
    texts = {n: t for n, t in texts.items() if n in asked}
    with tempfile.TemporaryDirectory() as scratch:
        failures = build(Path(scratch), texts, 2)
        answers = Answers() if failures else ask(Path(scratch), names, texts)
    missing = names | {d for n, t in texts.items() for d in declared(n, t)}
    missing -= {*answers.theorems, *answers.definitions}
    statements = {n: a.statement for n, a in answers.theorems.items()}
    missing |= unpinned([*statements.values(), *answers.definitions.values()], answers.definitions)
    if missing:
        raise SystemExit(f"not pinned: {failures or answers.silence or sorted(missing)}")
    before = pins() if files else Pins({}, {})
    old = {n: t for n, t in before.definitions.items() if n.split(".")[0] in kept}
    said = {n: t for n, t in before.statements.items() if n.split(".")[0] not in {t.file[:-2] for t in theorems}}
    path = Path(str(resources.files("proofs.kernel"))) / "pins.json"
    path.write_text(pins_text(Pins(old | answers.definitions, said | statements)), encoding="utf-8")


def pin_statements() -> None:
    """Writes what the claims and their checks say into reports/verify/statements.json; needs no coqc."""
    path = Path(str(resources.files("reports.verify"))) / FILE
    path.write_text(statements_text(), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Nothing for all pins, --statements for those of the claims, files of the kernel for theirs."""
    if not arguments or "--statements" in arguments:
        pin_statements()
    if files := [a for a in arguments if a != "--statements"]:
        pin(files)
    elif not arguments:
        pin()


if __name__ == "__main__":
    main(sys.argv[1:])
