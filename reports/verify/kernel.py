"""Kernel route: compiles the proofs with coqc in a temporary folder, reads what the theorems state and which axioms they
rest on, and tries the mutants.

After a deliberate change of a statement or a definition, ``python -m reports.kernel --pin`` rewrites
proofs/kernel/statements.py and definitions.py; the difference is then for a person to read.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proofs.kernel import ALLOWED_AXIOMS, FILES, PARTIAL, THEOREMS, KernelTheorem
from proofs.kernel.definitions import DEFINITIONS
from proofs.kernel.mutants import MUTANTS, KernelMutant
from proofs.kernel.statements import STATEMENTS
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import (
    BLOCKED,
    Answers,
    ask,
    build,
    closure,
    compile_file,
    coqc,
    is_rejection,
    needs,
    sources,
    version,
)
from reports.verify.ledger import Controls, Evidence, KernelRecord, TheoremRecord

SHOWN = 300
_LINE = re.compile(r'^File "[^"]*", line (\d+)')
MENTION = re.compile(rf"\b({'|'.join(n[:-2] for n in FILES)})\.([\w']+)")


@dataclass(frozen=True)
class Build:
    """A compiled set of sources. failures: file -> error. answers: what coqc says of what was compiled."""

    version: str
    texts: dict[str, str]
    failures: dict[str, str]
    answers: Answers

    @property
    def digest(self) -> str:
        """SHA-256 of all sources."""
        return hashlib.sha256("".join(f"{n}\0{t}\0" for n, t in self.texts.items()).encode()).hexdigest()


def full_name(theorem: KernelTheorem) -> str:
    """File stem and name."""
    return f"{theorem.file[:-2]}.{theorem.name}"


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
    wanted = closure(texts, {last})
    return frozenset(stale & (wanted | {first}))


def kernel_evidence(
    identifiers: Sequence[str], workers: int = 2, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have kernel theorems; all of it not-run when coqc is absent."""
    wanted = [i for i in identifiers if any(t.claim == i for t in THEOREMS)]
    if coqc() is None:
        return {i: _not_run(i, "coqc is not installed (make kernel)") for i in wanted}
    texts = sources()
    theorems = [t for t in THEOREMS if t.claim in wanted]
    mutants = [m for m in MUTANTS if m.claim in wanted]
    asked = closure(texts, {t.file for t in theorems})
    built = asked | closure(texts, {f for m in mutants for f in (m.file, m.rejected_file)})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        failures = build(folder, {n: t for n, t in texts.items() if n in built}, workers, progress)
        progress("theorems and mutants")
        answers = Answers()
        if failures:
            mutants = []
        else:
            names = {full_name(t) for t in theorems}
            answers = ask(folder, names, {n: t for n, t in texts.items() if n in asked}, workers)
        # Claims that share an edit share its trial.
        trials = list({_edit(m): m for m in mutants}.values())
        with ThreadPoolExecutor(workers) as pool:
            rejected = list(pool.map(lambda m: try_mutant(folder, m, texts), trials))
    result = Build(version(), texts, failures, answers)
    outcome = {_edit(m): ok for m, ok in zip(trials, rejected, strict=True)}
    return {i: _evidence(i, result, [m for m in mutants if m.claim == i], outcome) for i in wanted}


def _edit(mutant: KernelMutant) -> tuple[str, ...]:
    return (mutant.file, mutant.old, mutant.new, mutant.rejected_file)


def _problem(theorem: KernelTheorem, result: Build) -> str:
    """Why a theorem of compiled sources carries nothing.

    Empty when it states what is pinned, about definitions that read as pinned, on allowed axioms.
    """
    name = full_name(theorem)
    answer = result.answers.theorems.get(name)
    if answer is None:
        silence = result.answers.silence.get(theorem.file, "")
        return f"its axioms could not be read{silence and f': {_shown(silence)}'}"
    if name not in STATEMENTS:
        return "its statement is not pinned in proofs/kernel/statements.py"
    if answer.statement != STATEMENTS[name]:
        return f"its statement is not the pinned one; it reads {_shown(answer.statement)}"
    if not answer.axioms <= ALLOWED_AXIOMS:
        return f"rests on {', '.join(sorted(answer.axioms - ALLOWED_AXIOMS))}"
    return _changed_definition(closure(result.texts, {theorem.file}), result.answers)


def _changed_definition(files: Iterable[str], answers: Answers) -> str:
    """Which definition of these files is not the pinned one; empty when all are."""
    for file in sorted(files):
        if file in answers.silence:
            return f"the definitions of {file} could not be read: {_shown(answers.silence[file])}"
        for name in sorted({n for n in (*DEFINITIONS, *answers.definitions) if n.startswith(f"{file[:-2]}.")}):
            if name not in answers.definitions:
                return f"the definition of {name} could not be read"
            if name not in DEFINITIONS:
                return f"the definition of {name} is not pinned in proofs/kernel/definitions.py"
            if answers.definitions[name] != DEFINITIONS[name]:
                return f"the definition of {name} is not the pinned one; it reads {_shown(answers.definitions[name])}"
    return ""


def _evidence(
    identifier: str, result: Build, mutants: list[KernelMutant], outcome: Mapping[tuple[str, ...], bool]
) -> Evidence:
    findings = [f"coqc {result.version}; sources sha256 {result.digest[:16]}"]
    # One rejected file leaves nothing of the set: the mutants cannot be tried without it.
    findings += [f"{file}: rejected: {_shown(e)}" for file, e in result.failures.items() if e != BLOCKED]
    verdict = Verdict.UNDECIDED if result.failures else Verdict.PROVED
    theorems = [t for t in THEOREMS if t.claim == identifier]
    for theorem in theorems if not result.failures else ():
        name = full_name(theorem)
        problem = _problem(theorem, result)
        if problem:
            findings.append(f"{name}: {problem}")
            verdict = Verdict.UNDECIDED
        else:
            count = len(result.answers.theorems[name].axioms)
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
        kernel=KernelRecord(
            coqc=result.version,
            sources_sha256=result.digest,
            theorems=tuple(
                TheoremRecord(name=name, axioms=tuple(sorted(result.answers.theorems[name].axioms)))
                for name in map(full_name, theorems)
                if name in result.answers.theorems
            ),
        ),
    )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


# Claims of which the kernel proves the negation.
REFUTED_BY_KERNEL = frozenset({"T4.1"})


def _not_run(identifier: str, why: str) -> Evidence:
    return Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope=why)
