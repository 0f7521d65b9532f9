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

from numerics.checks.strategies import free_operators
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.evaluate import evaluate, teacher
from numerics.plans.plan import Plan
from proofs.catalogue import CLAIMS
from proofs.kernel import ALLOWED_AXIOMS, FILES, THEOREMS, KernelTheorem
from proofs.kernel.definitions import DEFINITIONS
from proofs.kernel.mutants import MUTANTS, KernelMutant
from proofs.kernel.statements import STATEMENTS
from proofs.logic.verdict import Verdict
from reports.verify import coqc, kernel
from reports.verify.ledger import Evidence
from reports.verify.run import verify

needs_coqc = pytest.mark.skipif(kernel.coqc() is None, reason="coqc is not installed")
pytestmark = pytest.mark.xdist_group("kernel")
PROVED = sorted({t.claim for t in THEOREMS})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("kernel")
    assert kernel.build(folder, kernel.sources(), 2) == {}
    return folder


@needs_coqc
def test_every_theorem_states_what_is_pinned_on_the_axioms_of_the_reals_alone(built: Path) -> None:
    names = {kernel.full_name(t) for t in THEOREMS}
    texts = kernel.sources()
    asked = coqc.closure(texts, {t.file for t in THEOREMS})
    answers = kernel.ask(built, names, {n: t for n, t in texts.items() if n in asked})
    assert answers.silence == {}
    assert {n: a.statement for n, a in answers.theorems.items()} == STATEMENTS
    assert answers.definitions == DEFINITIONS
    assert set(STATEMENTS) == names
    assert frozenset().union(*(a.axioms for a in answers.theorems.values())) == ALLOWED_AXIOMS


def test_what_is_pinned_is_what_the_generator_writes() -> None:
    folder = Path(kernel.__file__).parents[1] / "proofs" / "kernel"
    assert (folder / "statements.py").read_text() == kernel.statements_module(STATEMENTS)
    assert (folder / "definitions.py").read_text() == kernel.definitions_module(DEFINITIONS)
    assert not any("..." in s for s in (*STATEMENTS.values(), *DEFINITIONS.values()))


def test_every_name_in_a_pinned_statement_has_a_pinned_definition() -> None:
    """Down to Coq's own library; and taking any definition away shows."""
    texts = [*STATEMENTS.values(), *DEFINITIONS.values()]
    assert kernel.unpinned(texts, DEFINITIONS) == frozenset()
    for name in ("Schedule.schedule", "Wasserstein.w2_squared", "Plans.covers", "OneSided.contracting"):
        assert name in DEFINITIONS
        assert name in kernel.unpinned(texts, {n: t for n, t in DEFINITIONS.items() if n != name})


def test_what_a_source_defines_is_found() -> None:
    text = (
        "(* Definition no := 0. *)\nDefinition f' := 0.\n#[local] Fixpoint g (n : nat) := n.\n  Local Record r := {}.\n"
    )
    text += "Inductive t := A\nwith u := B.\nLemma h : f' = 0. Proof. reflexivity. Qed.\nNotation k := f'.\n"
    assert coqc.declared("X.v", text) == ["X.f'", "X.g", "X.r", "X.t"]


def test_only_what_the_claims_need_is_compiled_and_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: dict[str, str] = {}
    asked: set[str] = set()

    def ask(_: Path, names: set[str], *_more: object) -> coqc.Answers:
        asked.update(names)
        return coqc.Answers()

    monkeypatch.setattr(kernel, "coqc", lambda: "coqc")
    monkeypatch.setattr(kernel, "version", lambda: "8.16.1")
    monkeypatch.setattr(kernel, "build", lambda _, texts, *__: compiled.update(texts) or {})
    monkeypatch.setattr(kernel, "ask", ask)
    monkeypatch.setattr(kernel, "try_mutant", lambda *_: True)
    assert kernel.kernel_evidence(["N5"])["N5"].verdict is Verdict.UNDECIDED
    assert asked == {kernel.full_name(t) for t in THEOREMS if t.claim == "N5"}
    assert {"Families.v", "Schedule.v", "Operators.v"} <= set(compiled)
    assert not set(compiled) & {"OneVectorFails.v", "Wasserstein.v", "GradientFlow.v", "Table.v"}


# Edits of a definition that leave every proof and every printed statement as they are.
REDEFINED = [
    ("Schedule.v", "Schedule.schedule", "alpha t <= alpha (pred t);", "alpha t < alpha (pred t);"),
    ("Schedule.v", "Schedule.schedule", "sigma (pred t) <= sigma t }", "sigma (pred t) < sigma t }"),
    ("Wasserstein.v", "Wasserstein.w2_squared", "(lam c) T) (values", "(lam c) 0) (values"),
]


def redefined(name: str, text: str) -> kernel.Build:
    """A run that answers as pinned, save for one definition."""
    theorems = {n: coqc.TheoremAnswer(s, frozenset()) for n, s in STATEMENTS.items()}
    answers = coqc.Answers(theorems, DEFINITIONS | {name: text})
    return kernel.Build("8.16.1", kernel.sources(), {}, answers)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Schedule.schedule", "alpha t <= alpha (Init.Nat.pred t)", "alpha t < alpha (Init.Nat.pred t)"),
        ("Schedule.schedule", "sigma (Init.Nat.pred t) <= sigma t", "sigma (Init.Nat.pred t) < sigma t"),
        ("Wasserstein.w2_squared", "(lam c) T)", "(lam c) 0)"),
    ],
)
def test_a_theorem_about_another_definition_carries_nothing(name: str, old: str, new: str) -> None:
    assert DEFINITIONS[name].count(old) == 1
    result = redefined(name, DEFINITIONS[name].replace(old, new))
    problems = {kernel.full_name(t): kernel._problem(t, result) for t in THEOREMS}
    assert f"the definition of {name} is not the pinned one" in problems["Wasserstein.boot_optimal_w2"]
    assert problems["Phi.phi_identity"] == ""
    assert not any(kernel._problem(t, redefined(name, DEFINITIONS[name])) for t in THEOREMS)


def test_a_definition_that_is_new_or_gone_is_not_passed_over() -> None:
    phi = next(t for t in THEOREMS if t.name == "phi_identity")
    more = redefined("Operators.more", "Operators.more = 0 : nat")
    assert "Operators.more is not pinned" in kernel._problem(phi, more)
    less = kernel.Build("8.16.1", kernel.sources(), {}, coqc.Answers(more.answers.theorems, {}))
    assert "could not be read" in kernel._problem(phi, less)


@needs_coqc
@pytest.mark.full
@pytest.mark.parametrize(("file", "name", "old", "new"), REDEFINED)
def test_an_edited_definition_leaves_its_claims_undecided(
    monkeypatch: pytest.MonkeyPatch, file: str, name: str, old: str, new: str
) -> None:
    texts = kernel.sources()
    assert texts[file].count(old) == 1
    texts[file] = texts[file].replace(old, new)
    monkeypatch.setattr(kernel, "sources", lambda: texts)
    monkeypatch.setattr(kernel, "MUTANTS", ())
    # The strict schedules have no VE family: the claims below are those that still compile.
    monkeypatch.setattr(kernel, "THEOREMS", tuple(t for t in THEOREMS if t.file == "Wasserstein.v"))
    evidence = kernel.kernel_evidence(["T4.3"])["T4.3"]
    assert evidence.verdict is Verdict.UNDECIDED
    assert any(f"the definition of {name} is not the pinned one" in f for f in evidence.findings)


def test_a_late_file_is_the_only_one_without_an_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def run(_: Path, name: str, seconds: int) -> tuple[str, str]:
        printed = "=== Ddim.a\nx : 0 = 0\n=== axioms of Ddim.a\nClosed under the global context\n"
        return ("", f"no answer within {seconds} s") if name == "Ask_Phi.v" else (printed, "")

    monkeypatch.setattr(coqc, "_run", run)
    answers = kernel.ask(tmp_path, {"Phi.phi_identity", "Ddim.a"}, {"Phi.v": "", "Ddim.v": "", "Table.v": ""})
    assert answers.silence == {"Phi.v": f"no answer within {coqc.ANSWER_SECONDS} s"}
    assert set(answers.theorems) == {"Ddim.a"}
    late = kernel.Build("8.16.1", kernel.sources(), {}, coqc.Answers({}, {}, answers.silence))
    phi = next(t for t in THEOREMS if t.name == "phi_identity")
    assert kernel._problem(phi, late).endswith(f"no answer within {coqc.ANSWER_SECONDS} s")


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
def test_an_ill_formed_mutant_survives(built: Path) -> None:
    """What coqc cannot read is not evidence: wrong syntax, a missing name, a statement of the wrong type."""
    right = "g * (1 - g) * (1 - x) * (1 - y)."
    for new in ("g * (1 - g) * (1 - x) * * (1 - y).", "g * (1 - g) * (1 - x) * (1 - w).", "g * (1 - g) * true."):
        assert not kernel.try_mutant(built, KernelMutant("D4.1", "Phi.v", right, new, "ill-formed"), kernel.sources())


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


# Small sets of sources: what spoils them must show.
def judge(monkeypatch: pytest.MonkeyPatch, edits: dict[str, tuple[str, str]], *more: KernelTheorem) -> Evidence:
    """Evidence for D4.1 from its theorem in Phi.v, after the edits (file -> old, new)."""
    texts = {name: kernel.sources()[name] for name in ("Operators.v", "Plans.v", "Phi.v")}
    for name, (old, new) in edits.items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)
    monkeypatch.setattr(kernel, "sources", lambda: texts)
    for module in (kernel, coqc):
        monkeypatch.setattr(module, "FILES", tuple(texts))
    monkeypatch.setattr(kernel, "THEOREMS", (*(t for t in THEOREMS if t.file == "Phi.v"), *more))
    monkeypatch.setattr(kernel, "MUTANTS", tuple(m for m in MUTANTS if m.file == "Phi.v"))
    return kernel.kernel_evidence([c.id for c in CLAIMS])["D4.1"]


PHI_END = "g * (1 - g) * (1 - x) * (1 - y).\nProof. phi; ring. Qed."


@needs_coqc
def test_the_small_set_itself_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = judge(monkeypatch, {})
    assert evidence.verdict is Verdict.PROVED
    assert (evidence.controls.rejected, evidence.controls.total) == (1, 1)
    assert evidence.kernel is not None
    assert evidence.kernel.coqc == coqc.version() and re.fullmatch(r"\d+\.\d+.*", coqc.version())
    assert re.fullmatch(r"[0-9a-f]{64}", evidence.kernel.sources_sha256)
    (theorem,) = evidence.kernel.theorems
    assert theorem.name == "Phi.phi_identity"
    assert set(theorem.axioms) <= ALLOWED_AXIOMS and theorem.axioms


@needs_coqc
def test_a_file_that_is_not_needed_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans.v is no requirement of Phi.v."""
    assert judge(monkeypatch, {"Plans.v": ("Qed.", "Admitted_by_hand.")}).verdict is Verdict.PROVED


@needs_coqc
@pytest.mark.parametrize("broken", ["Phi.v", "Operators.v"])
def test_one_rejected_file_leaves_everything_undecided(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    old = "Qed." if broken == "Phi.v" else "End Formulas."
    evidence = judge(monkeypatch, {broken: (old, "Admitted_by_hand.")})
    assert evidence.verdict is Verdict.UNDECIDED
    assert f"{broken}: rejected: File" in evidence.findings[1] and "Error:" in evidence.findings[1]
    assert len(evidence.findings) == 2


@needs_coqc
def test_a_theorem_weakened_to_true_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    text = kernel.sources()["Phi.v"]
    theorem = text[text.index("Theorem phi_identity") :]
    weak = "Theorem phi_identity (g x y : R) : True.\nProof. exact I. Qed.\n"
    evidence = judge(monkeypatch, {"Phi.v": (theorem, weak)})
    assert evidence.verdict is Verdict.UNDECIDED
    assert any(f.startswith("Phi.phi_identity: its statement is not") and "True" in f for f in evidence.findings)


@needs_coqc
def test_a_theorem_without_a_proof_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = judge(monkeypatch, {"Phi.v": (PHI_END, PHI_END.replace("Proof. phi; ring. Qed.", "Admitted."))})
    assert evidence.verdict is Verdict.UNDECIDED
    assert "Phi.phi_identity: rests on Phi.phi_identity" in evidence.findings


@needs_coqc
def test_a_theorem_that_does_not_exist_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = judge(monkeypatch, {}, KernelTheorem("D4.1", "Phi.v", "no_such_theorem", "every x", "nothing"))
    assert evidence.verdict is Verdict.UNDECIDED
    finding = next(f for f in evidence.findings if "no_such_theorem:" in f)
    assert "could not be read" in finding and "was not found" in finding


@needs_coqc
def test_a_theorem_that_is_not_pinned_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = judge(monkeypatch, {}, KernelTheorem("D4.1", "Phi.v", "phi_above_iff", "every x", "not pinned"))
    assert evidence.verdict is Verdict.UNDECIDED
    assert any("Phi.phi_above_iff: its statement is not pinned" in f for f in evidence.findings)


def test_an_answer_must_be_explicit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    statement = "=== A.a\n@A.a\n     : forall x : nat,\n       x = x\n=== axioms of A.a\n"
    for printed, axioms in (
        ("Closed under the global context\n", frozenset()),
        ("Axioms:\nB.b : nat\n  more\nC.c is assumed to be positive.\n", {"B.b", "C.c is assumed to be positive."}),
        ("", None),
        ("Axioms:\n", None),
        ("Theory:\nSet is impredicative\n", None),
    ):
        monkeypatch.setattr(coqc, "_run", lambda *_, text=printed: (statement + text, ""))
        answer = kernel.ask(tmp_path, {"A.a"}, {"A.v": ""}).theorems.get("A.a")
        assert answer == (None if axioms is None else coqc.TheoremAnswer("forall x : nat, x = x", frozenset(axioms)))
    monkeypatch.setattr(coqc, "_run", lambda *_: (statement + "Closed under the global context\n", "Error: late"))
    assert kernel.ask(tmp_path, {"A.a"}, {"A.v": ""}) == coqc.Answers(silence={"A.v": "Error: late"})


def test_without_coqc_the_level_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "coqc", lambda: None)
    ledger = verify(["P3.1"], digits=20, kernel=True)
    assert ledger.summary.exit_code == 3
    assert any("not installed" in p for p in ledger.summary.problems)


def test_every_claim_with_theorems_has_four_mutants() -> None:
    counts = {c: sum(m.claim == c for m in MUTANTS) for c in PROVED}
    assert {"N6-contracting", "N6-expanding"} <= set(counts)
    assert min(counts.values()) >= 4
    assert {m.file for m in MUTANTS} <= set(FILES)


# The definitions: Coq evaluates random instances over Q, Python over Fractions.
def random_plan(rng: random.Random, start: int, end: int) -> Plan:
    if end - start == 1:
        return end
    cuts = sorted(rng.sample(range(start + 1, end), rng.randint(1, end - start - 1)), reverse=True)
    edges = [end, *cuts, start]
    return Plan.merge([random_plan(rng, low, high) for high, low in itertools.pairwise(edges)])


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
