"""Claims printed as Coq: true ones compile, and what is false fails in a proof, not for its syntax."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.kernel.annotations import ALLOWED_AXIOMS
from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.coqproof import header, whole
from proofs.logic.coqtactics import TACTICS
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, gt, le
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory.symbols import ge0, real
from reports.verify import generated as route
from reports.verify.coqc import build, is_rejection
from reports.verify.generated import Generated, fails_in_a_proof, generated, printed_mutants, with_milestones
from reports.verify.trials import Outcome, outcomes
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")

x, y, v, a, P = real("x"), real("y"), ge0("v"), ge0("a"), ge0("P")
PRODUCTS = Family(
    "products",
    (P,),
    (Construction("one", (), {P: a}, fresh=(a,)), Construction("more", ({},), {P: P * a}, fresh=(a,))),
)


def claim(name: str, *steps: Step, assume: tuple[Relation, ...] = (), **others: object) -> Claim:
    made = Claim(
        id=name, title="", says="", provenance=Provenance.NEW, assumptions=tuple(Assumption(r, "") for r in assume),
        conclusions=(steps[-1].goal,), derive=lambda: steps, for_all="", witness={},
    )  # fmt: skip
    return replace(made, **others)  # type: ignore[arg-type]


def step(goal: Relation, *products: tuple[sp.Expr, ...], given: tuple[Relation, ...] = ()) -> Step:
    return Step("", goal, SumOfProducts(products) if products else Algebra(), given)


def defined(value: sp.Expr) -> dict[str, object]:
    return {"assumptions": (Assumption(eq(v, value), "", Kind.DEFINITION),)}


def small(bound: Relation) -> Step:
    """P <= 1 for every product of steps under a bound."""
    more = step(le(P * a, 1), (1 - P,), (P, 1 - a), given=(le(P, 1), bound))
    first = step(le(a, 1), (1 - a,), given=(bound,))
    return Step("", le(P, 1), Induction(PRODUCTS, ((first,), (more,))))


SMALL_STEP = le(a, 1)
PRODUCTS_CLAIM = claim("products", small(SMALL_STEP), assume=(SMALL_STEP,), families=(PRODUCTS,))
TRUE = (
    claim("square", step(ge(x**2, 0), (x**2,))),
    claim("equal", step(eq(x, y + 1), given=(eq(x - y, 1),)), assume=(eq(x - y, 1),)),
    claim("zero", Step("", eq(x, y), ZeroSquare(), (le((x - y) ** 2, 0),)), assume=(le((x - y) ** 2, 0),)),
    claim("in_range", step(ge(v, 1), (x**2,)), **defined(1 + x**2)),
    claim("angle", step(eq(sp.sin(x + 2 * y), sp.sin(x) + 2 * sp.sin(y) * sp.cos(x + y)))),
    claim("tangent", step(eq(sp.sin(sp.pi / 4 + x) ** 2, (1 + 2 * sp.sin(x) * sp.cos(x)) / 2))),
    claim("root", step(eq(sp.Mul(sp.sqrt(v), sp.sqrt(v), evaluate=False), v))),
    claim("at_0", step(eq(sp.Subs(sp.exp(x * y), x, 0), 1))),
    claim(
        "exists",
        step(ge(x**2, 0), (x**2,)),
        exists=(eq(sp.exp(-2 * y), sp.Rational(1, 9)), gt(y, 0)),
        witness={y: sp.log(3)},
    ),
    claim(
        "refuted",
        step(ge(x**2, 0), (x**2,)),
        conclusions=(ge(x, 0),),
        expected=Verdict.REFUTED,
        counterexample={x: sp.Rational(-1, 2)},
    ),
    PRODUCTS_CLAIM,
    claim(
        "cites",
        Step("", le(P, 1), Cite("products")),
        assume=(SMALL_STEP,),
        depends_on=("products",),
        families=(PRODUCTS,),
    ),
)

FALSE = (
    claim("sign", step(ge(x, 0), (x,))),
    claim("strict", step(gt(a, 0), (a,))),
    claim("residual", step(eq((x + y) ** 2, x**2 + y**2))),
    claim("division", step(eq(sp.Mul(x, 1 / x, evaluate=False), 1))),
    claim("false_angle", step(eq(sp.sin(x + 2 * y), sp.sin(x) + 2 * sp.sin(y) * sp.cos(x - y)))),
    claim("half_angle", step(eq(sp.sin(sp.pi / 3 + x) ** 2, (1 + 2 * sp.sin(x) * sp.cos(x)) / 2))),
    claim("negative_root", step(eq(sp.Mul(sp.sqrt(x), sp.sqrt(x), evaluate=False), x))),
    claim("not_at_0", step(eq(sp.Subs(sp.exp(x * y), x, 1), 1))),
    claim(
        "exists_not",
        step(ge(x**2, 0), (x**2,)),
        exists=(eq(sp.exp(-2 * y), sp.Rational(1, 8)),),
        witness={y: sp.log(3)},
    ),
    claim(
        "not_refuted",
        step(ge(x**2, 0), (x**2,)),
        conclusions=(ge(x, 0),),
        expected=Verdict.REFUTED,
        counterexample={x: sp.Rational(1, 2)},
    ),
    claim("out_of_range", step(ge(v, 0), (v,)), **defined(x)),
    claim("not_established", step(ge(x**2, 0), (x**2,)), conclusions=(ge(x, 0),)),
    claim("family", small(le(a, 2)), assume=(le(a, 2),), families=(PRODUCTS,)),
    claim(
        "one_object",
        step(le(P, 1), (1 - P,), given=(le(P, 1),)),
        Step("", le(P, 1), Cite("products")),
        assume=(le(a, 2),),
        depends_on=("products",),
        families=(PRODUCTS,),
    ),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Generated]:
    """What coqc says of the small claims, with a mutant of each kind."""
    return generated(tmp_path_factory.mktemp("small"), catalogue=(*TRUE, *FALSE), every=False)


@needs_coqc
@pytest.mark.parametrize("name", [c.id for c in TRUE])
def test_what_is_true_and_shown_compiles(found: dict[str, Generated], name: str) -> None:
    assert found[name].whole and found[name].theorem == f"{name}.claim" and not found[name].survivors
    assert found[name].axioms <= ALLOWED_AXIOMS and len(found[name].sha256) == 64


@needs_coqc
@pytest.mark.parametrize("name", [c.id for c in FALSE])
def test_what_is_false_or_not_shown_fails_in_a_proof(found: dict[str, Generated], name: str) -> None:
    assert not found[name].theorem and not found[name].whole
    assert is_rejection(found[name].refused) and found[name].refused in found[name].missing[0][1]


@needs_coqc
def test_a_mutant_that_compiles_survives(tmp_path: Path) -> None:
    """An assumption that nothing needs may be dropped."""
    idle = claim("idle", step(ge(x**2, 0), (x**2,), given=(le(y, 1),)), assume=(le(y, 1),))
    said = generated(tmp_path, catalogue=(idle,))["idle"]
    assert said.theorem and said.rejected == 2 and said.survivors == ("dropped hypothesis: : accepted",)


@needs_coqc
def test_a_claim_is_replayed_with_what_it_cites_and_one_that_is_not_whole_in_part(tmp_path: Path) -> None:
    said = generated(tmp_path, ["T4.3", "A1", "T4.1"], every=False)
    assert {"N1", "T4.3", "A1", "T4.1"} <= set(said)
    assert said["N1"].whole and said["N1"].replayed == tuple(range(1, 19))
    assert all(said[i].whole and said[i].rejected > 1 and not said[i].survivors for i in ("N1", "T4.3", "T4.1"))
    a1 = said["A1"]
    assert a1.theorem == "A1.claim" and a1.replayed == (1, 2, 3) and not a1.whole
    assert a1.missing == ((4, "a sum of many terms"), (5, "a sum of many terms"))
    # What a mutant's text is without the edit is accepted: the trials can succeed.
    index = by_id()
    text = with_milestones(whole(index["T4.3"], index, index["T4.3"].derive()).alone)
    assert outcomes(tmp_path, {"T4.3": text})["T4.3"].error == ""


@needs_coqc
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Inductive family : R -> Prop := one : family 1.\nDefinition statement := 0 <= 1.\nTheorem claim : statement.\n"
         "Proof. unfold statement; lra. Qed.", 'has type "square.statement" while'),
        ("Theorem claim : 1 <= 0.\nProof. Admitted.", "rests on square.claim"),
    ],
)  # fmt: skip
def test_a_proof_of_another_statement_or_of_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    """The file of the proof says what it likes: the type of its theorem is compared with the file of the statement."""
    square = TRUE[0]
    own = whole(square, {}, square.derive())
    spoiled = replace(own, definitions="Definition statement : Prop := 1 <= 0.\n", proof=text)
    monkeypatch.setattr(route, "whole", lambda *_: spoiled)
    monkeypatch.setattr(route, "printed_mutants", lambda *_: iter(()))
    said = generated(tmp_path, catalogue=(square,))["square"]
    assert not said.theorem and why in said.refused


def test_a_statement_is_definitions_alone() -> None:
    index = by_id()
    for identifier in ("N1", "T4.3", "N3"):
        file = whole(index[identifier], index, index[identifier].derive())
        begun = {line.split()[0] for line in file.statement.splitlines() if line and not line[0].isspace()}
        assert begun <= {"Require", "Open", "Inductive", "Definition", "|"}, begun
        assert file.statement.count("Definition statement : Prop :=") == 1 and "Opmerge" not in file.statement
        assert not re.search(r"\b(Inductive|Definition|Notation)\b", file.proof)


BUILT = """\
assert (Hl : Opmerge.Statement_N1.merge_plans (1/2) 1 1 1) by built (Opmerge.Statement_N1.merge_plans_1 (1/2)).
assert (Ho : Opmerge.Statement_N1.the_operands_of_a_merge_after (1/2) (1/2))
  by built (Opmerge.Statement_N1.the_operands_of_a_merge_after_1 (1/2) (1/2) 1 1 1).
assert (Hb : Opmerge.Statement_N1.the_steps_of_a_block_after_the (1/2) (1/2) (3/4))
  by built (Opmerge.Statement_N1.the_steps_of_a_block_after_the_1 (1/2) (1/2)).
built (Opmerge.Statement_N1.merge_plans_2 (3/4) (1/2) (1/2) (1/2) 1 1 1). Qed.
"""


@needs_coqc
def test_the_family_of_n1_has_the_plan_of_two_steps(tmp_path: Path) -> None:
    """With a = 1/2 and gamma = 1/2 its operator is (1 + a) / 2, BOOT's as well, and the exact product is a."""
    claims = by_id()
    file = whole(claims["N1"], claims, claims["N1"].derive())
    start = f"{header(('N1',))}Goal Opmerge.Statement_N1.merge_plans (1/2) "
    texts = {
        "Tactics.v": TACTICS,
        file.statement_name: file.statement,
        file.name: file.text,
        "Plan.v": f"{start} (3/4) (3/4) (1/2).\nProof.\n{BUILT}",
        "Wrong.v": f"{start} (2/3) (3/4) (1/2).\nProof.\n{BUILT}",
    }
    failures = build(tmp_path, texts, 2)
    assert set(failures) == {"Wrong.v"} and is_rejection(failures["Wrong.v"])


def test_a_failed_proof_is_told_from_a_failed_statement() -> None:
    text = with_milestones("Lemma a : forall (x : R),\n  x = x.\nProof. intros; ring. Qed.\n")
    assert text.index("in_a_proof") < text.index("ring") < text.index("outside")
    assert fails_in_a_proof(Outcome(("outside", "in_a_proof"), "No applicable tactic.", True))
    assert not fails_in_a_proof(Outcome(("in_a_proof", "outside"), "The term x has type R.", True))
    assert not fails_in_a_proof(Outcome(("in_a_proof",), "Syntax error: ..."))
    assert not fails_in_a_proof(Outcome((), "No applicable tactic.", True))


def test_mutants_change_a_conclusion_or_drop_a_hypothesis() -> None:
    claims = by_id()
    edits = [m.edit for m, _ in printed_mutants(claims["N1"], claims["N1"].derive(), claims)]
    assert all("in conclusion" in e or e.startswith("dropped hypothesis") for e in edits)
    assert sum("in conclusion" in e for e in edits) == 6
    few = [m.edit for m, _ in printed_mutants(claims["N1"], claims["N1"].derive(), claims, every=False)]
    kinds = {e.split(" in conclusion")[0].split(":")[0] for e in edits}
    assert set(few) < set(edits) and len(few) == len(kinds) > 1


@needs_coqc
@pytest.mark.full
def test_the_catalogue(tmp_path: Path) -> None:
    said = generated(tmp_path)
    assert {i for i, g in said.items() if not g.whole} == {"D2.1", "P3.1", "C3.1", "P3.3", "A1", "N4"}
    assert not any(g.refused or g.survivors for g in said.values())
    for identifier in {c.id for c in CLAIMS} - {"D2.1"}:
        assert said[identifier].rejected >= 2, identifier


def test_without_coqc_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(route, "coqc", lambda: None)
    assert route.main() == 3 and "not installed" in capsys.readouterr().err
