"""What is said to follow is checked, and what is said to keep expressions defined is needed for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Assumption, AtAnotherTime, Claim, FromClaim, Kind
from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from proofs.logic.sources import rests_on_itself, unsupported_kind
from proofs.theory.critical import DECREASES, VP, VP_PREVIOUS
from proofs.theory.merging import SHRINKS, SHRINKS_FOLLOWS
from proofs.theory.student import decay_slow, shrinkage
from proofs.theory.symbols import alpha, alpha_p, gamma, lam, sigma, sigma_p

INDEX = by_id()


def restated(claim: Claim, old: Assumption, new: Assumption) -> str:
    """What is said against a claim with one assumption put in another's place."""
    changed = replace(claim, assumptions=tuple(new if a == old else a for a in claim.assumptions))
    return unsupported_kind(changed, INDEX, claim.derive())


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_says_what_follows_from_what(claim: Claim) -> None:
    assert unsupported_kind(claim, INDEX, claim.derive()) == ""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (None, "not from what"),
        (AtAnotherTime(DECREASES.relation, {alpha: alpha_p, sigma: sigma_p}), "no equation about one time"),
        (AtAnotherTime(VP_PREVIOUS.relation, {}), "no hypothesis"),
        (AtAnotherTime(VP.relation, {alpha: alpha_p}), "other symbols than times"),
        (AtAnotherTime(VP.relation, {alpha: sigma_p, sigma: alpha_p}), "other symbols than times"),
        (AtAnotherTime(VP.relation, {}), "at another time"),
    ],
)
def test_a_time_before_is_another_time_of_the_same(source: AtAnotherTime | None, reason: str) -> None:
    assert reason in restated(INDEX["N4"], VP_PREVIOUS, replace(VP_PREVIOUS, source=source))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (None, "not from what"),
        (FromClaim("N4", {gamma: shrinkage}), "does not depend on"),
        (FromClaim("P3.3", {lam: shrinkage}), "does not mention"),
        (FromClaim("P3.3", {gamma: shrinkage + 1}), "not known to be nonnegative"),
        (FromClaim("P3.3", {gamma: shrinkage**2}), "no instance of a conclusion"),
        (FromClaim("P3.3", {gamma: decay_slow}), "only as it builds it"),
        (FromClaim("P3.3", {}), "no instance of a conclusion"),
    ],
)
def test_a_claim_that_is_named_implies_it(source: FromClaim | None, reason: str) -> None:
    assert reason in restated(INDEX["T4.3"], SHRINKS_FOLLOWS, replace(SHRINKS_FOLLOWS, source=source))


def test_nothing_follows_from_a_claim_that_is_not_proved() -> None:
    claim = replace(INDEX["T4.3"], depends_on=(*INDEX["T4.3"].depends_on, "T4.1"))
    source = FromClaim("T4.1", {gamma: shrinkage})
    assert "not to be proved" in restated(claim, SHRINKS_FOLLOWS, replace(SHRINKS_FOLLOWS, source=source))


def test_what_keeps_expressions_defined_is_needed_for_it() -> None:
    claim = INDEX["T4.3"]
    assert "no denominator" in restated(claim, SHRINKS_FOLLOWS, Assumption(SHRINKS, "", Kind.DEFINED))
    other = sp.Symbol("x", positive=True)
    claim = INDEX["N3"]
    large = Assumption(sp.Gt(other, 5, evaluate=False), "", Kind.DEFINED)
    assert "no denominator" in unsupported_kind(
        replace(claim, assumptions=(*claim.assumptions, large)), INDEX, claim.derive()
    )


def test_only_what_is_defined_has_an_inverse_for_the_asking() -> None:
    claim = INDEX["C3.1"]
    without = replace(claim, assumptions=tuple(a for a in claim.assumptions if a.kind is not Kind.DEFINITION))
    assert "no denominator" in unsupported_kind(without, INDEX, claim.derive())


def test_what_follows_takes_the_place_of_what_a_citation_needs_and_nothing_else() -> None:
    claim = INDEX["T4.3"]
    assert unsupported_kind(claim, INDEX, claim.derive()) == ""
    square = Step("", le(gamma**2, gamma), SumOfProducts(((gamma, 1 - gamma),)), given=(SHRINKS,))
    assert "uses it of any gamma" in unsupported_kind(claim, INDEX, (*claim.derive(), square))
    assert "no claim that is cited needs it" in unsupported_kind(claim, INDEX, claim.derive()[:1])


x, y = sp.symbols("x y", real=True)
u = sp.Symbol("u", nonnegative=True)


@pytest.mark.parametrize(
    ("relation", "others", "decides"),
    [
        (gt(x, y), (), True),
        (gt(x**3, y**3), (), True),
        (lt(u, 1), (), True),
        (gt(u, 0), (), False),  # only 0 is left out
        (gt(x**2 + u, 0), (), False),
        (gt(x, y), (ge(x, y),), False),  # another assumption decides
        (gt(x, 0), (eq(x, y**2),), False),
        (gt(x, 0), (eq(x, y),), True),
    ],
    ids=str,
)
def test_what_keeps_a_denominator_from_zero_does_not_choose_its_sign(
    relation: Relation, others: tuple[Relation, ...], decides: bool
) -> None:
    pole = relation.args[0] - relation.args[1]
    step = Step("", gt(1 / pole**2, 0), SumOfProducts(((1 / pole, 1 / pole),)), given=(relation,))
    claim = replace(
        INDEX["N5"],
        assumptions=(Assumption(relation, "", Kind.DEFINED), *(Assumption(r, "") for r in others)),
    )
    assert ("decides the sign" in unsupported_kind(claim, INDEX, (step,))) is decides


def test_no_claim_rests_on_itself() -> None:
    first, second = (replace(INDEX["N3"], id=name, depends_on=(other,)) for name, other in (("A", "B"), ("B", "A")))
    assert rests_on_itself(first, {"A": first, "B": second}, ()) == "A depends on itself"
    assert all(rests_on_itself(c, INDEX, ()) == "" for c in CLAIMS)
