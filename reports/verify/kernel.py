"""Kernel route: compiles the proofs with coqc in a temporary folder, reads what the theorems state and which axioms they
rest on, and tries the mutants. What a theorem carries, and which mutants must fail, is written beside it in its source.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proofs.kernel.annotations import ALLOWED_AXIOMS, KernelMutant, KernelTheorem, annotated, code, pins
from proofs.kernel.sources import blanked, closure, comments, requires, sources
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import (
    BLOCKED,
    Answers,
    ask,
    build,
    coqc,
    digest,
    is_rejection,
    version,
    workplace,
)
from reports.verify.ledger import Controls, Evidence, KernelRecord
from reports.verify.trials import milestone, outcomes

SHOWN = 300
_PAST = "past_the_edit"


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
        return digest(self.texts)


def rejected(base: Path, mutants: Sequence[KernelMutant], texts: Mapping[str, str], workers: int = 2) -> list[bool]:
    """Whether coqc rejects each mutant in the file where it should, and past the sentence with the edit.

    base: a folder with all sources compiled.
    """
    within = {f"{k}": edited for k, m in enumerate(mutants) if (edited := _edited(m, texts)) and not m.fails_in}
    said = outcomes(base, {k: _with_milestone(text, mutants[int(k)], texts) for k, text in within.items()}, workers)
    beyond = [k for k, m in enumerate(mutants) if m.fails_in and _edited(m, texts)]
    with ThreadPoolExecutor(workers) as pool:
        judged = dict(zip(beyond, pool.map(lambda k: _fails_beyond(base, mutants[k], texts), beyond), strict=True))
    judged |= {int(k): outcome.refused and _PAST in outcome.passed for k, outcome in said.items()}
    return [judged.get(k, False) for k in range(len(mutants))]


def _edited(mutant: KernelMutant, texts: Mapping[str, str]) -> str:
    """The code of the edited file; empty unless the old text is there once."""
    original = code(mutant.file, texts[mutant.file])
    return original.replace(mutant.old, mutant.new) if original.count(mutant.old) == 1 else ""


def _with_milestone(edited: str, mutant: KernelMutant, texts: Mapping[str, str]) -> str:
    """The edited file with a milestone after the sentence with the edit: one that coqc must pass."""
    hidden = blanked(edited, comments(mutant.file, edited))
    last = code(mutant.file, texts[mutant.file]).index(mutant.old) + len(mutant.new.rstrip()) - 1
    end = re.compile(r"\.(?=\s|\Z)").search(hidden, last)
    return edited if end is None else f"{edited[: end.end()]} {milestone(_PAST)}{edited[end.end() :]}"


def _fails_beyond(base: Path, mutant: KernelMutant, texts: Mapping[str, str]) -> bool:
    """Whether the edited file compiles, and all that lies between, and coqc rejects the file that should fail."""
    edited = {**texts, mutant.file: _edited(mutant, texts)}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        stale = _between(texts, mutant.file, mutant.rejected_file)
        for name in texts:
            if name not in stale and (base / f"{name[:-2]}.vo").exists():
                (folder / f"{name[:-2]}.vo").symlink_to(base / f"{name[:-2]}.vo")
        failures = build(folder, {name: edited[name] for name in stale}, 1)
    return list(failures) == [mutant.rejected_file] and is_rejection(failures[mutant.rejected_file])


def _between(texts: Mapping[str, str], first: str, last: str) -> list[str]:
    """The edited file and every file that it reaches on the way to the last, each after what it requires."""
    wanted = closure(texts, {last}) | {first}
    stale: list[str] = []
    for name, text in texts.items():
        if name == first or requires(name, text) & set(stale):
            stale.append(name)
    return [name for name in stale if name in wanted]


def kernel_evidence(
    identifiers: Sequence[str],
    workers: int = 2,
    progress: Callable[[str], None] = lambda _: None,
    folder: Path | None = None,
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have kernel theorems; all of it not-run when coqc is absent.

    folder: where it works; what is compiled stays there.
    """
    carried = annotated()
    wanted = [i for i in identifiers if any(t.claim == i for t in carried.theorems)]
    if coqc() is None:
        return {i: _not_run(i, "coqc is not installed (make kernel)") for i in wanted}
    texts = sources()
    theorems = [t for t in carried.theorems if t.claim in wanted]
    mutants = [m for m in carried.mutants if m.claim in wanted]
    asked = closure(texts, {t.file for t in theorems})
    built = asked | closure(texts, {f for m in mutants for f in (m.file, m.rejected_file)})
    with workplace(folder) as place:
        failures = build(place, {n: t for n, t in texts.items() if n in built}, workers, progress)
        progress("theorems and mutants")
        answers = Answers()
        if failures:
            mutants = []
        else:
            names = {t.full_name for t in theorems}
            answers = ask(place, names, {n: t for n, t in texts.items() if n in asked})
        # Claims that share an edit share its trial.
        trials = list({_edit(m): m for m in mutants}.values())
        outcome = dict(zip(map(_edit, trials), rejected(place, trials, texts, workers), strict=True))
    result = Build(version(), texts, failures, answers)
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
            says = f"{'refutes: ' if theorem.refutes else ''}{theorem.scope}"
            findings.append(f"{name}: {says}")
    if verdict is Verdict.PROVED and all(t.refutes for t in theorems):
        verdict = Verdict.REFUTED
    answered = [result.answers.theorems[t.full_name] for t in theorems if t.full_name in result.answers.theorems]
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
            theorems=tuple(t.full_name for t in theorems if t.full_name in result.answers.theorems),
            axioms=tuple(sorted(frozenset().union(*(answer.axioms for answer in answered)))),
        ),
        partial=() if partial is None else (partial,),
    )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


def _not_run(identifier: str, why: str) -> Evidence:
    return Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope=why)
