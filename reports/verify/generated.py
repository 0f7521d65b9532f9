"""Compiles the catalogue as Coq: each claim printed whole, its derivation replayed, and its mutants, which must fail.

`python -m reports.verify.generated` prints a table: the steps that coqc replayed, the theorem, and the mutants rejected.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proofs.catalogue import CLAIMS, by_id
from proofs.kernel.annotations import ALLOWED_AXIOMS
from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import THEOREM, module
from proofs.logic.coqproof import File, header, whole
from proofs.logic.coqsteps import cited, lemmas, walk
from proofs.logic.coqtactics import TACTICS
from proofs.logic.coqvalues import EXISTENCE
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import Mutant, mutants
from reports.verify.coqc import answered, ask, build, compile_file, coqc, is_rejection

TACTICS_FILE = "Tactics.v"
_LINE = re.compile(r'^File "[^"]*", line (\d+)')
_BEGINS = ("Require", "Inductive", "Scheme", "Lemma", "Theorem", "Goal", "Proof")


@dataclass(frozen=True)
class Generated:
    """What coqc says of a claim as it is printed.

    theorem: its full name, when the whole claim was replayed and rests on the axioms of the real numbers alone.
    replayed: numbers of the steps, at any depth, that coqc established. missing: why the others were not.
    rejected: the mutants that failed in a proof. survivors: the others, with what coqc said.
    """

    claim: str
    steps: int
    theorem: str = ""
    replayed: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    rejected: int = 0
    survivors: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the theorem is all of the claim, established from its steps."""
        return bool(self.theorem) and not self.missing


def printed_mutants(claim: Claim, steps: Derivation, index: Mapping[str, Claim]) -> Iterator[tuple[Mutant, File]]:
    """Mutants of a claim that can be printed: a changed conclusion or counterexample, or a dropped hypothesis.

    What only keeps an expression meaningful is not dropped: Coq's division is total. Neither is what is not printed.
    """
    text = whole(claim, index, steps).text
    told = {f"dropped hypothesis: {a.text}" for a in claim.assumptions if a.kind is not Kind.DEFINED}
    for mutant in mutants(claim, steps):
        if "in conclusion" in mutant.edit or mutant.edit.startswith("counterexample") or mutant.edit in told:
            try:
                file = whole(mutant.claim, index, mutant.steps)
            except Unprintable:
                continue
            if file.text != text:
                yield mutant, file


def generated(
    identifiers: Sequence[str] | None = None, workers: int = 2, catalogue: Sequence[Claim] = CLAIMS
) -> dict[str, Generated]:
    """What coqc says of these claims, and of those that they cite; of all when none is named."""
    index = by_id(catalogue)
    steps: dict[str, Derivation] = {}
    waiting = list(index if identifiers is None else identifiers)
    while waiting:
        identifier = waiting.pop()
        if identifier not in steps:
            steps[identifier] = index[identifier].derive()
            waiting += cited(steps[identifier])
    claims = [c for c in catalogue if c.id in steps]
    files: dict[str, File] = {}
    refused: dict[str, str] = {}
    for claim in claims:
        try:
            files[claim.id] = whole(claim, index, steps[claim.id])
        except Unprintable as why:
            refused[claim.id] = str(why)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # What cites a claim that is not printed whole has nothing to cite.
        texts = {f.name: f.text for i, f in files.items() if not _cited(i, files) - set(files)}
        failures = build(folder, {TACTICS_FILE: TACTICS, **texts}, workers)
        compiled = {i for i, f in files.items() if f.name in texts and f.name not in failures}
        theorems = {
            i: [f"{module(i)}.{name}" for name in (THEOREM, EXISTENCE) if f"\nTheorem {name} :" in files[i].text]
            for i in compiled
        }
        names = [name for those in theorems.values() for name in those]
        answers = ask(folder, names, {files[i].name: "" for i in compiled}, workers).theorems
        allowed = {name for name, answer in answers.items() if answer.axioms <= ALLOWED_AXIOMS}
        proved = {i for i, those in theorems.items() if allowed >= set(those)}
        trials = [
            (i, mutant, f"Mutant_{module(i)}_{n}.v", file.text)
            for i in sorted(proved)
            for n, (mutant, file) in enumerate(printed_mutants(index[i], steps[i], index))
        ]
        with ThreadPoolExecutor(workers) as pool:
            outcomes = list(pool.map(lambda t: _try(folder, t[2], t[3]), trials))
            rest = [c for c in claims if c.id not in proved]
            parts = dict(
                zip((c.id for c in rest), pool.map(lambda c: _parts(folder, c, steps[c.id]), rest), strict=True)
            )
    result = {}
    for claim in claims:
        mine = [(t[1].edit, t[3], why) for t, why in zip(trials, outcomes, strict=True) if t[0] == claim.id]
        survivors = tuple(f"{edit}: {why or 'accepted'}" for edit, text, why in mine if not fails_in_a_proof(text, why))
        count = sum(1 for _ in walk(steps[claim.id]))
        if claim.id in proved:
            unprinted = {n for n, _ in files[claim.id].unsaid}
            every = tuple(n for n in range(1, count + 1) if n not in unprinted)
            name = f"{module(claim.id)}.{THEOREM}"
            unsaid = tuple(f"step {n}: {why}" if n else why for n, why in files[claim.id].unsaid)
            result[claim.id] = Generated(claim.id, count, name, every, unsaid, len(mine) - len(survivors), survivors)
        else:
            replayed, missing = parts[claim.id]
            said = refused.get(claim.id) or failures.get(module(claim.id) + ".v") or "rests on other axioms"
            result[claim.id] = Generated(claim.id, count, "", replayed, (f"no theorem: {said}", *missing))
    return result


def fails_in_a_proof(text: str, error: str) -> bool:
    """Whether coqc rejects a file in a proof: not for its syntax, and not in a declaration or a statement."""
    place = _LINE.match(error)
    if not place or not is_rejection(error):
        return False
    begun = [line for line in text.splitlines()[: int(place[1])] if line.startswith(_BEGINS)]
    return bool(begun) and begun[-1].startswith("Proof")


def _cited(identifier: str, files: Mapping[str, File]) -> frozenset[str]:
    """The claims that a claim's file requires, directly or not."""
    found = set(files[identifier].needs) if identifier in files else set()
    return frozenset(found.union(*(_cited(i, files) for i in found)))


def _try(folder: Path, name: str, text: str) -> str:
    """What coqc says against a mutant; empty when it accepts it."""
    (folder / name).write_text(text, encoding="utf-8")
    return compile_file(folder, name)


def _parts(folder: Path, claim: Claim, steps: Derivation) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The steps of a claim that coqc establishes one by one, and why the others are not among them."""
    found = lemmas(state(claim), steps)
    name = f"Steps_{module(claim.id)}.v"
    text = header() + "\n\n".join(lemma.trial for lemma in found if not lemma.reason) + "\n"
    (folder / name).write_text(text, encoding="utf-8")
    printed, error = answered(folder, name)
    replayed = tuple(int(n) for n in re.findall(r"^replayed (\d+)$", printed, re.MULTILINE)) if not error else ()
    missing = [f"step {x.number}: {x.reason or 'coqc finds no proof'}" for x in found if x.number not in replayed]
    return replayed, tuple([error] if error else missing)


def main() -> int:
    """Prints the table; 0 when every claim printed whole compiles and every mutant of it is rejected."""
    if coqc() is None:
        sys.stderr.write("coqc is not installed (make kernel)\n")
        return 3
    found = generated(sys.argv[1:] or None, os.cpu_count() or 2)
    for g in found.values():
        theorem = g.theorem or "no theorem"
        line = f"{g.claim:16} {len(g.replayed):3} of {g.steps:3} steps  {theorem:24} {g.rejected:3} mutants rejected"
        sys.stdout.write(f"{line}\n" + "".join(f"    {why[:160]}\n" for why in (*g.missing, *g.survivors)))
    return int(any(g.survivors or (g.theorem and g.rejected < 2) for g in found.values()))


if __name__ == "__main__":
    sys.exit(main())
