"""Runs coqc: compiles the kernel's sources in a folder, and asks what its theorems and definitions read."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from proofs.kernel.annotations import ALLOWED_AXIOMS
from proofs.kernel.sources import LIBRARY, blanked, comments, requires

FILE_SECONDS = 120
# A question is about many theorems, and the machine may be loaded.
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
    r"|cannot find a physical path|unable to locate library|is already used",
    re.IGNORECASE,
)

_QUESTIONS = (
    "Require Import Reals.\nOpen Scope R_scope.\n"
    "Set Printing Width 1000.\nSet Printing Depth 10000.\nSet Printing Coercions.\n"
)


@dataclass(frozen=True)
class TheoremAnswer:
    """What coqc says of a theorem: its statement, white space normalised, and the axioms that it rests on.

    axioms: of all theorems asked together, when these are the allowed ones; else its own.
    """

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


def run(folder: Path, name: str, seconds: int, *options: str) -> tuple[str, str]:
    """What coqc prints for a file, and the whole text of its error on one line; empty when it accepts the file."""
    command = [coqc() or "coqc", "-q", *options, "-Q", str(folder), LIBRARY, str(folder / name)]
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
    return run(folder, name, FILE_SECONDS)[1]


def is_rejection(error: str) -> bool:
    """Whether the error is coqc's judgement that a proof fails, not a time-out, a syntax error or a missing name."""
    return "Error:" in error and not _NO_JUDGEMENT.search(error)


@contextmanager
def workplace(folder: Path | None) -> Iterator[Path]:
    """The folder; a temporary one when none is given."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as scratch:
        yield Path(scratch)


def build(
    folder: Path, texts: Mapping[str, str], workers: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, str]:
    """Compiles all sources, each as soon as what it requires is there. Returns the failures.

    What the folder holds besides the sources is taken as compiled. progress: told what is compiled.
    """
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    needed = {name: requires(name, text) & set(texts) for name, text in texts.items()}
    waiting, done, failures = dict(texts), set[str](), dict[str, str]()
    running: dict[Future[str], str] = {}
    with ThreadPoolExecutor(workers) as pool:
        while waiting or running:
            ready = [n for n in waiting if needed[n] <= done]
            if not (ready or running):
                raise ValueError("the kernel sources require each other in a circle")
            for name in ready:
                del waiting[name]
                if needed[name] & set(failures):
                    failures[name] = BLOCKED
                    done.add(name)
                else:
                    progress(name)
                    running[pool.submit(compile_file, folder, name)] = name
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                done.add(name)
                if why := future.result():
                    failures[name] = why
    return {name: failures[name] for name in texts if name in failures}


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 of sources by name, in their order."""
    return hashlib.sha256("".join(f"{n}\0{t}\0" for n, t in texts.items()).encode()).hexdigest()


def version() -> str:
    """Version of coqc."""
    done = subprocess.run(
        [coqc() or "coqc", "--print-version"], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.split(" ")[0].strip()


def ask(folder: Path, names: Collection[str], texts: Mapping[str, str]) -> Answers:
    """What compiled theorems state and rest on, and every definition of the given sources; nothing after an error.

    names: full names of the theorems. One run of coqc for what is stated and defined: loading the real numbers takes
    longer than most answers.
    """
    theorems = sorted(n for n in names if f"{n.split('.')[0]}.v" in texts)
    definitions = [name for file, text in texts.items() for name in declared(file, text)]
    lines = [f"Require {LIBRARY}.{file[:-2]}." for file in texts]
    for name in definitions:
        lines += [mark(f"definition of {name}"), f"Print {LIBRARY}.{name}."]
    for name in theorems:
        lines += [mark(name), f"Check @{LIBRARY}.{name}."]
    (folder / "Ask.v").write_text(_QUESTIONS + "\n".join(lines) + "\n", encoding="utf-8")
    printed, error = run(folder, "Ask.v", ANSWER_SECONDS)
    if error:
        return Answers(silence=dict.fromkeys(texts, error))
    found = sections(printed)

    def said(key: str) -> str:
        # How the arguments of a name are parsed comes last and is no part of what it means.
        lines = takewhile(lambda line: not line.startswith("Arguments "), found.get(key, []))
        return " ".join(" ".join(lines).split())

    statements = {name: said(name).partition(" : ")[2] for name in theorems}
    bodies = {name: said(f"definition of {name}") for name in definitions}
    return Answers(
        {n: TheoremAnswer(statements[n], axioms) for n, axioms in rest_on(folder, theorems).items() if statements[n]},
        {name: text for name, text in bodies.items() if text},
    )


def rest_on(folder: Path, names: Sequence[str]) -> dict[str, frozenset[str]]:
    """The axioms of compiled theorems, by full name; without those of which coqc names none or says nothing.

    `Print Assumptions` walks through all of the real numbers each time: it is asked once, of all together, and of each
    by itself only if together they rest on more than is allowed.
    """
    together = _assumptions(folder, names) if names else None
    if together is not None and together <= ALLOWED_AXIOMS:
        return dict.fromkeys(names, together)
    alone = {name: _assumptions(folder, [name]) for name in names}
    return {name: axioms for name, axioms in alone.items() if axioms is not None}


def _assumptions(folder: Path, names: Sequence[str]) -> frozenset[str] | None:
    """The axioms that these theorems rest on together; None unless coqc says explicitly that there are some or none."""
    lines = [f"Require {LIBRARY}.{module}." for module in dict.fromkeys(name.split(".")[0] for name in names)]
    lines += [f"Definition together := ({', '.join(f'@{LIBRARY}.{name}' for name in names)}).", mark("axioms")]
    text = "\n".join([*lines, "Print Assumptions together."])
    (folder / "Axioms.v").write_text(f"{_QUESTIONS}{text}\n", encoding="utf-8")
    printed, error = run(folder, "Axioms.v", ANSWER_SECONDS)
    return None if error else _axioms(sections(printed).get("axioms", []))


def mark(title: str) -> str:
    """A line in the output, to know what the next lines answer."""
    return f'Goal True. idtac "=== {title}". Abort.'


def sections(printed: str) -> dict[str, list[str]]:
    """What coqc prints after each mark, by title, line by line."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in printed.splitlines():
        if line.startswith("=== "):
            found[line.removeprefix("=== ").strip()] = current = []
        else:
            current.append(line)
    return found


def _axioms(lines: list[str]) -> frozenset[str] | None:
    """Names of the axioms in an answer of `Print Assumptions`."""
    if lines == [_CLOSED]:
        return frozenset()
    if not lines or lines[0] != _AXIOMS:
        return None
    return frozenset(line.split(":")[0].strip() for line in lines[1:] if not line.startswith(" ")) or None
