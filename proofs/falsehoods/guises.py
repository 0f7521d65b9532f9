"""Conclusions among the assumptions in another guise, and hypotheses that only their own restatement needs."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import Relation, eq, ge, le
from proofs.theory.boot_and_vanilla import SMALL
from proofs.theory.denoiser import n_t
from proofs.theory.families import NOISE_GROWS, VE_CONTRACTS
from proofs.theory.symbols import lam, real, sigma, sigma_p, v_boot, v_plan

x, y, z = real("x"), real("y"), real("z")
w = sp.Symbol("w", positive=True)
_WEIGHTED, _NEGATED, _CUBED, _EQUAL = ge(w * (x - y), 0), le(w * y, w * x), ge((x - y) ** 3, 0), eq(w * (x - y), 0)
_OVER_BOOT = ge((1 + lam) * (v_plan - v_boot), 0)
_CONTRACTS = Step(
    "the step contracts",
    VE_CONTRACTS,
    SumOfProducts(((sigma, sigma - sigma_p, 1 / n_t.subs({sp.Symbol("alpha_t", nonnegative=True): 1})),)),
    given=(NOISE_GROWS.relation,),
)
_RESTATED = "says no more than the hypothesis itself"


def _padded(name: str, *more: Step) -> Falsehood:
    """VE contracts for every lambda, said to need lambda <= 1."""
    return falsehood(
        name,
        "every step contracts for every lambda",
        _RESTATED,
        (_CONTRACTS, *more),
        conclude=(VE_CONTRACTS, more[-1].goal),
        assume=(NOISE_GROWS, SMALL),
        witness={sigma: sp.S.One, sigma_p: sp.S.Half, lam: sp.S.One},
        ablations={
            NOISE_GROWS.relation: {sigma: sp.S.Half, sigma_p: sp.S.One},
            SMALL.relation: {lam: sp.Integer(2)},
        },
    )


def _assumed(name: str, conclusion: Relation, guise: Relation, *steps: Step) -> Falsehood:
    return falsehood(
        name,
        "not for 0 and 1",
        "assumed: ",
        steps,
        conclude=(conclusion,),
        assume=(plain(guise),),
        witness={x: sp.S.Zero, y: sp.S.Zero, w: sp.S.One, v_plan: sp.S.One, v_boot: sp.S.One, lam: sp.S.One},
        ablations={guise: {y: sp.S.One, v_plan: sp.S.Zero}},
    )


_SQUARE = Step("a square", le(lam**2, lam), SumOfProducts(((lam, 1 - lam),)), given=(SMALL.relation,))
_CUBE = Step(
    "a cube",
    le(lam**3, lam),
    SumOfProducts(((lam, 1 - lam), (lam, lam - lam**2))),
    given=(SMALL.relation, _SQUARE.goal),
)
_PADDED_GIVEN = Step(
    "a square", le(lam**2, lam), SumOfProducts(((lam, 1 - lam),)), given=(SMALL.relation, NOISE_GROWS.relation)
)

FALSEHOODS: tuple[Falsehood, ...] = (
    _assumed(
        "x >= y always",
        ge(x, y),
        _WEIGHTED,
        Step("divided", ge(x, y), SumOfProducts(((w * (x - y), 1 / w),)), given=(_WEIGHTED,)),
    ),
    _assumed(
        "x >= y always, the other way round",
        ge(x, y),
        _NEGATED,
        Step("divided", ge(x, y), SumOfProducts(((w * x - w * y, 1 / w),)), given=(_NEGATED,)),
    ),
    _assumed("x >= y always, by cubes", ge(x, y), _CUBED),
    _assumed("x = y always", eq(x, y), _EQUAL, Step("divided", eq(x, y), Algebra(), given=(_EQUAL,))),
    _assumed(
        "no plan is below BOOT",
        ge(v_plan, v_boot),
        _OVER_BOOT,
        Step(
            "divided", ge(v_plan, v_boot), SumOfProducts((((1 + lam) * (v_plan - v_boot), 1 / (1 + lam)),)),
            given=(_OVER_BOOT,),
        ),
    ),
    _padded("VE contracts only if lambda <= 1", _SQUARE),
    _padded("VE contracts only if lambda <= 1, in two steps", _SQUARE, _CUBE),
    _padded("VE contracts only if lambda <= 1, with more given than needed", _PADDED_GIVEN),
)  # fmt: skip
