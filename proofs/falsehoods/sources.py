"""Hypotheses that are said to follow, or to keep expressions defined, and do not."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.claim import Assumption, AtAnotherTime, FromClaim, Kind
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import eq, ge, le
from proofs.theory.boot_and_vanilla import SMALL, T4_3
from proofs.theory.critical import NO_DROP
from proofs.theory.merging import SHRINKS
from proofs.theory.onesided import CONTRACTING, N1
from proofs.theory.student import FITS, decay, shrinkage, start, state, target
from proofs.theory.symbols import a, alpha, alpha_p, gamma, ge0, lam, real, sigma

x, q = real("x"), ge0("q")
K, Kt = sp.symbols(r"K K^{\top}", commutative=False)
no_drop = NO_DROP.args[0]
_BELOW = le(x, 1)
_AT_ONE, _NOISE_AT_ONE = eq(alpha, 1), eq(sigma, 1)
_FALLS = le(alpha, alpha_p)
_TWICE = Step("below 2", le(x, 2), SumOfProducts(((1 - x,), (sp.S.One,))), given=(_BELOW,))
_BELOW_TWO = Step("below 2", le(q, 2), SumOfProducts(((1 - q,), (sp.S.One,))), given=(le(q, 1),))
_ORTHOGONAL = eq(K * Kt, 1)


def _small(name: str, reason: str, kind: Kind, source: FromClaim | None = None) -> Falsehood:
    """T4.3 with lambda <= 1 as something other than a hypothesis."""
    assert T4_3.at_three is not None
    known = {h: r for h, r in T4_3.at_three.hypotheses.items() if h != SMALL.relation}
    claim = replace(
        T4_3,
        id=name,
        assumptions=tuple(replace(x, kind=kind, source=source) if x == SMALL else x for x in T4_3.assumptions),
        at_three=replace(T4_3.at_three, hypotheses=known),
        ablations={h: at for h, at in T4_3.ablations.items() if h != SMALL.relation},
    )
    return Falsehood(name, "BOOT is not optimal for every lambda", claim, T4_3.derive(), reason)


def _contracting(name: str, reason: str, source: FromClaim) -> Falsehood:
    """N1 for every coordinate, a_t <= 1 being said to follow."""
    first, *others = N1.assumptions
    assert N1.at_three is not None
    claim = replace(
        N1,
        id=name,
        assumptions=(replace(first, kind=Kind.FOLLOWS, source=source), *others),
        depends_on=(*N1.depends_on, source.claim),
        ablations={SHRINKS: N1.ablations[SHRINKS]},
        at_three=replace(N1.at_three, hypotheses={SHRINKS: N1.at_three.hypotheses[SHRINKS]}),
    )
    return Falsehood(name, "an expanding step is no contracting one", claim, N1.derive(), reason)


FALSEHOODS: tuple[Falsehood, ...] = (
    falsehood(
        "every number is below 2, since it follows that it is below 1",
        "3 is not, and nothing says why it should be below 1",
        "is said to follow, and not from what",
        (_TWICE,),
        assume=(plain(_BELOW, Kind.FOLLOWS),),
        witness={x: sp.S.Zero},
    ),
    falsehood(
        "every number is below 2, since it is defined below 1",
        "3 is not, and is defined",
        "no denominator needs it",
        (_TWICE,),
        assume=(plain(_BELOW, Kind.DEFINED),),
        witness={x: sp.S.Zero},
    ),
    falsehood(
        "every matrix is orthogonal",
        "not every matrix has its transpose as inverse",
        "no denominator needs it",
        (Step("K^T is the inverse", eq(K * Kt * K, K), Algebra(), given=(_ORTHOGONAL,)),),
        assume=(plain(_ORTHOGONAL, Kind.DEFINED),),
        witness={K: sp.S.One, Kt: sp.S.One},
    ),
    falsehood(
        "noise is 1 where the signal is",
        "alpha_t = 1 says nothing of sigma_t",
        "other symbols than times are renamed",
        (Step("a product", le(alpha * sigma, 2), SumOfProducts(((sp.S.One,),)), given=(_AT_ONE, _NOISE_AT_ONE)),),
        assume=(
            plain(_AT_ONE),
            Assumption(_NOISE_AT_ONE, "", Kind.FOLLOWS, AtAnotherTime(_AT_ONE, {alpha: sigma})),
        ),
        witness={alpha: sp.S.One, sigma: sp.S.One},
        ablations={_AT_ONE: {alpha: sp.Integer(3)}},
    ),
    falsehood(
        "the signal falls everywhere since it falls once",
        "what is said of two times is not said of all pairs of times",
        "no equation about one time",
        (Step("scaled", le(alpha * lam, alpha_p * lam), SumOfProducts(((lam, alpha_p - alpha),)), given=(_FALLS,)),),
        assume=(
            plain(_FALLS),
            Assumption(le(alpha, gamma), "", Kind.FOLLOWS, AtAnotherTime(_FALLS, {alpha_p: gamma})),
        ),
        witness={alpha: sp.S.One, alpha_p: sp.S.One, gamma: sp.S.One, lam: sp.S.One},
        ablations={_FALLS: {alpha_p: sp.S.Half}},
    ),
    falsehood(
        "the signal is 1 before every time, since it was defined so at another",
        "a definition is made at no time",
        "which is no hypothesis",
        (Step("the signal", le(alpha_p, 2), SumOfProducts(((sp.S.One,),)), given=(eq(alpha_p, 1),)),),
        assume=(Assumption(eq(alpha_p, 1), "", Kind.FOLLOWS, AtAnotherTime(_AT_ONE, {alpha: alpha_p})),),
        witness={alpha_p: sp.S.One},
    ),
    falsehood(
        "q is at most 1, as operators of steps that lose no signal are",
        "they are where the noise does not decrease, which is not assumed",
        "only under its assumptions",
        (_BELOW_TWO,),
        assume=(Assumption(le(q, 1), "", Kind.FOLLOWS, FromClaim("N3", {q: no_drop})),),
        depends_on=("N3",),
        witness={q: sp.S.Zero},
    ),
    falsehood(
        "q is at most 1, as shrinkage is",
        "2 lambda is no shrinkage",
        "is no instance of a conclusion",
        (_BELOW_TWO,),
        assume=(Assumption(le(q, 1), "", Kind.FOLLOWS, FromClaim("P3.3", {q: 2 * lam})),),
        depends_on=("P3.3",),
        witness={q: sp.S.Zero},
    ),
    falsehood(
        "q is at most 1, by a claim that is not among those it rests on",
        "nothing is said of q",
        "which this claim does not depend on",
        (_BELOW_TWO,),
        assume=(Assumption(le(q, 1), "", Kind.FOLLOWS, FromClaim("P3.3", {q: shrinkage})),),
        witness={q: sp.S.Zero},
    ),
    falsehood(
        "every number is b + r^k (x - b), as the iterates are",
        "P3.3 says so of iterates alone",
        "of which P3.3 speaks only as it builds it",
        (Step("one more", ge((state - FITS.args[1] + 1) ** 2, 1), SumOfProducts(()), given=(FITS,)),),
        assume=(Assumption(FITS, "", Kind.FOLLOWS, FromClaim("P3.3", {})),),
        depends_on=("P3.3",),
        witness={state: sp.S.Zero, target: sp.S.Zero, decay: sp.S.Zero, start: sp.S.Zero},
    ),
    _small("BOOT is optimal, lambda <= 1 being said to follow", "is said to follow, and not from what", Kind.FOLLOWS),
    _small("BOOT is optimal, lambda <= 1 keeping it defined", "no denominator needs it", Kind.DEFINED),
    _small(
        "BOOT is optimal, lambda being a shrinkage",
        "speaks of lambda without it",
        Kind.FOLLOWS,
        FromClaim("P3.3", {SMALL.relation.args[0]: shrinkage}),
    ),
    _contracting(
        "no plan is below BOOT, no step losing signal",
        "speaks of a_t without it",
        FromClaim("N3", {a: no_drop}),
    ),
    _contracting(
        "no plan is below BOOT, every step being a shrinkage",
        "speaks of a_t without it",
        FromClaim("P3.3", {CONTRACTING.args[0]: shrinkage}),
    ),
)
