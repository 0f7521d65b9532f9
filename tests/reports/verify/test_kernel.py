"""The kernel route: what its evidence rests on, what spoils it, and that its mutants fail. Skipped without coqc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from proofs.catalogue import CLAIMS
from proofs.kernel.annotations import ALLOWED_AXIOMS, Annotations, KernelMutant, KernelTheorem, annotated, code, pins
from proofs.logic.verdict import Verdict
from reports.verify import coqc, kernel
from reports.verify.ledger import Evidence
from reports.verify.run import verify
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")
STATEMENTS, DEFINITIONS = pins().statements, pins().definitions


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
    monkeypatch.setattr(kernel, "rejected", lambda _, mutants, *__: [True for _ in mutants])
    assert kernel.kernel_evidence(["N5"])["N5"].verdict is Verdict.UNDECIDED
    assert asked == {t.full_name for t in annotated().theorems if t.claim == "N5"}
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
    answers = coqc.Answers(theorems, {**DEFINITIONS, name: text})
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
    problems = {t.full_name: kernel._problem(t, result) for t in annotated().theorems}
    assert f"the definition of {name} is not the pinned one" in problems["Wasserstein.boot_optimal_w2"]
    assert problems["Phi.phi_identity"] == ""
    assert not any(kernel._problem(t, redefined(name, DEFINITIONS[name])) for t in annotated().theorems)


def test_a_definition_that_is_new_or_gone_is_not_passed_over() -> None:
    phi = next(t for t in annotated().theorems if t.name == "phi_identity")
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
    texts = dict(kernel.sources())
    assert code(file, texts[file]).count(old) == 1
    texts[file] = code(file, texts[file]).replace(old, new)
    monkeypatch.setattr(kernel, "sources", lambda: texts)
    # The strict schedules have no VE family: the claims below are those that still compile.
    theorems = tuple(t for t in annotated().theorems if t.file == "Wasserstein.v")
    monkeypatch.setattr(kernel, "annotated", lambda: Annotations(theorems, (), {}))
    evidence = kernel.kernel_evidence(["T4.3"])["T4.3"]
    assert evidence.verdict is Verdict.UNDECIDED
    assert any(f"the definition of {name} is not the pinned one" in f for f in evidence.findings)


def test_without_an_answer_in_time_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        coqc, "run", lambda _, __, seconds: ("=== Phi.phi_identity\nx : 0 = 0", f"none within {seconds}")
    )
    answers = kernel.ask(tmp_path, {"Phi.phi_identity"}, {"Phi.v": "", "Ddim.v": ""})
    assert answers == coqc.Answers(silence=dict.fromkeys(("Phi.v", "Ddim.v"), f"none within {coqc.ANSWER_SECONDS}"))
    late = kernel.Build("8.16.1", kernel.sources(), {}, coqc.Answers({}, {}, answers.silence))
    phi = next(t for t in annotated().theorems if t.name == "phi_identity")
    assert kernel._problem(phi, late).endswith(f"none within {coqc.ANSWER_SECONDS}")


def one_mutant_per_claim() -> list[KernelMutant]:
    first: dict[str, KernelMutant] = {}
    for mutant in annotated().mutants:
        first.setdefault(mutant.claim, mutant)
    return list(first.values())


def rejected(base: Path, mutant: KernelMutant, texts: Mapping[str, str] | None = None) -> bool:
    (answer,) = kernel.rejected(base, [mutant], texts or kernel.sources())
    return answer


@needs_coqc
@pytest.mark.parametrize("mutant", one_mutant_per_claim(), ids=lambda m: m.claim)
def test_one_edit_per_claim_is_rejected(built: Path, mutant: KernelMutant) -> None:
    assert rejected(built, mutant)


@needs_coqc
@pytest.mark.full
def test_every_mutant_is_rejected(built: Path) -> None:
    mutants = annotated().mutants
    found = kernel.rejected(built, mutants, kernel.sources())
    assert [f"{m.claim}: {m.kind} in {m.file}" for m, ok in zip(mutants, found, strict=True) if not ok] == []


@needs_coqc
def test_a_failure_at_the_edit_is_none(built: Path) -> None:
    """The edit, a proof's tactic, fails itself: only what follows it speaks of what it says."""
    edit = KernelMutant("D4.1", "Phi.v", "Proof. phi; ring. Qed.", "Proof. phi; lra. Qed.", "wrong object")
    assert not rejected(built, edit)


@needs_coqc
def test_a_mutant_that_changes_nothing_survives(built: Path) -> None:
    """The negative control of the negative controls."""
    text = code("Phi.v", kernel.sources()["Phi.v"])
    word = next(w for w in re.findall(r"\(\* [^*]+ \*\)", text) if text.count(w) == 1)
    assert not rejected(built, KernelMutant("D4.1", "Phi.v", word, "(* *)", "comment"))


@needs_coqc
def test_an_ill_formed_mutant_survives(built: Path) -> None:
    """What coqc cannot read is not evidence: wrong syntax, a missing name, a statement of the wrong type."""
    right = "g * (1 - g) * (1 - x) * (1 - y)."
    for new in ("g * (1 - g) * (1 - x) * * (1 - y).", "g * (1 - g) * (1 - x) * (1 - w).", "g * (1 - g) * true."):
        assert not rejected(built, KernelMutant("D4.1", "Phi.v", right, new, "ill-formed"))


# Small sets of sources: what spoils them must show.
def judge(monkeypatch: pytest.MonkeyPatch, edits: dict[str, tuple[str, str]], *more: KernelTheorem) -> Evidence:
    """Evidence for D4.1 from its theorem in Phi.v, after the edits (file -> old, new)."""
    texts = {name: kernel.sources()[name] for name in ("Operators.v", "Plans.v", "Phi.v")}
    for name, (old, new) in edits.items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)
    monkeypatch.setattr(kernel, "sources", lambda: texts)
    theorems = (*(t for t in annotated().theorems if t.file == "Phi.v"), *more)
    mutants = tuple(m for m in annotated().mutants if m.file == "Phi.v")
    monkeypatch.setattr(kernel, "annotated", lambda: Annotations(theorems, mutants, {}))
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
    assert evidence.kernel.theorems == ("Phi.phi_identity",)
    assert set(evidence.kernel.axioms) <= ALLOWED_AXIOMS and evidence.kernel.axioms


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


# What does not depend on coqc: answers as pinned, and a trial that can be watched.
@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> list[KernelMutant]:
    """The mutants that were tried, all rejected, by a coqc that answers as pinned."""
    tried: list[KernelMutant] = []
    theorems = {n: coqc.TheoremAnswer(s, frozenset()) for n, s in STATEMENTS.items()}
    monkeypatch.setattr(kernel, "coqc", lambda: "coqc")
    monkeypatch.setattr(kernel, "version", lambda: "8.16.1")
    monkeypatch.setattr(kernel, "build", lambda *_: {})
    monkeypatch.setattr(kernel, "ask", lambda *_: coqc.Answers(theorems, dict(DEFINITIONS)))
    monkeypatch.setattr(kernel, "rejected", lambda _, mutants, *__: tried.extend(mutants) or [True for _ in mutants])
    return tried


def test_claims_that_share_an_edit_share_its_trial(trials: list[KernelMutant]) -> None:
    halves = ["N6", "N6-contracting", "N6-expanding"]
    evidence = kernel.kernel_evidence(halves)
    mutants = [m for m in annotated().mutants if m.claim in halves]
    edits = {(m.file, m.old, m.new, m.rejected_file) for m in mutants}
    assert len(trials) == len(edits) < len(mutants)
    assert {(m.file, m.old, m.new, m.rejected_file) for m in trials} == edits
    for claim in halves:
        total = sum(m.claim == claim for m in mutants)
        assert (evidence[claim].controls.rejected, evidence[claim].controls.total) == (total, total)


def test_a_negation_that_is_proved_refutes(trials: list[KernelMutant]) -> None:
    evidence = kernel.kernel_evidence(["T4.1", "T4.1-sharp"])
    assert evidence["T4.1"].verdict is Verdict.REFUTED and evidence["T4.1-sharp"].verdict is Verdict.PROVED
    assert all(": refutes: " in f for f in evidence["T4.1"].findings[1:])
    assert not any("refutes" in f for f in evidence["T4.1-sharp"].findings)


def test_a_part_is_called_a_part(trials: list[KernelMutant]) -> None:
    evidence = kernel.kernel_evidence(["P3.1", "P3.2"])
    assert evidence["P3.1"].scope == f"only in part: {annotated().partial['P3.1']}"
    assert evidence["P3.1"].partial == (annotated().partial["P3.1"],) and evidence["P3.2"].partial == ()
    assert evidence["P3.2"].scope == "as the theorems listed below state it"


def test_a_surviving_mutant_is_named(trials: list[KernelMutant], monkeypatch: pytest.MonkeyPatch) -> None:
    strict = "strict inequality"
    monkeypatch.setattr(kernel, "rejected", lambda _, mutants, *__: [m.kind != strict for m in mutants])
    controls = kernel.kernel_evidence(["N6"])["N6"].controls
    assert controls.survivors == ("strict inequality in Domination.v",)
    assert controls.rejected == controls.total - 1


def test_an_edit_that_is_not_unique_in_the_code_survives(tmp_path: Path) -> None:
    """Without a run of coqc: the folder is empty."""
    mutant = next(m for m in annotated().mutants if m.file == "Phi.v")
    text = kernel.sources()["Phi.v"]
    assert not rejected(tmp_path, replace(mutant, old="no such text"))
    assert not rejected(tmp_path, mutant, {**kernel.sources(), "Phi.v": f"{text}\nCheck ({mutant.old[:-1]}).\n"})
    assert not rejected(tmp_path, replace(mutant, old="(* mutant"))
    assert not rejected(tmp_path, replace(mutant, old="(* mutant", fails_in="BootOptimal.v"))


def test_what_must_be_passed_is_the_sentence_with_the_edit() -> None:
    texts = {"X.v": "Lemma a : 0 = 1 (* not. *)\n  /\\ True. Proof. done. Qed.\nLemma b : 0 = 2. Proof. done. Qed.\n"}
    mutant = KernelMutant("D4.1", "X.v", "0 = 1", "0 = 2", "shifted constant")
    edited = kernel._with_milestone(kernel._edited(mutant, texts), mutant, texts)
    assert edited.partition(" Check")[0].endswith("/\\ True.") and edited.count("past_the_edit") == 2


def test_an_edit_reaches_the_file_that_fails_and_what_lies_between() -> None:
    texts = {"A.v": "", "B.v": "Require Opmerge.A.", "C.v": "Require Opmerge.B.", "D.v": "Require Opmerge.A."}
    assert kernel._between(texts, "A.v", "C.v") == ["A.v", "B.v", "C.v"]
    assert kernel._between(texts, "A.v", "A.v") == ["A.v"]
    assert kernel._between(texts, "A.v", "D.v") == ["A.v", "D.v"]


def test_without_coqc_the_level_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "coqc", lambda: None)
    ledger = verify(["P3.1"], digits=20, kernel=True)
    assert ledger.summary.exit_code == 3
    assert any("not installed" in p for p in ledger.summary.problems)
