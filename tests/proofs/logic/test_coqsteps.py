"""Steps as lemmas: what they state, and the factors by which an equation follows from given ones."""

from __future__ import annotations

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.coqfamilies import state
from proofs.logic.coqsteps import cofactors, lemmas, walk
from proofs.theory.onesided import N1
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
    assert "Sum" in found[-1].reason


def test_steps_are_counted_at_any_depth() -> None:
    assert sum(1 for _ in walk(N1.derive())) == 18


def test_factors_are_found_where_division_finds_them() -> None:
    found = cofactors(x**2 * y - 4 * y, [x - 2])
    assert found is not None and sp.expand(found[0] * (x - 2) - (x**2 * y - 4 * y)) == 0
    assert cofactors(x, []) is None and cofactors(x - x, [y]) is None and cofactors(x + 1, [y]) is None
    rational = cofactors(1 / x - 1 / y, [x - y])
    assert rational is not None and sp.cancel(rational[0] * (x - y) - (1 / x - 1 / y)) == 0
