"""The kernel route: its definitions are Python's, its proofs compile, its mutants do not. Skipped without coqc."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.instances import free_operators
from numerics.plans import Plan, evaluate, join, teacher
from numerics.reals import Exact
from numerics.schedules import Tabulated
from proofs.catalogue import CLAIMS
from proofs.claim import Verdict
from proofs.kernel import ALLOWED_AXIOMS, FILES, MUTANTS, THEOREMS, KernelMutant
from reports import kernel
from reports.evidence import verify

needs_coqc = pytest.mark.skipif(kernel.coqc() is None, reason="coqc is not installed")
pytestmark = pytest.mark.xdist_group("kernel")
PROVED = sorted({t.claim for t in THEOREMS})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("kernel")
    assert kernel.build(folder, kernel.sources(), 2) == {}
    return folder


@needs_coqc
def test_every_theorem_rests_on_the_axioms_of_the_reals_alone(built: Path) -> None:
    axioms = kernel.read_axioms(built, {})
    assert set(axioms) == {f"{t.file[:-2]}.{t.name}" for t in THEOREMS}
    assert frozenset().union(*axioms.values()) == ALLOWED_AXIOMS


def one_mutant_per_claim() -> list[KernelMutant]:
    first: dict[str, KernelMutant] = {}
    for mutant in MUTANTS:
        first.setdefault(mutant.claim, mutant)
    return list(first.values())


@needs_coqc
@pytest.mark.parametrize("mutant", one_mutant_per_claim(), ids=lambda m: m.claim)
def test_one_edit_per_claim_is_rejected(built: Path, mutant: KernelMutant) -> None:
    assert kernel.try_mutant(built, mutant, kernel.sources())


@needs_coqc
@pytest.mark.full
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.claim}-{m.kind}")
def test_every_mutant_is_rejected(built: Path, mutant: KernelMutant) -> None:
    assert kernel.try_mutant(built, mutant, kernel.sources())


@needs_coqc
def test_a_mutant_that_changes_nothing_survives(built: Path) -> None:
    """The negative control of the negative controls."""
    text = kernel.sources()["Phi.v"]
    word = next(w for w in re.findall(r"\(\* [^*]+ \*\)", text) if text.count(w) == 1)
    assert not kernel.try_mutant(built, KernelMutant("D4.1", "Phi.v", word, "(* *)", "comment"), kernel.sources())


@needs_coqc
def test_a_broken_source_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {name: text for name, text in kernel.sources().items() if name in ("Operators.v", "Plans.v", "Phi.v")}
    broken["Phi.v"] = broken["Phi.v"].replace("Qed.", "Admitted_by_hand.", 1)
    monkeypatch.setattr(kernel, "sources", lambda: broken)
    monkeypatch.setattr(kernel, "FILES", tuple(broken))
    monkeypatch.setattr(kernel, "THEOREMS", tuple(t for t in THEOREMS if t.file == "Phi.v"))
    for evidence in kernel.kernel_evidence([c.id for c in CLAIMS]).values():
        assert evidence.verdict is Verdict.UNDECIDED
        assert "rejected" in evidence.findings[1]


def test_without_coqc_the_level_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "coqc", lambda: None)
    ledger = verify(["P3.1"], digits=20, kernel=True)
    assert ledger.summary.exit_code == 3
    assert any("not installed" in p for p in ledger.summary.problems)


def test_every_claim_with_theorems_has_four_mutants() -> None:
    counts = {c: sum(m.claim == c for m in MUTANTS) for c in PROVED if not c.startswith("N6-")}
    assert min(counts.values()) >= 4
    assert {m.file for m in MUTANTS} <= set(FILES)


# The definitions: Coq evaluates random instances over Q, Python over Fractions.
def random_plan(rng: random.Random, start: int, end: int) -> Plan:
    if end - start == 1:
        return end
    cuts = sorted(rng.sample(range(start + 1, end), rng.randint(1, end - start - 1)), reverse=True)
    edges = [end, *cuts, start]
    return join([random_plan(rng, low, high) for high, low in itertools.pairwise(edges)])


def coq_plan(plan: Plan) -> str:
    if isinstance(plan, int):
        return f"(Leaf {plan})"
    rest = f"(Last {coq_plan(plan[-1])})"
    for operand in reversed(plan[1:-1]):
        rest = f"(More {coq_plan(operand)} {rest})"
    return f"(Node {coq_plan(plan[0])} {rest})"


def coq_list(values: list[Fraction]) -> str:
    return "[" + "; ".join(f"({v.numerator}#{v.denominator})" for v in values) + "]"


@needs_coqc
def test_coq_and_python_mean_the_same(built: Path) -> None:
    rng = random.Random(20250516)
    expected: list[Fraction] = []
    lines = [
        "From Coq Require Import QArith List.",
        "Require Import Opmerge.Plans Opmerge.Canonical Opmerge.Compute.",
        "Import ListNotations. Open Scope Q_scope.",
    ]
    for _ in range(40):
        steps = rng.randint(1, 6)
        tangents = sorted(Fraction(rng.randint(1, 12), 12) for _ in range(steps))
        alpha = [Fraction(1), *((1 - m * m) / (1 + m * m) for m in tangents)]
        sigma = [Fraction(0), *(2 * m / (1 + m * m) for m in tangents)]
        lam = Fraction(rng.randint(0, 12), 4)
        gamma = [Fraction(rng.randint(0, 8), 8) for _ in range(steps + 1)]
        plan = random_plan(rng, 0, steps)
        lists = f"{coq_list(alpha)} {coq_list(sigma)}"
        lam_text = f"({lam.numerator}#{lam.denominator})"
        lines.append(f"Eval vm_compute in ratio (student {lists} {coq_list(gamma)} {lam_text} {coq_plan(plan)}).")
        lines.append(f"Eval vm_compute in ratio (teacher {lists} {lam_text} 0 {steps}).")
        lines.append(f"Eval vm_compute in reach {coq_plan(plan)} {steps}.")
        expected += _python_values(Tabulated(tuple(alpha), tuple(sigma)), lam, gamma, plan)
    (built / "Compare.v").write_text("\n".join(lines) + "\n")
    command = [kernel.coqc() or "coqc", "-q", "-Q", str(built), "Opmerge", str(built / "Compare.v")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=built, check=True)
    found = [
        Fraction(int(p.strip("()").replace("%Z", "")), int(q))
        for p, q in re.findall(r"= \((\(?-?\d+\)?(?:%Z)?), (\d+)", done.stdout.replace("%Z", ""))
    ]
    assert found == expected
    assert done.stdout.count("= Some 0%nat") == 40


def _python_values(schedule: Tabulated, lam: Fraction, gamma: list[Fraction], plan: Plan) -> list[Fraction]:
    from numerics.operators import Problem, operators

    step = [row[0] for row in operators(Problem(schedule, (lam,), Fraction(0)), Exact()).step]
    ops = free_operators([step], [[1 - g for g in gamma]])
    return [evaluate(plan, ops)[0][0], teacher(ops)[0]]
