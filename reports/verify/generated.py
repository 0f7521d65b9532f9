"""Compiles the catalogue as Coq: each claim as it is printed, its derivation replayed, and its mutants, which must fail.

`python -m reports.verify.generated` prints a table: the steps that coqc replayed, the theorem, and the mutants rejected.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from proofs.catalogue import CLAIMS, by_id
from proofs.kernel.annotations import ALLOWED_AXIOMS
from proofs.kernel.sources import LIBRARY
from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import THEOREM, module
from proofs.logic.coqproof import File, header, whole
from proofs.logic.coqsteps import Lemma, cited, lemmas, walk
from proofs.logic.coqtactics import TACTICS
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import Mutant, mutants, mutations
from reports.verify.coqc import FILE_SECONDS, build, compile_file, coqc, digest, rest_on, run
from reports.verify.trials import Outcome, milestone, outcomes

TACTICS_FILE: Final = "Tactics.v"
_IN_PROOF, _OUTSIDE = "in_a_proof", "outside"
Missing = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Generated:
    """What coqc says of a claim as it is printed.

    theorem: its full name, when it has the type that the statement's own file defines, on the axioms of the real numbers.
    replayed: numbers of the steps, at any depth, that coqc established. missing: why the others were not, and at 0 why a
    part of the statement is not there. refused: what coqc says against the file, when there is one and it is no proof.
    axioms: what all theorems asked together rest on.
    rejected: the mutants that failed in a proof. survivors: the others, with what coqc said. sha256: of all that is read.
    """

    claim: str
    steps: int
    theorem: str = ""
    replayed: tuple[int, ...] = ()
    missing: Missing = ()
    refused: str = ""
    rejected: int = 0
    survivors: tuple[str, ...] = ()
    sha256: str = ""
    axioms: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether the theorem is all of the claim, established from its steps."""
        return bool(self.theorem) and not self.missing


@dataclass(frozen=True)
class _Trial:
    """A false variant of a claim, with milestones."""

    claim: str
    edit: str
    text: str


def printed_mutants(
    claim: Claim, steps: Derivation, index: Mapping[str, Claim], every: bool = True
) -> Iterator[tuple[Mutant, File]]:
    """Mutants of a claim that can be printed: a changed conclusion or counterexample, or a dropped hypothesis.

    What only keeps an expression meaningful is not dropped: Coq's division is total. Neither is what is not printed.
    every: if not, the first of each kind of edit.
    """
    own = whole(claim, index, steps).alone
    told = {f"dropped hypothesis: {a.text}" for a in claim.assumptions if a.kind is not Kind.DEFINED}
    seen: set[str] = set()
    for mutant in mutants(claim, steps):
        kind = re.split(r" in conclusion|:", mutant.edit)[0]
        told_of = "in conclusion" in mutant.edit or mutant.edit.startswith("counterexample") or mutant.edit in told
        if told_of and (every or kind not in seen):
            try:
                file = whole(mutant.claim, index, mutant.steps)
            except Unprintable:
                continue
            if file.alone != own:
                seen.add(kind)
                yield mutant, file


def generated(
    folder: Path,
    identifiers: Sequence[str] | None = None,
    workers: int = 2,
    catalogue: Sequence[Claim] = CLAIMS,
    every: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Generated]:
    """What coqc says of these claims, and of those that they cite; of all when none is named.

    folder: where it works. every: all mutants of the theorems; if not, one of each kind of edit.
    """
    index = by_id(catalogue)
    steps = _derivations(index if identifiers is None else identifiers, index)
    claims = [c for c in catalogue if c.id in steps]
    files, unprinted = _files(claims, index, steps)
    texts = {TACTICS_FILE: TACTICS}
    for file in files.values():
        texts |= {file.statement_name: file.statement, file.name: file.text}
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build, folder, texts, workers, progress)
        # Printing takes about as long as compiling.
        trials = [
            _Trial(i, mutant.edit, with_milestones(file.alone))
            for i in files
            for mutant, file in printed_mutants(index[i], steps[i], index, every)
        ]
        failures = building.result()
    progress("theorems and mutants as printed")
    compiled = [i for i, f in files.items() if not {f.name, f.statement_name} & set(failures)]
    refused = {i: failures.get(f.statement_name) or failures.get(f.name, "") for i, f in files.items()}
    judged = _judged(folder, [files[i] for i in compiled], compiled) if compiled else {}
    refused |= {i: why for i, (why, _) in judged.items()}
    proved = [i for i in files if not refused[i]]
    trials = [t for t in trials if t.claim in proved]
    said = outcomes(folder, {f"{n}": t.text for n, t in enumerate(trials)}, workers)
    rest = [c for c in claims if c.id not in proved]
    with ThreadPoolExecutor(workers) as pool:
        parts = dict(zip((c.id for c in rest), pool.map(lambda c: _parts(folder, c, steps[c.id]), rest), strict=True))
    result = {}
    for claim in claims:
        count = sum(1 for _ in walk(steps[claim.id]))
        if claim.id not in proved:
            against, part = refused.get(claim.id, ""), parts[claim.id]
            lacking = (0, f"the claim as a whole: {against or unprinted[claim.id]}")
            result[claim.id] = replace(
                part, steps=count, missing=(lacking, *part.missing), refused=against or part.refused
            )
            continue
        mine = [(t.edit, said[f"{n}"]) for n, t in enumerate(trials) if t.claim == claim.id]
        survivors = tuple(f"{edit}: {o.error or 'accepted'}" for edit, o in mine if not fails_in_a_proof(o))
        missing = files[claim.id].unsaid
        result[claim.id] = Generated(
            claim=claim.id,
            steps=count,
            theorem=f"{module(claim.id)}.{THEOREM}",
            replayed=tuple(n for n in range(1, count + 1) if n not in dict(missing)),
            missing=missing,
            rejected=len(mine) - len(survivors),
            survivors=survivors,
            axioms=judged[claim.id][1],
            sha256=_digest(texts, [files[i] for i in sorted({claim.id, *_cited(claim.id, files)})]),
        )
    return result


def fails_in_a_proof(outcome: Outcome) -> bool:
    """Whether coqc refuses a text with milestones in a proof: not for its syntax, not in a declaration or a statement."""
    return outcome.refused and outcome.passed[-1:] == (_IN_PROOF,)


def with_milestones(text: str) -> str:
    """The text with a milestone where a proof begins, and where it ends."""
    text = re.sub(r"^Proof\.", lambda m: f"{m[0]} {milestone(_IN_PROOF)}", text, flags=re.MULTILINE)
    return re.sub(r"\bQed\.$", f"Qed. {milestone(_OUTSIDE)}", text, flags=re.MULTILINE)


def _derivations(identifiers: Iterable[str], index: Mapping[str, Claim]) -> dict[str, Derivation]:
    """The derivations of these claims and of all that they cite."""
    steps: dict[str, Derivation] = {}
    waiting = list(identifiers)
    while waiting:
        identifier = waiting.pop()
        if identifier not in steps:
            steps[identifier] = index[identifier].derive()
            waiting += cited(steps[identifier])
    return steps


def _files(
    claims: Iterable[Claim], index: Mapping[str, Claim], steps: Mapping[str, Derivation]
) -> tuple[dict[str, File], dict[str, str]]:
    """The claims as printed, and why the others are not."""
    files: dict[str, File] = {}
    unprinted: dict[str, str] = {}
    for claim in claims:
        try:
            files[claim.id] = whole(claim, index, steps[claim.id])
        except Unprintable as why:
            unprinted[claim.id] = str(why)
    for identifier in list(files):
        # What cites a claim that is not printed has nothing to cite.
        if lacking := sorted(_cited(identifier, files) - set(files)):
            del files[identifier]
            unprinted[identifier] = f"rests on {lacking[0]}, which is not printed"
    return files, unprinted


def _cited(identifier: str, files: Mapping[str, File]) -> frozenset[str]:
    """The claims that a claim's file requires, directly or not."""
    found = set(files[identifier].needs) if identifier in files else set()
    return frozenset(found.union(*(_cited(i, files) for i in found)))


def _digest(texts: Mapping[str, str], files: Sequence[File]) -> str:
    """SHA-256 of the texts of these files, and of the tactics."""
    names = [TACTICS_FILE, *(name for f in files for name in (f.statement_name, f.name))]
    return digest({name: texts[name] for name in names})


def _judged(folder: Path, files: Sequence[File], of: Sequence[str]) -> dict[str, tuple[str, frozenset[str]]]:
    """Why compiled theorems do not prove what the statement's own file defines, on allowed axioms; and their axioms.

    Asked in a run of its own, which takes from the proof's file nothing but the theorems. All are asked together, and one
    by one only if coqc does not accept that.
    """
    lines = [f"Require {LIBRARY}.Statement_{f.module}.\nRequire {LIBRARY}.{f.module}." for f in files]
    names = {f.module: [f"{f.module}_{definition}" for definition in f.defined] for f in files}
    for f in files:
        for definition, theorem in f.defined.items():
            stated, proved = f"{LIBRARY}.Statement_{f.module}.{definition}", f"{LIBRARY}.{f.module}.{theorem}"
            lines.append(f"Definition {f.module}_{definition} : {stated} := {proved}.")
    (folder / "Holds.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    error = compile_file(folder, "Holds.v")
    if error and len(files) > 1:
        return {i: said for f, one in zip(files, of, strict=True) for i, said in _judged(folder, [f], [one]).items()}
    found = {} if error else rest_on(folder, [f"Holds.{name}" for those in names.values() for name in those])
    result = {}
    for f, identifier in zip(files, of, strict=True):
        axioms = [found.get(f"Holds.{name}") for name in names[f.module]]
        wrong = next(filter(None, map(wrong_axioms, axioms)), "")
        result[identifier] = (error or wrong, frozenset().union(*filter(None, axioms)))
    return result


def wrong_axioms(axioms: frozenset[str] | None) -> str:
    """What is wrong with the axioms that a theorem rests on, None where they could not be read; empty if nothing is."""
    if axioms is None:
        return "its axioms could not be read"
    others = sorted(axioms - ALLOWED_AXIOMS)
    return f"rests on {', '.join(others)}" if others else ""


def _parts(folder: Path, claim: Claim, steps: Derivation) -> Generated:
    """The steps of a claim that coqc establishes one by one, why the others are not among them, and their mutants."""
    numbered = dict(enumerate(walk(steps), 1))
    try:
        statement = state(claim)
    except Unprintable as why:
        return Generated(claim.id, 0, missing=tuple((n, str(why)) for n in numbered))
    found = {lemma.number: lemma for lemma in lemmas(statement, steps)}
    trials: list[Lemma] = [lemma for lemma in found.values() if not lemma.reason]
    edits: dict[int, tuple[int, str]] = {}
    for lemma in list(trials):
        for edit, goal in mutations(lemma.step.goal):
            (mutant,) = lemmas(statement, (replace(lemma.step, goal=goal),))
            if not mutant.reason:
                edits[len(numbered) + len(edits) + 1] = (lemma.number, f"{edit} in '{lemma.step.title}'")
                trials.append(replace(mutant, number=len(numbered) + len(edits)))
    name = f"Steps_{module(claim.id)}.v"
    text = header() + "\n\n".join(trial.trial for trial in trials) + "\n"
    (folder / name).write_text(text, encoding="utf-8")
    printed, error = run(folder, name, FILE_SECONDS)
    shown = set() if error else {int(n) for n in re.findall(r"^replayed (\d+)$", printed, re.MULTILINE)}
    missing = []
    for number in numbered:
        if number not in shown:
            reason = found[number].reason if number in found else "holds for a whole family, or is cited"
            missing.append((number, reason or error or "coqc finds no proof"))
    lost = next(
        (f"step {n}: {error or 'coqc finds no proof'}" for n, x in found.items() if not x.reason and n not in shown), ""
    )
    tried = [(n, edit) for n, (number, edit) in edits.items() if number in shown]
    survivors = tuple(f"{edit}: accepted" for n, edit in tried if n in shown)
    read = hashlib.sha256(f"{TACTICS}\0{text}\0".encode()).hexdigest()
    return Generated(
        claim.id,
        len(numbered),
        replayed=tuple(n for n in numbered if n in shown),
        missing=tuple(missing),
        refused=lost,
        rejected=len(tried) - len(survivors),
        survivors=survivors,
        sha256=read,
    )


def main() -> int:
    """Prints the table; 0 when every claim printed compiles and every mutant of it is rejected."""
    if coqc() is None:
        sys.stderr.write("coqc is not installed (make kernel)\n")
        return 3
    with tempfile.TemporaryDirectory() as scratch:
        found = generated(Path(scratch), sys.argv[1:] or None, os.cpu_count() or 2)
    for g in found.values():
        theorem = g.theorem or "no theorem"
        line = f"{g.claim:16} {len(g.replayed):3} of {g.steps:3} steps  {theorem:24} {g.rejected:3} mutants rejected"
        said = [f"step {n}: {why}" if n else why for n, why in g.missing]
        sys.stdout.write(f"{line}\n" + "".join(f"    {why[:160]}\n" for why in (*said, *g.survivors)))
    return int(any(g.refused or g.survivors or (g.theorem and g.rejected < 2) for g in found.values()))


if __name__ == "__main__":
    sys.exit(main())
