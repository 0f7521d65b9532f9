"""Runs coqc: compiles the kernel's sources in a folder, and asks what its theorems and definitions read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from proofs.kernel.sources import LIBRARY, blanked, comments, requires

FILE_SECONDS = 120
# `Print Assumptions` walks through all of the real numbers for each theorem, and the machine may be loaded.
ANSWER_SECONDS = 900
BLOCKED = "requires a file that was rejected"
# What has a body that a statement may rest on. What follows `with` is printed together with what precedes it.
_DECLARATION = re.compile(
    r"^[ \t]*(?:#\[[^\]]*\]\s*)?(?:(?:Local|Global|Program|Polymorphic)\s+)*"
    r"(?:Definition|Fixpoint|CoFixpoint|Function|Inductive|CoInductive|Variant|Record|Structure|Class|Instance)"
    r"\s+([\w']+)",
    re.MULTILINE,
)

_CLOSED = "Closed under the global context"
_AXIOMS = "Axioms:"
# What coqc says when it could not judge the text: the edit is ill-formed, or the run was cut short.
_NO_JUDGEMENT = re.compile(
    r"syntax error|was not found in the current environment|anomaly|timeout|out of memory|stack overflow"
    r"|cannot find a physical path|unable to locate library",
    re.IGNORECASE,
)

_QUESTIONS = (
    "Require Import Reals.\nOpen Scope R_scope.\n"
    "Set Printing Width 1000.\nSet Printing Depth 10000.\nSet Printing Coercions.\n"
)


@dataclass(frozen=True)
class TheoremAnswer:
    """What coqc says of a theorem: its statement, white space normalised, and the axioms that it rests on."""

    statement: str
    axioms: frozenset[str]


@dataclass(frozen=True)
class Answers:
    """What coqc says. theorems, definitions: by full name. silence: file -> why nothing is known of it."""

    theorems: dict[str, TheoremAnswer] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    silence: dict[str, str] = field(default_factory=dict)


def coqc() -> str | None:
    """Path of coqc, None when it is not installed."""
    return shutil.which("coqc")


def declared(name: str, text: str) -> list[str]:
    """Full names of what a source defines: its definitions, fixpoints, inductives and records."""
    return [f"{name[:-2]}.{found}" for found in _DECLARATION.findall(blanked(text, comments(name, text)))]


def _run(folder: Path, name: str, seconds: int) -> tuple[str, str]:
    """What coqc prints for a file, and the whole text of its error on one line; empty when it accepts the file."""
    command = [coqc() or "coqc", "-q", "-Q", str(folder), LIBRARY, str(folder / name)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        return "", f"no answer within {seconds} s"
    if done.returncode == 0:
        return done.stdout, ""
    # Warnings come first; the error and its place are last.
    text = " ".join(done.stderr.replace(f"{folder}/", "").split())
    return done.stdout, text[max(text.rfind('File "'), 0) :] or f"exit code {done.returncode}"


def compile_file(folder: Path, name: str) -> str:
    """Empty when coqc accepts the file, else the whole text of its error on one line."""
    return _run(folder, name, FILE_SECONDS)[1]


def answered(folder: Path, name: str) -> tuple[str, str]:
    """What coqc prints for a file, and its error on one line; empty when it accepts the file."""
    return _run(folder, name, FILE_SECONDS)


def is_rejection(error: str) -> bool:
    """Whether the error is coqc's judgement that a proof fails, not a time-out, a syntax error or a missing name."""
    return "Error:" in error and not _NO_JUDGEMENT.search(error)


def build(
    folder: Path, texts: Mapping[str, str], workers: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, str]:
    """Compiles all sources, each after what it requires. Returns the failures. progress: told what is compiled."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    requirement = {name: requires(name, text) for name, text in texts.items()}
    done: set[str] = set()
    failures: dict[str, str] = {}
    with ThreadPoolExecutor(workers) as pool:
        while len(done) < len(texts):
            ready = [n for n in texts if n not in done and requirement[n] <= done]
            if not ready:
                raise ValueError("the kernel sources require each other in a circle")
            possible = [n for n in ready if not requirement[n] & set(failures)]
            failures |= {n: BLOCKED for n in ready if n not in possible}
            progress(", ".join(possible))
            outcomes = pool.map(lambda n: compile_file(folder, n), possible)
            failures |= {n: why for n, why in zip(possible, outcomes, strict=True) if why}
            done.update(ready)
    return failures


def version() -> str:
    """Version of coqc."""
    done = subprocess.run(
        [coqc() or "coqc", "--print-version"], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.split(" ")[0].strip()


def ask(folder: Path, names: Collection[str], texts: Mapping[str, str], workers: int = 2) -> Answers:
    """What compiled theorems state and rest on, and every definition of the given sources; one run of coqc per file.

    names: full names of the theorems. Each file is loaded on its own, so that the answers do not depend on the others.
    """
    questions = {file: sorted(n for n in names if f"{n.split('.')[0]}.v" == file) for file in texts}
    asked = [file for file in texts if questions[file] or declared(file, texts[file])]
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda file: _ask(folder, file, questions[file], declared(file, texts[file])), asked))
    return Answers(
        {name: answer for part in found for name, answer in part.theorems.items()},
        {name: text for part in found for name, text in part.definitions.items()},
        {file: why for part in found for file, why in part.silence.items()},
    )


def _ask(folder: Path, file: str, theorems: list[str], definitions: list[str]) -> Answers:
    """The answers of one file; none at all once coqc reports an error."""
    lines = [f"Require {LIBRARY}.{file[:-2]}."]
    for name in definitions:
        lines += [_mark(f"definition of {name}"), f"Print {LIBRARY}.{name}."]
    for name in theorems:
        lines += [_mark(name), f"Check @{LIBRARY}.{name}."]
        lines += [_mark(f"axioms of {name}"), f"Print Assumptions {LIBRARY}.{name}."]
    (folder / f"Ask_{file}").write_text(_QUESTIONS + "\n".join(lines) + "\n", encoding="utf-8")
    printed, error = _run(folder, f"Ask_{file}", ANSWER_SECONDS)
    if error:
        return Answers(silence={file: error})
    sections: dict[str, list[str]] = {}
    for line in printed.splitlines():
        if line.startswith("=== "):
            sections[line.strip()] = current = []
        elif sections:
            current.append(line)

    def said(key: str) -> str:
        # How the arguments of a name are parsed comes last and is no part of what it means.
        lines = takewhile(lambda line: not line.startswith("Arguments "), sections.get(f"=== {key}", []))
        return " ".join(" ".join(lines).split())

    found = {}
    for name in theorems:
        axioms = _axioms(sections.get(f"=== axioms of {name}", []))
        statement = said(name).partition(" : ")[2]
        if axioms is not None and statement:
            found[name] = TheoremAnswer(statement, axioms)
    bodies = {name: said(f"definition of {name}") for name in definitions}
    return Answers(found, {name: text for name, text in bodies.items() if text})


def _mark(title: str) -> str:
    """A line in the output, to know what the next lines answer."""
    return f'Goal True. idtac "=== {title}". Abort.'


def _axioms(lines: list[str]) -> frozenset[str] | None:
    """Names of the axioms in an answer of `Print Assumptions`; None unless it says explicitly that there are some or none."""
    if lines == [_CLOSED]:
        return frozenset()
    if not lines or lines[0] != _AXIOMS:
        return None
    return frozenset(line.split(":")[0].strip() for line in lines[1:] if not line.startswith(" ")) or None
