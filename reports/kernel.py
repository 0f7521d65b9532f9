"""Kernel route: compiles the proofs with coqc in a temporary folder, reads what the theorems state and which axioms they
rest on, and tries the mutated twins.

After a deliberate change of a statement, ``python -m reports.kernel --pin`` rewrites proofs/kernel/statements.py;
the difference is then for a person to read.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from proofs.claim import Verdict
from proofs.kernel import ALLOWED_AXIOMS, FILES, MUTANTS, PARTIAL, STATEMENTS, THEOREMS, KernelMutant, KernelTheorem
from reports.ledger import Controls, Evidence, Level

FILE_SECONDS = 120
SHOWN = 300
_BLOCKED = "requires a file that was rejected"
_IMPORT = re.compile(r"Opmerge\.(\w+)")
_LINE = re.compile(r'^File "[^"]*", line (\d+)')
_CLOSED = "Closed under the global context"
_AXIOMS = "Axioms:"
# What coqc says when it could not judge the text: the edit is ill-formed, or the run was cut short.
_NO_JUDGEMENT = re.compile(
    r"syntax error|was not found in the current environment|anomaly|timeout|out of memory|stack overflow"
    r"|cannot find a physical path|unable to locate library",
    re.IGNORECASE,
)
_QUESTIONS = "Require Import Reals.\nOpen Scope R_scope.\nSet Printing Width 1000.\nSet Printing Depth 10000.\n"


@dataclass(frozen=True)
class Answer:
    """What coqc says of a theorem: its statement, white space normalised, and the axioms that it rests on."""

    statement: str
    axioms: frozenset[str]


@dataclass(frozen=True)
class Build:
    """A compiled set of sources. failures: file -> error. answers: theorem -> answer. silence: why some have none."""

    version: str
    digest: str
    failures: dict[str, str]
    answers: dict[str, Answer]
    silence: str


def coqc() -> str | None:
    """Path of coqc, None when it is not installed."""
    return shutil.which("coqc")


def sources() -> dict[str, str]:
    """The .v sources by file name."""
    folder = resources.files("proofs.kernel")
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES}


def needs(text: str) -> frozenset[str]:
    """Files of the set that a source requires directly."""
    return frozenset(f"{name}.v" for name in _IMPORT.findall(text)) & frozenset(FILES)


def _run(folder: Path, name: str) -> tuple[str, str]:
    """What coqc prints for a file, and the whole text of its error on one line; empty when it accepts the file."""
    command = [coqc() or "coqc", "-q", "-Q", str(folder), "Opmerge", str(folder / name)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FILE_SECONDS, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        return "", f"no answer within {FILE_SECONDS} s"
    if done.returncode == 0:
        return done.stdout, ""
    # Warnings come first; the error and its place are last.
    text = " ".join(done.stderr.replace(f"{folder}/", "").split())
    return done.stdout, text[max(text.rfind('File "'), 0) :] or f"exit code {done.returncode}"


def compile_file(folder: Path, name: str) -> str:
    """Empty when coqc accepts the file, else the whole text of its error on one line."""
    return _run(folder, name)[1]


def is_rejection(error: str) -> bool:
    """Whether the error is coqc's judgement that a proof fails, not a time-out, a syntax error or a missing name."""
    return "Error:" in error and not _NO_JUDGEMENT.search(error)


def build(
    folder: Path, texts: dict[str, str], workers: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, str]:
    """Compiles all sources, each after what it requires. Returns the failures. progress: told what is compiled."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    requirement = {name: needs(text) for name, text in texts.items()}
    done: set[str] = set()
    failures: dict[str, str] = {}
    with ThreadPoolExecutor(workers) as pool:
        while len(done) < len(texts):
            ready = [n for n in texts if n not in done and requirement[n] <= done]
            if not ready:
                raise ValueError("the kernel sources require each other in a circle")
            possible = [n for n in ready if not requirement[n] & set(failures)]
            failures |= {n: _BLOCKED for n in ready if n not in possible}
            progress(", ".join(possible))
            outcomes = pool.map(lambda n: compile_file(folder, n), possible)
            failures |= {n: why for n, why in zip(possible, outcomes, strict=True) if why}
            done.update(ready)
    return failures


def full_name(theorem: KernelTheorem) -> str:
    """File stem and name."""
    return f"{theorem.file[:-2]}.{theorem.name}"


def ask(folder: Path, names: Collection[str]) -> tuple[dict[str, Answer], str]:
    """`Check` and `Print Assumptions` of compiled theorems, by full name; no answer at all once coqc reports an error."""
    lines = [f"Require Opmerge.{file}." for file in sorted({n.split(".")[0] for n in names})]
    for name in sorted(names):
        lines += [f'Goal True. idtac "=== {name}". Abort.', f"Check @Opmerge.{name}."]
        lines += [f'Goal True. idtac "=== axioms of {name}". Abort.', f"Print Assumptions Opmerge.{name}."]
    (folder / "Answers.v").write_text(_QUESTIONS + "\n".join(lines) + "\n", encoding="utf-8")
    printed, error = _run(folder, "Answers.v")
    if error:
        return {}, error
    sections: dict[str, list[str]] = {}
    for line in printed.splitlines():
        if line.startswith("=== "):
            sections[line.strip()] = current = []
        elif sections:
            current.append(line)
    found = {}
    for name in names:
        axioms = _axioms(sections.get(f"=== axioms of {name}", []))
        statement = " ".join(" ".join(sections.get(f"=== {name}", [])).split()).partition(" : ")[2]
        if axioms is not None and statement:
            found[name] = Answer(statement, axioms)
    return found, ""


def _axioms(lines: list[str]) -> frozenset[str] | None:
    """Names of the axioms in an answer of `Print Assumptions`; None unless it says explicitly that there are some or none."""
    if lines == [_CLOSED]:
        return frozenset()
    if not lines or lines[0] != _AXIOMS:
        return None
    return frozenset(line.split(":")[0].strip() for line in lines[1:] if not line.startswith(" ")) or None


def try_mutant(base: Path, mutant: KernelMutant, texts: dict[str, str]) -> bool:
    """Whether coqc rejects the mutant: in the file where it should, and in a proof that follows the edit."""
    if texts[mutant.file].count(mutant.old) != 1:
        return False
    edited = {**texts, mutant.file: texts[mutant.file].replace(mutant.old, mutant.new)}
    target = mutant.rejected_file
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        stale = _between(texts, mutant.file, target)
        for name in texts:
            if name not in stale:
                (folder / f"{name[:-2]}.vo").symlink_to(base / f"{name[:-2]}.vo")
        for name in (n for n in FILES if n in stale):
            (folder / name).write_text(edited[name], encoding="utf-8")
            outcome = compile_file(folder, name)
            if name == target:
                return is_rejection(outcome) and (name != mutant.file or _line(outcome) > _last_line(texts, mutant))
            if outcome:
                return False
    return False


def _line(error: str) -> int:
    place = _LINE.match(error)
    return int(place[1]) if place else 0


def _last_line(texts: Mapping[str, str], mutant: KernelMutant) -> int:
    """Line where the edit ends: an error up to there says that the edited text is ill-formed."""
    return f"{texts[mutant.file].partition(mutant.old)[0]}{mutant.new.rstrip()}".count("\n") + 1


def _between(texts: dict[str, str], first: str, last: str) -> frozenset[str]:
    """The edited file and every file that it reaches on the way to the last."""
    requirement = {name: needs(text) for name, text in texts.items()}
    stale = {first}
    for name in FILES:
        if requirement[name] & stale:
            stale.add(name)
    wanted = {last}
    for name in reversed(FILES):
        if name in wanted:
            wanted |= requirement[name]
    return frozenset(stale & (wanted | {first}))


def kernel_evidence(
    identifiers: Sequence[str], workers: int = 2, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have kernel theorems; all of it not-run when coqc is absent."""
    wanted = [i for i in identifiers if any(t.claim == i for t in THEOREMS)]
    if coqc() is None:
        return {i: _not_run(i, "coqc is not installed (make kernel)") for i in wanted}
    texts = sources()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        failures = build(folder, texts, workers, progress)
        progress("theorems and mutants")
        answers, silence = ({}, "") if failures else ask(folder, {full_name(t) for t in THEOREMS})
        result = Build(_version(), _digest(texts), failures, answers, silence)
        mutants = [m for m in MUTANTS if m.claim in wanted and not failures]
        # Claims that share an edit share its trial.
        trials = list({_edit(m): m for m in mutants}.values())
        with ThreadPoolExecutor(workers) as pool:
            rejected = list(pool.map(lambda m: try_mutant(folder, m, texts), trials))
    outcome = {_edit(m): ok for m, ok in zip(trials, rejected, strict=True)}
    return {i: _evidence(i, result, [m for m in mutants if m.claim == i], outcome) for i in wanted}


def _edit(mutant: KernelMutant) -> tuple[str, ...]:
    return (mutant.file, mutant.old, mutant.new, mutant.rejected_file)


def _problem(name: str, result: Build) -> str:
    """Why a theorem of compiled sources carries nothing; empty when it states what is pinned on allowed axioms."""
    answer = result.answers.get(name)
    if answer is None:
        return f"its axioms could not be read{result.silence and f': {_shown(result.silence)}'}"
    if name not in STATEMENTS:
        return "its statement is not pinned in proofs/kernel/statements.py"
    if answer.statement != STATEMENTS[name]:
        return f"its statement is not the pinned one; it reads {_shown(answer.statement)}"
    if not answer.axioms <= ALLOWED_AXIOMS:
        return f"rests on {', '.join(sorted(answer.axioms - ALLOWED_AXIOMS))}"
    return ""


def _evidence(
    identifier: str, result: Build, mutants: list[KernelMutant], outcome: Mapping[tuple[str, ...], bool]
) -> Evidence:
    findings = [f"{result.version}; sources sha256 {result.digest[:16]}"]
    # One rejected file leaves nothing of the set: the mutants cannot be tried without it.
    findings += [f"{file}: rejected: {_shown(e)}" for file, e in result.failures.items() if e != _BLOCKED]
    verdict = Verdict.UNDECIDED if result.failures else Verdict.PROVED
    theorems = [t for t in THEOREMS if t.claim == identifier]
    for theorem in theorems if not result.failures else ():
        name = full_name(theorem)
        problem = _problem(name, result)
        if problem:
            findings.append(f"{name}: {problem}")
            verdict = Verdict.UNDECIDED
        else:
            count = len(result.answers[name].axioms)
            findings.append(f"{name}: {theorem.scope} (axioms of the real numbers: {count})")
    if verdict is Verdict.PROVED and identifier in REFUTED_BY_KERNEL:
        verdict = Verdict.REFUTED
    survivors = tuple(f"{m.kind} in {m.file}" for m in mutants if not outcome[_edit(m)])
    return Evidence(
        level=Level.KERNEL,
        route="coqc",
        verdict=verdict,
        for_all="; ".join(sorted({t.for_all for t in theorems})),
        scope=f"only in part: {PARTIAL[identifier]}"
        if identifier in PARTIAL
        else "as the theorems listed below state it",
        controls=Controls(rejected=len(mutants) - len(survivors), total=len(mutants), survivors=survivors),
        findings=tuple(findings),
    )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


# Claims of which the kernel proves the negation.
REFUTED_BY_KERNEL = frozenset({"T4.1"})


def _not_run(identifier: str, why: str) -> Evidence:
    return Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope=why)


def _version() -> str:
    done = subprocess.run(
        [coqc() or "coqc", "--print-version"], capture_output=True, text=True, timeout=60, check=False
    )
    return f"coqc {done.stdout.split(' ')[0].strip()}"


def _digest(texts: dict[str, str]) -> str:
    return hashlib.sha256("".join(f"{n}\0{texts[n]}\0" for n in FILES).encode()).hexdigest()


def statements_module(statements: Mapping[str, str]) -> str:
    """Source of proofs/kernel/statements.py for these statements."""
    rows = []
    for name, statement in sorted(statements.items()):
        wrapped = textwrap.wrap(statement, 108, break_long_words=False, break_on_hyphens=False)
        lines = [f'        r"{line} "' for line in wrapped[:-1]] + [f'        r"{wrapped[-1]}"']
        rows.append("\n".join([f'    "{name}": (', *lines, "    ),"]))
    intro = '"""What each kernel theorem states, as coqc\'s `Check` prints it. Written by `python -m reports.kernel --pin`."""'
    table = "\n".join(["STATEMENTS: dict[str, str] = {", *rows, "}  # fmt: skip"])
    return f"{intro}\n\nfrom __future__ import annotations\n\n{table}\n"


def pin() -> None:
    """Writes the statements that the present sources prove into proofs/kernel/statements.py."""
    names = {full_name(t) for t in THEOREMS}
    with tempfile.TemporaryDirectory() as scratch:
        failures = build(Path(scratch), sources(), 2)
        answers, silence = ask(Path(scratch), names)
    if failures or set(answers) != names:
        raise SystemExit(f"not pinned: {failures or silence or sorted(names - set(answers))}")
    target = Path(str(resources.files("proofs.kernel"))) / "statements.py"
    target.write_text(statements_module({n: a.statement for n, a in answers.items()}), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--pin"]:
        raise SystemExit("usage: python -m reports.kernel --pin")
    pin()
