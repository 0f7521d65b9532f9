"""Pins what the kernel's theorems state and define: `python -m reports.verify.pin`.

After a deliberate change of a statement or a definition it rewrites the pins; the difference is then for a person to read.
"""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from proofs.kernel import THEOREMS
from reports.verify.coqc import Answers, ask, build, closure, declared, sources
from reports.verify.kernel import MENTION, full_name


def statements_module(statements: Mapping[str, str]) -> str:
    """Source of proofs/kernel/statements.py for these statements."""
    return _module("What each kernel theorem states, as coqc's `Check` prints it.", "STATEMENTS", statements)


def definitions_module(definitions: Mapping[str, str]) -> str:
    """Source of proofs/kernel/definitions.py for these definitions."""
    return _module(
        "What each definition that theorems use reads, as coqc's `Print` prints it.", "DEFINITIONS", definitions
    )


def _module(about: str, table: str, texts: Mapping[str, str]) -> str:
    rows = []
    for name, text in sorted(texts.items()):
        wrapped = textwrap.wrap(text, 108, break_long_words=False, break_on_hyphens=False)
        lines = [f'        r"{line} "' for line in wrapped[:-1]] + [f'        r"{wrapped[-1]}"']
        rows.append("\n".join([f'    "{name}": (', *lines, "    ),"]))
    intro = f'"""{about} Written by `python -m reports.kernel --pin`."""'
    body = "\n".join([f"{table}: dict[str, str] = {{", *rows, "}  # fmt: skip"])
    return f"{intro}\n\nfrom __future__ import annotations\n\n{body}\n"


def unpinned(texts: Iterable[str], definitions: Mapping[str, str]) -> frozenset[str]:
    """Names of the sources that the texts mention and no definition introduces, as itself, a constructor or a field."""
    introduced = {
        (name.split(".")[0], word)
        for name, text in definitions.items()
        for word in (name.split(".")[1], *re.findall(r"(?<![\w'.])[\w']+", text))
    }
    mentions = {mention for text in texts for mention in MENTION.findall(text)}
    return frozenset(f"{file}.{word}" for file, word in mentions - introduced)


def pin() -> None:
    """Writes what the present sources state and define into proofs/kernel/statements.py and definitions.py."""
    names, texts = {full_name(t) for t in THEOREMS}, sources()
    texts = {n: t for n, t in texts.items() if n in closure(texts, {t.file for t in THEOREMS})}
    with tempfile.TemporaryDirectory() as scratch:
        failures = build(Path(scratch), texts, 2)
        answers = Answers() if failures else ask(Path(scratch), names, texts)
    missing = names | {d for n, t in texts.items() for d in declared(n, t)}
    missing -= {*answers.theorems, *answers.definitions}
    statements = {n: a.statement for n, a in answers.theorems.items()}
    missing |= unpinned([*statements.values(), *answers.definitions.values()], answers.definitions)
    if missing:
        raise SystemExit(f"not pinned: {failures or answers.silence or sorted(missing)}")
    folder = Path(str(resources.files("proofs.kernel")))
    (folder / "statements.py").write_text(statements_module(statements), encoding="utf-8")
    (folder / "definitions.py").write_text(definitions_module(answers.definitions), encoding="utf-8")


if __name__ == "__main__":
    pin()
