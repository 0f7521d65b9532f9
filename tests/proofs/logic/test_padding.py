"""A conclusion that restates a hypothesis does not show that it is needed."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.derivation import Algebra, Step, SumOfProducts, ZeroSquare
from proofs.logic.padding import padding
from proofs.logic.relations import eq, le
from proofs.theory.families import NOISE_GROWS, VE_CONTRACTS
from proofs.theory.student import STABLE
from proofs.theory.symbols import lam, sigma

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


def test_a_multiple_restates_its_hypothesis_in_any_symbols() -> None:
    claim = INDEX["N5"]
    for factor in (sigma, sigma**2 + sp.Symbol("u", nonnegative=True)):
        multiple = le(sp.expand(factor * lam), factor)
        assert padding(replace(claim, conclusions=(VE_CONTRACTS, multiple)), (), SMALL) == {multiple}
    fraction = le(lam / (1 + sigma), 1 / (1 + sigma))  # the denominator's sign is something to prove
    assert padding(replace(claim, conclusions=(VE_CONTRACTS, fraction)), (), SMALL) == frozenset()


def test_a_zero_square_restates_its_hypothesis_where_others_speak_of_it() -> None:
    flat = le((lam - 1) ** 2, 0)
    step = Step("", eq(lam, 1), ZeroSquare(), given=(flat,))
    claim = replace(INDEX["N5"], conclusions=(VE_CONTRACTS, step.goal))
    assert padding(claim, (step,), flat) == {step.goal}
    assert padding(replace(claim, conclusions=(step.goal,)), (step,), flat) == frozenset()
