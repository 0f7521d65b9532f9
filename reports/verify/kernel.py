"""Kernel route: compiles the proofs with coqc in a temporary folder, reads what the theorems state and which axioms they
rest on, and tries the mutants. What a theorem carries, and which mutants must fail, is written beside it in its source.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proofs.kernel.annotations import ALLOWED_AXIOMS, KernelMutant, KernelTheorem, annotated, code, pins
from proofs.kernel.sources import closure, requires, sources
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import (
    BLOCKED,
    Answers,
    ask,
    build,
    compile_file,
    coqc,
    is_rejection,
    version,
)
from reports.verify.ledger import Controls, Evidence, KernelRecord, TheoremRecord

SHOWN = 300
_LINE = re.compile(r'^File "[^"]*", line (\d+)')


@dataclass(frozen=True)
class Build:
    """A compiled set of sources. failures: file -> error. answers: what coqc says of what was compiled."""

    version: str
    texts: Mapping[str, str]
    failures: dict[str, str]
    answers: Answers

    @property
    def digest(self) -> str:
        """SHA-256 of all sources."""
        return hashlib.sha256("".join(f"{n}\0{t}\0" for n, t in self.texts.items()).encode()).hexdigest()


def try_mutant(base: Path, mutant: KernelMutant, texts: Mapping[str, str]) -> bool:
    """Whether coqc rejects the mutant: in the file where it should, and in a proof that follows the edit."""
    original = code(mutant.file, texts[mutant.file])
    if original.count(mutant.old) != 1:
        return False
    edited = {**texts, mutant.file: original.replace(mutant.old, mutant.new)}
    target = mutant.rejected_file
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        stale = _between(texts, mutant.file, target)
        for name in texts:
            if name not in stale:
                (folder / f"{name[:-2]}.vo").symlink_to(base / f"{name[:-2]}.vo")
        for name in stale:
            (folder / name).write_text(edited[name], encoding="utf-8")
            outcome = compile_file(folder, name)
            if name == target:
                return is_rejection(outcome) and (name != mutant.file or _line(outcome) > _last_line(original, mutant))
            if outcome:
                return False
    return False


def _line(error: str) -> int:
    place = _LINE.match(error)
    return int(place[1]) if place else 0


def _last_line(original: str, mutant: KernelMutant) -> int:
    """Line where the edit ends: an error up to there says that the edited text is ill-formed."""
    return f"{original.partition(mutant.old)[0]}{mutant.new.rstrip()}".count("\n") + 1


def _between(texts: Mapping[str, str], first: str, last: str) -> list[str]:
    """The edited file and every file that it reaches on the way to the last, each after what it requires."""
    wanted = closure(texts, {last}) | {first}
    stale: list[str] = []
    for name, text in texts.items():
        if name == first or requires(name, text) & set(stale):
            stale.append(name)
    return [name for name in stale if name in wanted]


def kernel_evidence(
    identifiers: Sequence[str], workers: int = 2, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have kernel theorems; all of it not-run when coqc is absent."""
    carried = annotated()
    wanted = [i for i in identifiers if any(t.claim == i for t in carried.theorems)]
    if coqc() is None:
        return {i: _not_run(i, "coqc is not installed (make kernel)") for i in wanted}
    texts = sources()
    theorems = [t for t in carried.theorems if t.claim in wanted]
    mutants = [m for m in carried.mutants if m.claim in wanted]
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
            names = {t.full_name for t in theorems}
            answers = ask(folder, names, {n: t for n, t in texts.items() if n in asked}, workers)
        # Claims that share an edit share its trial.
        trials = list({_edit(m): m for m in mutants}.values())
        with ThreadPoolExecutor(workers) as pool:
            rejected = list(pool.map(lambda m: try_mutant(folder, m, texts), trials))
    result = Build(version(), texts, failures, answers)
    outcome = {_edit(m): ok for m, ok in zip(trials, rejected, strict=True)}
    return {
        i: _evidence(
            [t for t in theorems if t.claim == i],
            [m for m in mutants if m.claim == i],
            carried.partial.get(i),
            result,
            outcome,
        )
        for i in wanted
    }


def _edit(mutant: KernelMutant) -> tuple[str, ...]:
    return (mutant.file, mutant.old, mutant.new, mutant.rejected_file)


def _problem(theorem: KernelTheorem, result: Build) -> str:
    """Why a theorem of compiled sources carries nothing.

    Empty when it states what is pinned, about definitions that read as pinned, on allowed axioms.
    """
    name, statements = theorem.full_name, pins().statements
    answer = result.answers.theorems.get(name)
    if answer is None:
        silence = result.answers.silence.get(theorem.file, "")
        return f"its axioms could not be read{silence and f': {_shown(silence)}'}"
    if name not in statements:
        return "its statement is not pinned in proofs/kernel/pins.json"
    if answer.statement != statements[name]:
        return f"its statement is not the pinned one; it reads {_shown(answer.statement)}"
    if not answer.axioms <= ALLOWED_AXIOMS:
        return f"rests on {', '.join(sorted(answer.axioms - ALLOWED_AXIOMS))}"
    return _changed_definition(closure(result.texts, {theorem.file}), result.answers)


def _changed_definition(files: Iterable[str], answers: Answers) -> str:
    """Which definition of these files is not the pinned one; empty when all are."""
    pinned = pins().definitions
    for file in sorted(files):
        if file in answers.silence:
            return f"the definitions of {file} could not be read: {_shown(answers.silence[file])}"
        for name in sorted({n for n in (*pinned, *answers.definitions) if n.startswith(f"{file[:-2]}.")}):
            if name not in answers.definitions:
                return f"the definition of {name} could not be read"
            if name not in pinned:
                return f"the definition of {name} is not pinned in proofs/kernel/pins.json"
            if answers.definitions[name] != pinned[name]:
                return f"the definition of {name} is not the pinned one; it reads {_shown(answers.definitions[name])}"
    return ""


def _evidence(
    theorems: Sequence[KernelTheorem],
    mutants: Sequence[KernelMutant],
    partial: str | None,
    result: Build,
    outcome: Mapping[tuple[str, ...], bool],
) -> Evidence:
    """What a run says of one claim, from its own theorems and mutants. partial: which part they carry, None for all."""
    findings = [f"coqc {result.version}; sources sha256 {result.digest[:16]}"]
    # One rejected file leaves nothing of the set: the mutants cannot be tried without it.
    findings += [f"{file}: rejected: {_shown(e)}" for file, e in result.failures.items() if e != BLOCKED]
    verdict = Verdict.UNDECIDED if result.failures else Verdict.PROVED
    for theorem in theorems if not result.failures else ():
        name = theorem.full_name
        problem = _problem(theorem, result)
        if problem:
            findings.append(f"{name}: {problem}")
            verdict = Verdict.UNDECIDED
        else:
            count = len(result.answers.theorems[name].axioms)
            says = f"{'refutes: ' if theorem.refutes else ''}{theorem.scope}"
            findings.append(f"{name}: {says} (axioms of the real numbers: {count})")
    if verdict is Verdict.PROVED and all(t.refutes for t in theorems):
        verdict = Verdict.REFUTED
    survivors = tuple(f"{m.kind} in {m.file}" for m in mutants if not outcome[_edit(m)])
    return Evidence(
        level=Level.KERNEL,
        route="coqc",
        verdict=verdict,
        for_all="; ".join(sorted({t.for_all for t in theorems})),
        scope="as the theorems listed below state it" if partial is None else f"only in part: {partial}",
        controls=Controls(rejected=len(mutants) - len(survivors), total=len(mutants), survivors=survivors),
        findings=tuple(findings),
        kernel=KernelRecord(
            coqc=result.version,
            sources_sha256=result.digest,
            theorems=tuple(
                TheoremRecord(name=name, axioms=tuple(sorted(result.answers.theorems[name].axioms)))
                for name in (t.full_name for t in theorems)
                if name in result.answers.theorems
            ),
        ),
    )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


def _not_run(identifier: str, why: str) -> Evidence:
    return Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope=why)
