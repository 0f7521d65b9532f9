"""Kernel route: compiles the proofs with coqc in a temporary folder, reads their axioms, and tries the mutated twins."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from proofs.claim import Verdict
from proofs.kernel import ALLOWED_AXIOMS, FILES, MUTANTS, THEOREMS, KernelMutant
from reports.ledger import Controls, Evidence, Level

FILE_SECONDS = 120
_NO_AXIOM = ("", "Axioms:", "Closed under the global context")
_IMPORT = re.compile(r"Opmerge\.(\w+)")


@dataclass(frozen=True)
class Build:
    """A compiled set of sources. failures: file -> first line of what coqc said. axioms: theorem -> names."""

    version: str
    digest: str
    failures: dict[str, str]
    axioms: dict[str, frozenset[str]]


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


def compile_file(folder: Path, name: str) -> str:
    """Empty when coqc accepts the file, else the first line of its error."""
    command = [coqc() or "coqc", "-q", "-Q", str(folder), "Opmerge", str(folder / name)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FILE_SECONDS, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {FILE_SECONDS} s"
    if done.returncode == 0:
        return ""
    error = [line for line in done.stderr.splitlines() if line and not line.startswith("File ")]
    return error[0] if error else f"exit code {done.returncode}"


def build(folder: Path, texts: dict[str, str], workers: int) -> dict[str, str]:
    """Compiles all sources, each after what it requires. Returns the failures."""
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
            failures |= {n: "requires a file that was rejected" for n in ready if n not in possible}
            outcomes = pool.map(lambda n: compile_file(folder, n), possible)
            failures |= {n: why for n, why in zip(possible, outcomes, strict=True) if why}
            done.update(ready)
    return failures


def read_axioms(folder: Path, failures: dict[str, str]) -> dict[str, frozenset[str]]:
    """`Print Assumptions` of every theorem whose file compiled, by full name."""
    names = sorted({f"{t.file[:-2]}.{t.name}" for t in THEOREMS if t.file not in failures})
    lines = [f"Require Opmerge.{file}." for file in sorted({n.split(".")[0] for n in names})]
    for name in names:
        # The Check line separates one answer from the next; a theorem that is missing stops the file.
        lines += [f'Goal True. idtac "@ {name}". Abort.', f"Print Assumptions Opmerge.{name}."]
    (folder / "Axioms.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [coqc() or "coqc", "-q", "-Q", str(folder), "Opmerge", str(folder / "Axioms.v")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FILE_SECONDS, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        return {}
    found: dict[str, set[str]] = {}
    current = ""
    for line in done.stdout.splitlines():
        if line.startswith("@ "):
            current = line[2:].strip()
            found[current] = set()
        elif current and not line.startswith(" ") and line.strip() not in _NO_AXIOM:
            found[current].add(line.split(":")[0].strip())
    return {name: frozenset(axioms) for name, axioms in found.items()}


def try_mutant(base: Path, mutant: KernelMutant, texts: dict[str, str]) -> bool:
    """Whether coqc rejects the mutant, and in the file where it should."""
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
                return bool(outcome) and "yntax error" not in outcome
            if outcome:
                return False
    return False


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


def kernel_evidence(identifiers: Sequence[str], workers: int = 2) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have kernel theorems; all of it not-run when coqc is absent."""
    wanted = [i for i in identifiers if any(t.claim == i for t in THEOREMS)]
    if coqc() is None:
        return {i: _not_run(i, "coqc is not installed (make kernel)") for i in wanted}
    texts = sources()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        failures = build(folder, texts, workers)
        result = Build(_version(), _digest(texts), failures, read_axioms(folder, failures))
        mutants = [m for m in MUTANTS if m.claim in wanted and not failures]
        with ThreadPoolExecutor(workers) as pool:
            rejected = list(pool.map(lambda m: try_mutant(folder, m, texts), mutants))
    outcome = {id(m): ok for m, ok in zip(mutants, rejected, strict=True)}
    return {i: _evidence(i, result, [m for m in mutants if m.claim == i], outcome) for i in wanted}


def _evidence(identifier: str, result: Build, mutants: list[KernelMutant], outcome: dict[int, bool]) -> Evidence:
    findings = [f"{result.version}; sources sha256 {result.digest[:16]}"]
    verdict = Verdict.PROVED
    theorems = [t for t in THEOREMS if t.claim == identifier]
    for theorem in theorems:
        full = f"{theorem.file[:-2]}.{theorem.name}"
        axioms = result.axioms.get(full)
        if theorem.file in result.failures:
            findings.append(f"{full}: rejected: {result.failures[theorem.file]}")
            verdict = Verdict.UNDECIDED
        elif axioms is None:
            findings.append(f"{full}: its axioms could not be read")
            verdict = Verdict.UNDECIDED
        elif not axioms <= ALLOWED_AXIOMS:
            findings.append(f"{full}: rests on {', '.join(sorted(axioms - ALLOWED_AXIOMS))}")
            verdict = Verdict.UNDECIDED
        else:
            findings.append(f"{full}: {theorem.scope} (axioms of the real numbers: {len(axioms)})")
    if verdict is Verdict.PROVED and identifier in REFUTED_BY_KERNEL:
        verdict = Verdict.REFUTED
    survivors = tuple(f"{m.kind} in {m.file}" for m in mutants if not outcome[id(m)])
    return Evidence(
        level=Level.KERNEL,
        route="coqc",
        verdict=verdict,
        for_all="; ".join(sorted({t.for_all for t in theorems})),
        scope="as the theorems listed below state it",
        controls=Controls(rejected=len(mutants) - len(survivors), total=len(mutants), survivors=survivors),
        findings=tuple(findings),
    )


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
