"""Running coqc: what it compiles, what its answers are worth, and that its definitions are Python's."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.checks.strategies import free_operators
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.evaluate import evaluate, teacher
from numerics.plans.plan import Plan
from reports.verify import coqc
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")


def test_what_a_source_defines_is_found() -> None:
    text = (
        "(* Definition no := 0. *)\nDefinition f' := 0.\n#[local] Fixpoint g (n : nat) := n.\n  Local Record r := {}.\n"
    )
    text += "Inductive t := A\nwith u := B.\nLemma h : f' = 0. Proof. reflexivity. Qed.\nNotation k := f'.\n"
    assert coqc.declared("X.v", text) == ["X.f'", "X.g", "X.r", "X.t"]


def test_only_a_judgement_of_coqc_is_a_rejection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert coqc.is_rejection('File "X.v", line 3, characters 1-4: Error: In environment x : R Unable to unify')
    for error in (
        "Error: Syntax error: [term] expected",
        "Error: The variable w was not found in the current environment.",
    ):
        assert not coqc.is_rejection(error)
    assert not coqc.is_rejection("Error: Anomaly") and not coqc.is_rejection("exit code -9")

    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("coqc", 1)

    monkeypatch.setattr(subprocess, "run", late)
    error = coqc.compile_file(tmp_path, "X.v")
    assert "no answer" in error and not coqc.is_rejection(error)


@needs_coqc
def test_the_whole_error_is_returned(tmp_path: Path) -> None:
    (tmp_path / "X.v").write_text("Goal forall n : nat, n = 0.\nProof. intros n. reflexivity. Qed.\n")
    error = coqc.compile_file(tmp_path, "X.v")
    assert error.startswith('File "X.v", line 2') and "Unable to unify" in error and "\n" not in error


def test_an_answer_must_be_explicit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    statement = "=== A.a\n@A.a\n     : forall x : nat,\n       x = x\n=== axioms\n"
    for printed, axioms in (
        ("Closed under the global context\n", frozenset()),
        ("Axioms:\nB.b : nat\n  more\nC.c is assumed to be positive.\n", {"B.b", "C.c is assumed to be positive."}),
        ("", None),
        ("Axioms:\n", None),
        ("Theory:\nSet is impredicative\n", None),
    ):
        monkeypatch.setattr(coqc, "run", lambda *_, text=printed: (statement + text, ""))
        answer = coqc.ask(tmp_path, {"A.a"}, {"A.v": ""}).theorems.get("A.a")
        assert answer == (None if axioms is None else coqc.TheoremAnswer("forall x : nat, x = x", frozenset(axioms)))
    monkeypatch.setattr(coqc, "run", lambda *_: (statement + "Closed under the global context\n", "Error: late"))
    assert coqc.ask(tmp_path, {"A.a"}, {"A.v": ""}) == coqc.Answers(silence={"A.v": "Error: late"})


def test_axioms_are_asked_of_all_together_and_of_each_when_there_are_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def run(folder: Path, name: str, _: int) -> tuple[str, str]:
        text = (folder / name).read_text()
        asked.append(text.partition("together := ")[2].partition(".\n")[0])
        found = [f"{axiom} : Prop" for axiom in (real, "B.guess") if axiom == real or "B.b" in text]
        return "=== axioms\nAxioms:\n" + "\n".join(found), "" if "C.c" not in text else "Error: no C"

    real = sorted(coqc.ALLOWED_AXIOMS)[0]
    monkeypatch.setattr(coqc, "run", run)
    assert coqc.rest_on(tmp_path, ["A.a", "A.d"]) == {"A.a": {real}, "A.d": {real}}
    assert asked == ["(@Opmerge.A.a, @Opmerge.A.d)"]
    assert coqc.rest_on(tmp_path, ["A.a", "B.b"]) == {"A.a": {real}, "B.b": {real, "B.guess"}} and len(asked) == 4
    assert coqc.rest_on(tmp_path, ["A.a", "C.c"]) == {"A.a": {real}}
    assert coqc.rest_on(tmp_path, []) == {} and len(asked) == 7


def test_each_source_is_compiled_after_what_it_requires(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compiled: list[str] = []

    def compile_file(_: Path, name: str) -> str:
        compiled.append(name)
        return "Error: no" if name == "B.v" else ""

    monkeypatch.setattr(coqc, "compile_file", compile_file)
    told: list[str] = []
    texts = {"D.v": "Require Opmerge.C.", "C.v": "Require Opmerge.B.", "B.v": "Require Opmerge.A.", "A.v": ""}
    assert coqc.build(tmp_path, texts, 2, told.append) == {"D.v": coqc.BLOCKED, "C.v": coqc.BLOCKED, "B.v": "Error: no"}
    assert compiled == told == ["A.v", "B.v"]
    with pytest.raises(ValueError, match="circle"):
        coqc.build(tmp_path, {"A.v": "Require Opmerge.B.", "B.v": "Require Opmerge.A."}, 2)
    assert coqc.build(tmp_path, {"E.v": "Require Opmerge.Before."}, 2) == {}


# The definitions: Coq evaluates random instances over Q, Python over Fractions.
def random_plan(rng: random.Random, start: int, end: int) -> Plan:
    if end - start == 1:
        return Plan.of(end)
    cuts = sorted(rng.sample(range(start + 1, end), rng.randint(1, end - start - 1)), reverse=True)
    edges = [end, *cuts, start]
    return Plan.merge([random_plan(rng, low, high) for high, low in itertools.pairwise(edges)])


def coq_plan(plan: Plan) -> str:
    return plan.fold(lambda step: f"(Leaf {step})", coq_node)


def coq_node(operands: list[str]) -> str:
    first, *middle, last = operands
    rest = f"(Last {last})"
    for operand in reversed(middle):
        rest = f"(More {operand} {rest})"
    return f"(Node {first} {rest})"


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
    command = [coqc.coqc() or "coqc", "-q", "-Q", str(built), "Opmerge", str(built / "Compare.v")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=built, check=True)
    found = [
        Fraction(int(p.strip("()").replace("%Z", "")), int(q))
        for p, q in re.findall(r"= \((\(?-?\d+\)?(?:%Z)?), (\d+)", done.stdout.replace("%Z", ""))
    ]
    assert found == expected
    assert done.stdout.count("= Some 0%nat") == 40


def _python_values(schedule: Tabulated, lam: Fraction, gamma: list[Fraction], plan: Plan) -> list[Fraction]:
    from numerics.model.operators import operators
    from numerics.model.problem import Problem

    step = [row[0] for row in operators(Problem(schedule, Spectrum((lam,)), Fraction(0)), Exact()).step]
    ops = free_operators([step], [[1 - g for g in gamma]])
    return [evaluate(plan, ops)[0][0], teacher(ops)[0]]
