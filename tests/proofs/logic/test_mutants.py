"""Mutants: one edit each, of every part of a claim, and none that is true all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.logic.checker import check_derivation
from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.mutants import mutants, mutations, used_relations
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from proofs.logic.verdict import Provenance, Verdict

x, y = sp.symbols("x y", real=True)
u = sp.Symbol("u", nonnegative=True)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (ge(x, y), [le(x, y), ge(x, y + 1)]),
        (le(x, y), [ge(x, y), le(x, y - 1)]),
        (gt(x, y), [lt(x, y), gt(x, y + 1)]),
        (lt(x, y), [gt(x, y), lt(x, y - 1)]),
        (eq(x, y), [eq(x, y + 1), eq(x, -y)]),
        (eq(x, 0), [eq(x, 1)]),
        (le(x**2, 0), [le(x**2, -1)]),
    ],
    ids=str,
)
def test_each_relation_has_its_false_variants(relation: Relation, expected: list[Relation]) -> None:
    """0 has no sign to flip, and a square at most 0 is no false statement when it is flipped."""
    assert [mutated for _, mutated in mutations(relation)] == expected


def test_a_conjunction_is_edited_part_by_part() -> None:
    both = sp.And(ge(x, 0), eq(y, 0), evaluate=False)
    found = [mutated for _, mutated in mutations(both)]
    assert found == [sp.And(*parts, evaluate=False) for parts in _edited(both.args)]
    assert all(mutated != both for mutated in found)


def _edited(parts: tuple[Relation, ...]) -> list[tuple[Relation, ...]]:
    return [
        (*parts[:index], mutated, *parts[index + 1 :])
        for index, part in enumerate(parts)
        for _, mutated in mutations(part)
    ]


def test_a_matrix_is_shifted_by_the_identity() -> None:
    matrix = sp.ImmutableMatrix([[x, 0], [0, y]])
    (_, shifted), (_, flipped) = mutations(eq(matrix, matrix))
    assert shifted.rhs == matrix + sp.eye(2) and flipped.rhs == -matrix


SQUARE = Step("a square", ge(x**2, 0), SumOfProducts(((x**2,),)))
SUM = Step("a sum", ge(x**2 + u, 1), SumOfProducts(((x**2,), (u - 1,))), given=(ge(u, 1),))
CLAIM = Claim(
    id="test",
    title="",
    says="",
    provenance=Provenance.NEW,
    assumptions=(Assumption(ge(u, 1), "u is large"), Assumption(ge(y, 0), "not used")),
    conclusions=(SUM.goal,),
    derive=lambda: (SQUARE, SUM),
    for_all="",
    witness={u: sp.Integer(2), y: sp.S.Zero},
)


def test_every_part_of_a_claim_is_edited_once_and_each_mutant_is_rejected() -> None:
    found = {mutant.edit: mutant for mutant in mutants(CLAIM, CLAIM.derive())}
    assert list(found) == [
        "inequality flipped in conclusion 1",
        "constant shifted in conclusion 1",
        "inequality flipped in 'a square'",
        "constant shifted in 'a square'",
        "inequality flipped in 'a sum'",
        "constant shifted in 'a sum'",
        "dropped hypothesis: u is large",
        "witness outside its range",
    ]
    assert all(r.ok for r in check_derivation(CLAIM, {}, CLAIM.derive()))
    for mutant in found.values():
        assert not all(r.ok for r in check_derivation(mutant.claim, {}, mutant.steps)), mutant.edit


def test_what_must_reject_a_mutant_is_a_rule_and_not_a_name_that_is_missing() -> None:
    found = {mutant.edit: mutant for mutant in mutants(CLAIM, CLAIM.derive())}
    restated = found["constant shifted in conclusion 1"]
    assert restated.claim.conclusions == (restated.steps[1].goal,) == (ge(x**2 + u, 2),)
    dropped = found["dropped hypothesis: u is large"]
    assert [a.text for a in dropped.claim.assumptions] == ["not used"] and dropped.steps[1].given == ()


def test_a_counterexample_is_moved_and_a_stronger_false_statement_is_no_mutant() -> None:
    false = replace(
        CLAIM, conclusions=(ge(x, u),), derive=lambda: (), expected=Verdict.REFUTED,
        counterexample={x: sp.S.Zero, u: sp.S.One, y: sp.S.Zero},
    )  # fmt: skip
    assert [mutant.edit for mutant in mutants(false, ())] == [
        "inequality flipped in conclusion 1",
        "witness outside its range",
        "counterexample with u moved",
        "counterexample with y moved",
    ]


def test_what_is_given_counts_at_any_depth() -> None:
    family = Family("f", (x,), (Construction("", (), {x: sp.S.Zero}),))
    inner = Step("inner", eq(y, 0), Algebra(), given=(eq(y, x),))
    outer = Step("outer", eq(x, 0), Induction(family, ((inner,),)), given=(ge(u, 1),))
    assert used_relations((outer,)) == {eq(y, x), ge(u, 1)}
    edits = [mutant.edit for mutant in mutants(replace(CLAIM, conclusions=()), (outer,))]
    assert "constant shifted in 'inner'" in edits and "constant shifted in 'outer'" in edits
