"""The SMT route: what it may assert, and what counts as a counterexample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs.logic import obligations as generator
from proofs.logic.claim import Claim
from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.mutants import mutants, mutations
from proofs.logic.obligations import Obligation, Script, Untranslatable, negation, obligations
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from proofs.logic.verdict import Level, Verdict
from reports.verify import smt
from reports.verify.ledger import Evidence
from reports.verify.smt import SolverAnswer, ask, in_declared_range, is_counterexample, smt_evidence, truth
from reports.verify.verdict import Findings
from tests.reports.verify.findings import INDEX, each_claim, in_one_process, ledger_with

CLAIM = INDEX["N1"]
x, y = sp.symbols("x y", real=True)
p, q = sp.symbols("p q", positive=True)
i = sp.Symbol("i", integer=True)
u = sp.Symbol("u", positive=True)


WRONG_WORDS: dict[str, list[tuple[object, str]]] = {
    "_SIGNS": [
        ("positive", ">="),
        ("positive", "distinct"),
        ("nonnegative", ">"),
        ("nonnegative", "distinct"),
        ("negative", "<="),
        ("nonpositive", "<"),
        ("nonpositive", ">="),
        ("nonzero", ">"),
        ("nonzero", "<"),
    ],
    "_RELATIONS": [
        (sp.Ge, ">"),
        (sp.Le, "<"),
        (sp.Gt, ">="),
        (sp.Lt, "<="),
        (sp.Eq, ">="),
        (sp.Ne, ">"),
        (sp.Ge, "<="),
    ],
    "_CONNECTIVES": [(sp.And, "or"), (sp.Or, "and"), (sp.Not, "and")],
}


pytestmark = in_one_process


def steps(goal: Relation, *given: Relation) -> tuple[Step, ...]:
    return (Step("goal", goal, SumOfProducts(()), given),)


def evidence(goal: Relation, *given: Relation) -> Evidence:
    found = smt_evidence(CLAIM, steps(goal, *given))
    assert found is not None
    return found


def outcome(goal: Relation, *given: Relation) -> tuple[str, bool]:
    obligation = Obligation("goal", given, goal)
    script = negation(obligation)
    (answer,) = ask([script])
    return answer.outcome, is_counterexample(obligation, script, answer)


@pytest.mark.parametrize(
    ("integral", "certain"),
    [
        (sp.Integral(-1, (u, 0, 1)), False),
        (sp.Integral(u, (u, -1, 0)), False),  # u is positive by declaration only
        (sp.Integral(1, (u, 1, 0)), False),
        (sp.Integral(1, (u, 0, x)), False),
        (sp.Integral(1, (u, 0, p)), True),
        (sp.Integral(u**2, (u, -1, 1)), True),
        (sp.Integral(sp.exp(-(u**2)), (u, -sp.oo, sp.oo)), True),
    ],
)
def test_an_integral_has_a_sign_only_when_it_is_certain(integral: sp.Integral, certain: bool) -> None:
    assert outcome(ge(integral, 0))[0] == ("unsat" if certain else "sat")
    assert outcome(ge(integral, 0))[1] is False


def test_a_denominator_is_not_zero() -> None:
    found = evidence(ge(1 / x, 0))
    assert found.verdict is Verdict.REFUTED
    assert "x = -" in found.findings[0]
    assert evidence(ge(1 / x, 0), gt(x, 0)).verdict is Verdict.PROVED
    assert outcome(eq(x / (x - y) - y / (x - y), 1)) == ("unsat", False)


def test_a_model_that_divides_by_zero_is_no_counterexample() -> None:
    for goal in (ge(1 / x, 0), ge(1 / (1 + 1 / x), 1)):
        obligation = Obligation("goal", (), goal)
        script = negation(obligation)
        assert not is_counterexample(obligation, script, SolverAnswer("sat", {"x0": sp.Rational(0)}))


def test_conjunctions_are_split() -> None:
    both = sp.And(ge(x, 0), ge(y, 0), evaluate=False)
    found = evidence(sp.And(ge(x + y, 0), le(-x, 0), evaluate=False), both)
    assert found.verdict is Verdict.PROVED
    assert found.findings[0] == "2 obligations, 2 unsatisfiable"
    assert found.controls.rejected == found.controls.total > 2
    wrong = evidence(sp.And(ge(x + y, 0), gt(x, 0), evaluate=False), both)
    assert wrong.verdict is Verdict.REFUTED
    assert "of 2)" in wrong.findings[0]


def test_an_obligation_may_be_a_conjunction_itself() -> None:
    nested = sp.And(ge(x, 0), sp.And(ge(y, 0), sp.Or(lt(x, 1), lt(y, 1)), evaluate=False), evaluate=False)
    assert outcome(nested, nested) == ("unsat", False)
    assert outcome(nested) == ("sat", True)


def test_integers_are_integers() -> None:
    assert evidence(ge(i**2, i)).verdict is not Verdict.REFUTED
    assert evidence(ge(2 * i, 1), gt(i, 0)).verdict is Verdict.PROVED
    assert evidence(ge(i**2, 2 * i)).findings[0].endswith("i = 1")


def test_a_counterexample_lies_in_every_declared_range() -> None:
    even, prime = sp.Symbol("n", even=True), sp.Symbol("n", prime=True)
    assert in_declared_range(even, sp.Integer(2)) and not in_declared_range(even, sp.Integer(3))
    assert in_declared_range(prime, sp.Integer(7)) and not in_declared_range(prime, sp.Integer(9))
    assert not in_declared_range(sp.Symbol("n", negative=True), sp.Integer(0))
    assert not in_declared_range(sp.Symbol("n", nonzero=True), sp.Integer(0))
    assert not in_declared_range(sp.Symbol("n", irrational=True), sp.Rational(1, 2))
    found = evidence(ge((even - sp.Rational(1, 2)) * (even - sp.Rational(3, 2)), 0))  # false at 1 only
    assert found.verdict is Verdict.UNDECIDED


def test_negative_symbols_are_negative() -> None:
    n, m = sp.Symbol("n", negative=True), sp.Symbol("m", nonpositive=True)
    assert outcome(gt(n * m, -1)) == ("unsat", False)
    assert outcome(gt(n * m, 0)) == ("sat", True)


def test_what_is_not_certainly_real_is_undecided() -> None:
    found = evidence(ge(sp.log(x) ** 2, 0))  # false at x = -1
    assert found.verdict is Verdict.UNDECIDED
    with pytest.raises(Untranslatable):
        negation(Obligation("goal", (), ge(sp.zoo, 0)))


def test_a_hypothesis_that_cannot_be_written_is_left_out() -> None:
    a, b = sp.symbols("a b", commutative=False)
    assert outcome(ge(x**2, 0), eq(a * b, b * a)) == ("unsat", False)
    assert outcome(ge(x, 0), eq(a * b, b * a)) == ("sat", False)


def test_truth_is_exact_and_three_valued() -> None:
    assert truth(ge(x, y), {x: sp.Rational(1, 3), y: sp.Rational(1, 3)}) is True
    assert truth(gt(x, y), {x: sp.Rational(1, 3), y: sp.Rational(1, 3)}) is False
    assert truth(gt(1 / x, y), {x: sp.Integer(0), y: sp.Integer(0)}) is None
    assert truth(gt(x, y), {x: sp.Integer(0)}) is None
    assert truth(sp.true, {}) is True


def test_an_irrational_model_is_sought_again_among_rationals() -> None:
    assert outcome(ge(x, 1), eq(x**2 + y**2, 1), gt(x, sp.Rational(1, 2)), gt(y, sp.Rational(1, 2))) == ("sat", True)
    assert outcome(ge(x, 2), eq(x**2, 2)) == ("sat", False)


def test_a_mutant_is_rejected_by_an_exact_counterexample_only(monkeypatch: pytest.MonkeyPatch) -> None:
    only: list[tuple[str, Relation]] = []

    def edits(_: Relation) -> Iterator[tuple[str, Relation]]:
        yield from only

    monkeypatch.setattr(smt, "mutations", edits)
    only[:] = [("a", ge(x, 1)), ("b", ge(sp.exp(x), 2)), ("c", ge(x**2, 0)), ("d", ge(1 / x**2, 0))]
    found = evidence(ge(x**2, 0))
    assert (found.controls.rejected, found.controls.total) == (1, 3)
    assert found.controls.survivors == ("c in 'goal'", "d in 'goal'")
    assert "1 mutants not tested" in found.findings[-1]
    monkeypatch.setattr(smt, "is_counterexample", lambda *_: False)
    assert evidence(ge(x**2, 0)).controls.rejected == 0


def test_without_a_mutant_that_can_be_tested_there_is_no_evidence() -> None:
    assert smt_evidence(CLAIM, steps(gt(sp.exp(x), 0))) is None
    undecided = evidence(gt(sp.exp(x), 1), gt(x, 0))
    assert undecided.verdict is Verdict.UNDECIDED
    assert undecided.controls.total == 0


def test_the_boundary_is_told_apart() -> None:
    assert smt.self_test() == ""
    x0 = sp.Symbol("x0", nonnegative=True)
    (answer,) = ask([negation(Obligation("goal", (), gt(x0, 0)))])
    assert answer == SolverAnswer("sat", {"x0": Fraction(0)})


@pytest.fixture
def untested() -> Iterator[None]:
    """The self-test is asked anew, and again afterwards."""
    smt.self_test.cache_clear()
    yield
    smt.self_test.cache_clear()


WRONG = [(table, key, new) for table in ("_SIGNS", "_RELATIONS", "_CONNECTIVES") for key, new in WRONG_WORDS[table]]


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize(("table", "key", "new"), WRONG)
def test_a_wrong_word_fails_the_self_test(monkeypatch: pytest.MonkeyPatch, table: str, key: object, new: str) -> None:
    monkeypatch.setitem(getattr(generator, table), key, new)
    assert smt.self_test().startswith("the z3 route fails its self-test: ")


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize("new", ["(assert (> x0 0))", "(assert (< x0 0))", "(assert (= x0 0))", "(assert true)"])
def test_a_wrong_denominator_fails_the_self_test(monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    def wrong(obligation: Obligation) -> Script:
        script = negation(obligation)
        head, last = script.text.rsplit("\n", 1)
        return replace(script, text=f"{head}\n{new}") if last == "(assert (distinct x0 0))" else script

    monkeypatch.setattr(smt, "negation", wrong)
    assert "/x" in smt.self_test()


@pytest.mark.parametrize("word", ["unknown", "timeout", ""])
def test_what_the_solver_does_not_know_is_neither_proved_nor_rejected(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an obligation among several, and of a mutant: one answer that is missing counts against the evidence."""
    assert smt.self_test() == ""
    goals = (ge(x**2, 0), ge(x**2 + 1, 1))
    todo = tuple(Step(f"goal {k}", goal, SumOfProducts(()), ()) for k, goal in enumerate(goals))
    honest = smt_evidence(CLAIM, todo)
    assert honest is not None and honest.verdict is Verdict.PROVED and honest.controls.rejected == honest.controls.total

    def silent(place: int) -> None:
        def answers(scripts: Sequence[Script]) -> list[SolverAnswer]:
            return [SolverAnswer(word, {}) if k == place else a for k, a in enumerate(ask(scripts))]

        monkeypatch.setattr(smt, "ask", answers)

    for place, goal in enumerate(goals):
        silent(place)
        found = smt_evidence(CLAIM, todo)
        assert found is not None and found.verdict is Verdict.UNDECIDED
        assert found.findings[:2] == (f"undecided: 'goal {place}'", "2 obligations, 1 unsatisfiable"), goal
    silent(len(goals))
    found = smt_evidence(CLAIM, todo)
    assert found is not None and len(found.controls.survivors) == 1
    assert (found.controls.total, found.controls.rejected) == (honest.controls.total, honest.controls.total - 1)


@pytest.mark.usefixtures("untested")
def test_a_solver_that_does_not_answer_fails_the_self_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smt, "_WORKER", "raise SystemExit(1)")
    assert "self-test" in smt.self_test()
    assert ask([negation(Obligation("goal", (), ge(x**2, 0)))]) == [SolverAnswer("unknown", {})]
    assert evidence(ge(x**2, 0)).verdict is Verdict.UNDECIDED


def test_smt_finds_the_counterexample_of_a_false_obligation() -> None:
    """N1 without its hypothesis: z3's model is re-evaluated in exact rationals."""
    claim = INDEX["N1"]
    steps = tuple(replace(s, given=()) if not s.given else s for s in claim.derive())
    broken = next(t for t in mutants(claim, steps) if "flipped in 'so BOOT" in t.edit)
    evidence = smt_evidence(broken.claim, broken.steps)
    assert evidence is not None
    assert evidence.verdict is Verdict.REFUTED
    assert "counterexample" in evidence.findings[0]


@each_claim
def test_a_broken_obligation_shows(found: dict[str, Findings], claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The goal of the first SMT obligation edited: z3 must not prove it."""
    todo = list(obligations(claim.derive()))
    if not todo:
        assert claim.id in ("D2.1", "C3.1")  # equations only
        return
    _, goal = next(iter(mutations(todo[0].goal)))
    monkeypatch.setattr(smt, "obligations", lambda _: iter([replace(todo[0], goal=goal), *todo[1:]]))
    evidence = smt_evidence(claim, claim.derive())
    assert evidence is not None
    assert evidence.verdict is not claim.expected
    kept = tuple(e for e in found[claim.id].evidence if e.level is not Level.SMT)
    ledger = ledger_with(found, claim, replace(found[claim.id], evidence=(*kept, evidence)))
    assert ledger.summary.exit_code in (1, 3)


@each_claim
def test_every_claim_keeps_its_evidence(found: dict[str, Findings], claim: Claim) -> None:
    """And every counterexample that rejects a mutant passes as exact rationals, whatever the solver says of it."""
    evidence = [e for e in found[claim.id].evidence if e.level is Level.SMT]
    todo = list(obligations(claim.derive()))
    assert len(evidence) == bool(todo)
    for e in evidence:
        assert e.verdict is claim.expected
        assert e.controls.rejected == e.controls.total > 0
        testable = [o for o in todo if not negation(o).opaque]
        assert e.controls.total == sum(len(list(mutations(o.goal))) for o in testable)
