"""Steps as lemmas: what they state, and which conclusions rest on what cannot be printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqsteps import lemmas, said, walk
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import eq, ge
from proofs.theory.onesided import N1
from proofs.theory.student import rival
from proofs.theory.symbols import real

x, y = real("x"), real("y")


def test_a_lemma_states_the_step_under_its_ranges_and_what_it_is_given() -> None:
    first = lemmas(state(N1), N1.derive())[1]
    assert first.statement == (
        "forall (a_t gamma : R),\n  0 <= a_t ->\n  0 <= gamma ->\n  gamma <= 1 ->\n  a_t <= 1 ->\n"
        "  (1 + ((- 1) * gamma) + (a_t * gamma)) >= a_t"
    )
    assert first.text.startswith("Lemma step_3 : forall") and first.text.endswith("Qed.")
    assert first.trial.startswith("Goal forall") and first.trial.endswith("Abort.")


def test_what_is_substituted_is_not_given() -> None:
    last = lemmas(state(N1), N1.derive())[-2]
    assert "w_ref >= p" in last.statement and " = " not in last.statement


def test_a_step_that_cannot_be_printed_says_why() -> None:
    claim = by_id()["A1"]
    found = lemmas(state(claim), claim.derive())
    assert [bool(lemma.reason) for lemma in found] == [False, False, False, True, True]
    assert found[-1].reason == "a sum of many terms"


def test_a_certificate_with_a_factor_that_cannot_be_printed_is_not_used() -> None:
    step = Step("a square", ge(x**2, 0), SumOfProducts(((x, sp.Function("f")(x)),)))
    (found,) = lemmas(state(N1), (step,))
    assert not found.reason and "direct" in found.text


def test_a_conclusion_that_no_step_establishes_is_named_by_its_place() -> None:
    more = replace(N1, conclusions=(*N1.conclusions, eq(sp.Limit(x, x, 0, "+-"), 0)))
    assert said(more, N1.derive()).unsaid == ((0, f"conclusion {len(more.conclusions)} cannot be printed"),)


def test_steps_are_counted_at_any_depth() -> None:
    assert sum(1 for _ in walk(N1.derive())) == 18


def test_a_conclusion_rests_on_what_its_lemma_is_given() -> None:
    """A1 loses its counts; of P3.3's conclusions those about derivatives go, and gamma >= 0 needs no integral."""
    a1, p33 = by_id()["A1"], by_id()["P3.3"]
    steps = p33.derive()
    assert said(a1, a1.derive()).claim.conclusions == a1.conclusions[:2]
    kept = said(p33, steps)
    gone = [c for c in p33.conclusions if c not in kept.claim.conclusions]
    assert len(gone) == 5 and all(c.has(sp.Derivative, sp.Integral, sp.Limit, rival) for c in gone)
    assert any(c.rhs == 0 and c.lhs.has(sp.exp) for c in kept.claim.conclusions if isinstance(c, sp.Ge))
    assert {why for _, why in kept.unsaid} == {"an integral", "a derivative", "an unknown function", "a limit"}


def test_what_follows_from_an_unprinted_step_is_left_out() -> None:
    """With the given fact replaced by an opaque one that is not printed, the step that needs it is no longer printed."""
    limit = eq(sp.Limit(x, x, 0, "+"), 0)
    first = Step("", sp.And(limit, ge(y, 1), evaluate=False), Algebra())
    second = Step("", ge(y, 0), SumOfProducts(((y - 1,), (sp.S.One,))), given=(ge(y, 1),))
    other = Step("", ge(x**2, 0), SumOfProducts(((x**2,),)))
    claim = replace(by_id()["A1"], assumptions=(), conclusions=(ge(y, 0), ge(x**2, 0)))
    kept = said(claim, (first, second, other))
    assert kept.claim.conclusions == (ge(x**2, 0),) and kept.left_out == {id(first), id(second)}
    with pytest.raises(Unprintable, match="no conclusion"):
        said(replace(claim, conclusions=(ge(y, 0),)), (first, second, other))
