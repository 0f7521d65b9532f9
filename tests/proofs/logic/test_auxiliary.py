"""Hypotheses with numbers of their own that say no more than the conclusion."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.auxiliary import chosen_to_fit
from proofs.logic.claim import Claim
from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.relations import Relation, eq, ge, gt, le
from tests.proofs.logic.claims import faults

INDEX = by_id()
x, y, z, w, v = sp.symbols("x y z w v", real=True)
u = sp.Symbol("u", nonnegative=True)
GOAL = ge(x, y)
FITTING = (
    (ge(x, w), ge(w, y)),
    (ge(x, w), ge(w, v), ge(v, y)),
    (ge(w, y - x), le(w, 0)),
    (ge(w, 1), ge(w * (x - y), 0)),
    (gt(u, 0), ge(u * (x - y), v), ge(v, 0)),
    (le(w**2, x - y),),
    (eq(x, y + w**2),),
    (ge(x + z, w), ge(w, y + z)),
    (ge(x, w), ge(w, y), ge(x, 0)),
)


def said(hypotheses: tuple[Relation, ...], goal: Relation) -> list[str]:
    """What is said of a step from hypotheses to a goal; the step itself need not check."""
    return faults(Step("", goal, SumOfProducts(()), given=hypotheses), assume=hypotheses)


@pytest.mark.parametrize("hypotheses", FITTING, ids=str)
def test_numbers_that_may_be_chosen_make_a_conclusion_in_disguise(hypotheses: tuple[Relation, ...]) -> None:
    assert any("to choose" in f for f in said(hypotheses, GOAL))


@pytest.mark.parametrize(
    ("hypotheses", "goal"),
    [
        ((ge(x, y + 1),), GOAL),  # nothing of its own: it is there to be seen
        ((ge(x, w), ge(w, y), ge(w, 1)), GOAL),  # more than the conclusion: x >= 1
        ((ge(x, w + 1), ge(w, y)), GOAL),
        ((eq(x, y + w**2 + 1),), GOAL),
        ((ge(x, w), ge(w, y)), ge((x - y) ** 2, 0)),  # holds everywhere
        ((ge(x, 0), ge(w, 1)), ge(x + x**3, 0)),  # w stands apart, and may be anything above 1
    ],
    ids=str,
)
def test_hypotheses_that_say_more_are_none(hypotheses: tuple[Relation, ...], goal: Relation) -> None:
    assert not any("to choose" in f for f in said(hypotheses, goal))


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_no_claim_of_the_catalogue_is_assumed(claim: Claim) -> None:
    assert chosen_to_fit(claim, INDEX, claim.derive()) == ""
