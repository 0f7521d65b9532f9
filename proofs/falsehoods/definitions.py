"""Definitions that restrict what they define."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, defined, falsehood
from proofs.logic.claim import Claim
from proofs.logic.derivation import Cite, Derivation, Step, SumOfProducts
from proofs.logic.relations import Relation, eq, ge, gt, le
from proofs.theory.boot_and_vanilla import BOOT_OPTIMAL, MONOTONE, SMALL, T4_3
from proofs.theory.critical import VP, VP_PREVIOUS
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import a, alpha, alpha_p, budget, gamma, ge0, lam, real, sigma, sigma_p

x, y = real("x"), real("y")
length, margin, spread = ge0("m"), ge0("r"), sp.Symbol("v", positive=True)


def _without_small(definition: Relation, value: sp.Expr) -> tuple[Claim, Derivation]:
    """T4.3 for every lambda, with 1 - lambda written by means of a definition."""
    half_distance = ((alpha_p - alpha) ** 2 + (sigma - sigma_p) ** 2) / 2
    steps = (
        Step(
            "every step contracts",
            le(step_operator, 1),
            SumOfProducts(((half_distance, 1 / n_t), (alpha, alpha_p - alpha, value, 1 / n_t))),
            given=(VP.relation, VP_PREVIOUS.relation, MONOTONE.relation, definition),
        ),
        Step("so BOOT is optimal, by N1", BOOT_OPTIMAL, Cite("N1", {a: step_operator})),
    )
    assert T4_3.at_three is not None
    known = {h: r for h, r in T4_3.at_three.hypotheses.items() if h != SMALL.relation}
    claim = replace(
        T4_3,
        id=f"T4.3 for every lambda: {definition}",
        assumptions=(*(x for x in T4_3.assumptions if x != SMALL), defined(definition)),
        at_three=replace(T4_3.at_three, hypotheses=known),
        ablations={h: at for h, at in T4_3.ablations.items() if h != SMALL.relation},
        witness={**T4_3.witness, margin: sp.S.Zero, budget: sp.S.Zero},
    )
    return claim, steps


_by_margin, _by_name = eq(margin, 1 - lam), eq(lam, 1 / (1 + budget))

FALSEHOODS: tuple[Falsehood, ...] = (
    falsehood(
        "every number is at least 0: it is a length",
        "-1 is not; a length is declared to be at least 0",
        "x stands for m, but is not known to be nonnegative",
        (Step("a length", ge(x, 0), SumOfProducts(((length,),)), given=(eq(length, x),)),),
        assume=(defined(eq(length, x)),),
        witness={length: sp.S.One, x: sp.S.One},
    ),
    falsehood(
        "every product is positive: it is a variance",
        "that of -1 and 1 is not",
        "x*y stands for v, but is not known to be",
        (Step("a variance", gt(x * y, 0), SumOfProducts(((spread,),)), given=(eq(spread, x * y),)),),
        assume=(defined(eq(spread, x * y)),),
        witness={x: sp.S.One, y: sp.S.One, spread: sp.S.One},
    ),
    Falsehood(
        "BOOT is optimal for every lambda, 1 - lambda being a margin",
        "T4.3 needs lambda <= 1, which a margin of at least 0 hides",
        *_without_small(_by_margin, margin),
        "1 - lambda stands for r, but is not known to be nonnegative",
    ),
    Falsehood(
        "BOOT is optimal for every lambda, lambda being 1 / (1 + s)",
        "T4.3 needs lambda <= 1, which the definition of lambda hides",
        *_without_small(_by_name, budget / (1 + budget)),
        "lambda is not new where",
    ),
    falsehood(
        "every number is at most 1: it is 1/2",
        "2 is not",
        "1/2 is a constant",
        (Step("a number", le(x, 1), SumOfProducts(((sp.S.Half,),)), given=(eq(x, sp.S.Half),)),),
        assume=(defined(eq(x, sp.S.Half)),),
        witness={x: sp.S.Half},
    ),
    falsehood(
        "every shrinkage is at most 1: it is 1 / (1 + lambda)",
        "other claims speak of every gamma >= 0",
        "speaks of gamma without defining it",
        (Step("a fraction", le(gamma, 1), SumOfProducts(((lam, 1 / (1 + lam)),)), given=(eq(gamma, 1 / (1 + lam)),)),),
        assume=(defined(eq(gamma, 1 / (1 + lam))),),
        witness={gamma: sp.S.Half, lam: sp.S.One},
    ),
    falsehood(
        "every variance is at most 1: it is 1 / (1 + s)",
        "other claims speak of every lambda >= 0",
        "speaks of lambda without defining it",
        (Step("a fraction", le(lam, 1), SumOfProducts(((budget, 1 / (1 + budget)),)), given=(_by_name,)),),
        assume=(defined(_by_name),),
        witness={lam: sp.S.One, budget: sp.S.Zero},
    ),
)
