"""A conclusion that restates a hypothesis does not show that it is needed."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.padding import padding
from proofs.logic.relations import le
from proofs.theory.families import NOISE_GROWS, VE_CONTRACTS
from proofs.theory.student import STABLE
from proofs.theory.symbols import lam

INDEX = by_id()
SMALL = le(lam, 1)
SQUARE = Step("", le(lam**2, lam), SumOfProducts(((lam, 1 - lam),)), given=(SMALL,))
CUBE = Step("", le(lam**3, lam), SumOfProducts(((lam, 1 - lam), (lam, lam - lam**2))), given=(SMALL, SQUARE.goal))


def test_what_follows_from_one_hypothesis_alone_is_padding() -> None:
    claim = replace(INDEX["N5"], conclusions=(VE_CONTRACTS, SQUARE.goal, CUBE.goal))
    assert padding(claim, (SQUARE, CUBE), SMALL) == {SQUARE.goal, CUBE.goal}
    more_given = replace(SQUARE, given=(SMALL, NOISE_GROWS.relation))
    assert padding(claim, (more_given, CUBE), SMALL) == {SQUARE.goal, CUBE.goal}


def test_what_needs_another_fact_or_speaks_of_more_is_not() -> None:
    claim = INDEX["N5"]
    assert padding(claim, claim.derive(), NOISE_GROWS.relation) == frozenset()
    assert padding(claim, (Step("", VE_CONTRACTS, Algebra()),), SMALL) == frozenset()
    needs = Step("", le(lam, 3), SumOfProducts(((2 - lam,), (sp.S.One,))), given=(le(lam, 2),))
    assert padding(replace(claim, conclusions=(needs.goal,)), (needs,), SMALL) == frozenset()


def test_that_gradient_descent_converges_is_about_its_iterates() -> None:
    claim = INDEX["P3.3"]
    assert padding(claim, claim.derive(), STABLE) == frozenset()
