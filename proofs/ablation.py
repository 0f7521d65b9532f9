"""Every hypothesis is load-bearing: exact values that satisfy all the others, and at which the claim is false."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from proofs import critical, families, optimality, phases, segmentation, student, three_steps
from proofs.claim import Claim, Kind, Relation
from proofs.merging import SHRINKS, own
from proofs.onesided import CONTRACTING, EXPANDING
from proofs.relations import instance, substituted
from proofs.small_cases import HATTED, SMALL_CASES, SmallCase, a_1, a_2, boot, gamma_2, gamma_3, teacher, vanilla
from proofs.symbols import alpha, alpha_p, budget, gamma, ge0, lam, sigma, sigma_p
from proofs.teacher import SOME_VARIANCE, lam_some

Values = Mapping[sp.Basic, sp.Basic]


@dataclass(frozen=True)
class Ablation:
    """A hypothesis of a claim dropped, and the values at which the claim then fails (at T = 3 if it has a small case)."""

    claim: str
    dropped: Relation
    at: Values


def _q(text: str) -> sp.Rational:
    return sp.Rational(text)


def _free(second: str, first: str, shrink_2: str, shrink_3: str) -> dict[sp.Basic, sp.Basic]:
    return {a_2: _q(second), a_1: _q(first), gamma_2: _q(shrink_2), gamma_3: _q(shrink_3)}


def _schedule(first: tuple[str, str], second: tuple[str, str], variance: str, bound: str = "") -> Values:
    """(alpha, sigma) at times 1 and 2, pure noise at 3, gamma_3 = 1/2."""
    at: dict[sp.Basic, sp.Basic] = {lam: _q(variance)}
    if bound:
        at[phases.threshold] = _q(bound)
    at |= {three_steps.alphas[3]: sp.S.Zero, three_steps.sigmas[3]: sp.S.One, budget: sp.log(2) / 2}
    for t, (signal, noise) in ((1, first), (2, second)):
        at |= {three_steps.alphas[t]: _q(signal), three_steps.sigmas[t]: _q(noise)}
    return at


_IDLE = {ge0(rf"\hat{{{x}}}"): sp.S.One for x in ("a_1", "a_2")} | {
    ge0(rf"\hat{{{x}}}"): sp.S.Half for x in ("gamma_2", "gamma_3")
}
_IDLE_FIRST = {a_1: sp.S.One, a_2: sp.S.One, gamma_2: sp.S.Half, gamma_3: sp.S.Half}


def _second(at: Values) -> Values:
    """Values of the first coordinate given to the second."""
    return {ge0(rf"\hat{{{x}}}"): v for x, v in at.items()}


_ON_BOTH_SIDES = _free("1/5", "7/4", "0", "2/5")
_OVERSHOOT = _free("1/5", "1/4", "4/3", "1/3")
_ONE_BELOW = _free("7/2", "4/5", "3/5", "2/3")
_OVERSHOOT_ABOVE = _free("5/3", "3", "1/3", "9/4")
_BOTH_WEIGHTS = {segmentation.weight: sp.S.One, segmentation.weight_hat: sp.S.One}
_EXPANDING_HAT, _SHRINKS_HAT = instance(EXPANDING, optimality.HATS), instance(SHRINKS, optimality.HATS)
_BELOW, _ABOVE = _free("1/2", "1/2", "1/2", "1/2"), _second(_free("2", "2", "1/2", "1/2"))


def _keeping(at: Values, first: Callable[..., sp.Expr] = min, second: Callable[..., sp.Expr] = min) -> Values:
    """The values with what the program keeps in each coordinate: of BOOT and vanilla the closer (min) or the other."""

    def choice(choose: Callable[..., sp.Expr], names: Values) -> sp.Expr:
        exact, *plans = (substituted(v, names).xreplace(dict(at)) for v in (teacher, boot, vanilla))
        return choose(plans, key=lambda v: (v - exact) ** 2)

    return {**at, optimality.kept: choice(first, {}), optimality.HATS[optimality.kept]: choice(second, HATTED)}


AT_THREE: tuple[Ablation, ...] = (
    Ablation("N1", CONTRACTING, _free("8/5", "2/3", "3/4", "2/5")),
    Ablation("N1", SHRINKS, _free("2/5", "1/4", "11/3", "3/2")),
    Ablation("N2", EXPANDING, _free("2", "1/4", "3/4", "3/5")),
    Ablation("N2", SHRINKS, _free("7/4", "8/5", "11/4", "12/5")),
    Ablation("N6-contracting", CONTRACTING, _ON_BOTH_SIDES),
    Ablation("N6-contracting", SHRINKS, _OVERSHOOT),
    Ablation("N6-expanding", EXPANDING, _ONE_BELOW),
    Ablation("N6-expanding", SHRINKS, _OVERSHOOT_ABOVE),
    Ablation("N6", CONTRACTING, {**_ON_BOTH_SIDES, **_IDLE, **_BOTH_WEIGHTS}),
    Ablation("N6", SHRINKS, {**_OVERSHOOT, **_IDLE, **_BOTH_WEIGHTS}),
    Ablation("N6", _EXPANDING_HAT, {**_IDLE_FIRST, **_second(_ONE_BELOW), **_BOTH_WEIGHTS}),
    Ablation("N6", _SHRINKS_HAT, {**_IDLE_FIRST, **_second(_OVERSHOOT_ABOVE), **_BOTH_WEIGHTS}),
    Ablation("T4.1-sharp", CONTRACTING, _keeping({**_free("1/5", "6/5", "2/5", "3/5"), **_IDLE})),
    Ablation("T4.1-sharp", SHRINKS, _keeping({**_free("1/3", "1/2", "12/5", "2/3"), **_IDLE})),
    Ablation("T4.1-sharp", _EXPANDING_HAT, _keeping({**_IDLE_FIRST, **_second(_free("1/5", "6/5", "2/5", "3/5"))})),
    Ablation("T4.1-sharp", _SHRINKS_HAT, _keeping({**_IDLE_FIRST, **_second(_OVERSHOOT_ABOVE)})),
    Ablation("T4.1-sharp", optimality.CLOSEST.relation, _keeping({**_BELOW, **_IDLE}, first=max)),
    Ablation("T4.1-sharp", optimality.VANILLA_KEPT.relation, _keeping({**_IDLE_FIRST, **_ABOVE}, second=max)),
    Ablation("T4.3", critical.VP.relation, _schedule(("1", "1"), ("1/2", "1"), "1")),
    Ablation("T4.3", phases.MONOTONE.relation, _schedule(("7/25", "24/25"), ("5/13", "12/13"), "3/4")),
    Ablation("T4.3", phases.SMALL.relation, _schedule(("24/25", "7/25"), ("12/13", "5/13"), "11/5")),
    Ablation("T4.3-sharp", phases.UP_TO_CRITICAL.relation, _schedule(("24/25", "7/25"), ("12/13", "5/13"), "11/5")),
    Ablation("T4.2", critical.DECREASES.relation, _schedule(("2/3", "1/3"), ("4/5", "1/5"), "9/5", "7/5")),
    Ablation("T4.2", phases.FINITE.relation, _schedule(("12/13", "5/13"), ("3/5", "4/5"), "1/5", "0")),
    Ablation("T4.2", phases.LARGE.relation, _schedule(("15/17", "8/17"), ("3/5", "1/5"), "2/5", "7/3")),
)

# Claims that can be evaluated as they stand: the values that differ from the claim's witness.
_CROSSED: Values = {alpha: _q("4/5"), alpha_p: _q("3/5"), sigma: _q("3/5"), sigma_p: _q("4/5")}
_DOMINATES = segmentation.DOMINATES
_K = phases.OTHER_TIME

CHANGED: tuple[Ablation, ...] = (
    Ablation("P3.2", SOME_VARIANCE.relation, {lam_some: sp.S.Zero}),
    Ablation("P3.3", student.STABLE, {student.rate: sp.S.One}),
    Ablation("P3.3", student.SLOW, {student.rate_slow: sp.S.One, student.decay_slow: -sp.S.One}),
    Ablation("A1", optimality.UNMERGED.relation, {optimality.rest_exact: sp.S.Zero}),
    Ablation("D4.1", SHRINKS, {gamma: sp.Integer(2), own: sp.S.Zero}),
    Ablation(
        "N3",
        critical.DECREASES.relation,
        {alpha: _q("4/5"), alpha_p: _q("3/5"), sigma_p: _q("4/5"), critical.lam_below: sp.S.Zero},
    ),
    Ablation("N3", critical.NOISE.relation, {critical.noise_p: sp.Integer(2)}),
    Ablation("N3", critical.BELOW.relation, {critical.lam_below: sp.Integer(2)}),
    Ablation("N3", critical.ABOVE.relation, {critical.lam_above: sp.S.One}),
    Ablation("N4", critical.VP.relation, {sigma: _q("3/5")}),
    Ablation("N4", critical.DECREASES.relation, _CROSSED),
    Ablation("N4", families.FIRST_VP.relation, {families.sigma_1: _q("1/10")}),
    Ablation("N4", families.COSINE_TIMES[0].relation, {families.time: _q("7/4")}),
    Ablation("N4", families.COSINE_TIMES[1].relation, {families.time: _q("3/4")}),
    Ablation("N4", families.COSINE_TIMES[2].relation, {families.time: _q("11/4")}),
    Ablation("N5", families.NOISE_GROWS.relation, {sigma: sp.S.Half, sigma_p: sp.S.One}),
    Ablation("N6", _DOMINATES, {segmentation.label: sp.Integer(3), segmentation.block: sp.S.One}),
    Ablation("N7", critical.DECREASES.relation, {alpha: _q("4/5"), alpha_p: _q("3/5"), sigma_p: sp.S.Half}),
    Ablation("N7", phases.ABOVE_ONE.relation, {lam: _q("1/10")}),
    Ablation(
        "N7",
        phases.OTHER_SCHEDULE[1].relation,
        {
            alpha: sp.S.Half, alpha_p: sp.S.One, sigma: sp.S.Half, sigma_p: sp.S.Half, lam: sp.S.Half,
            _K[alpha_p]: _q("4/5"), _K[sigma_p]: _q("3/5"),
        },
    ),
    Ablation("N7", phases.BELOW_OTHER.relation, {lam: sp.Integer(3)}),
)  # fmt: skip


def ablations(claim: Claim) -> tuple[Ablation, ...]:
    """All ablations of a claim, with complete values."""
    changed = (replace(x, at={**claim.witness, **x.at}) for x in CHANGED if x.claim == claim.id)
    return (*(x for x in AT_THREE if x.claim == claim.id), *changed)


def differs(claim: Claim, ablation: Ablation) -> str:
    """The values that matter, for a reader: all of a small case, else those that differ from the witness."""
    small = _case(claim, ablation) is SMALL_CASES.get(claim.id)
    shown = {_plain(s): v for s, v in ablation.at.items() if small or claim.witness.get(s) != v}
    return ", ".join(f"{name} = {shown[name]}" for name in sorted(shown)) + (" (T = 3)" if small else "")


def _plain(symbol: sp.Basic) -> str:
    """The symbol's name without LaTeX: the second coordinate's hat becomes a leading word."""
    name = re.sub(r"\\hat\{(\w+)\}", r"second \1", str(symbol))
    return name.replace(r"\ge", ">=").replace(r"\le", "<=").replace("\\", "").replace("{", "").replace("}", "")


def _case(claim: Claim, ablation: Ablation) -> SmallCase:
    """The small case if it knows the hypothesis, else the claim as it stands."""
    small = SMALL_CASES.get(claim.id)
    if small is not None and ablation.dropped in small.hypotheses:
        return small
    return SmallCase({a.relation: (a.relation,) for a in claim.assumptions}, claim.conclusions)


def fault(claim: Claim, ablation: Ablation) -> str:
    """Why the ablation does not show what it should; empty when it does."""
    case = _case(claim, ablation)
    for hypothesis, relations in case.hypotheses.items():
        holds = all(_truth(r, ablation.at) is True for r in relations)
        if hypothesis == ablation.dropped and holds:
            return "the dropped hypothesis holds at these values"
        if hypothesis != ablation.dropped and not holds:
            return f"{hypothesis} does not hold at these values"
    # Equations last: to find one false is easy, to find it true may need minimal polynomials.
    if any(_truth(c, ablation.at) is False for c in sorted(case.conclusions, key=lambda c: isinstance(c, sp.Eq))):
        return ""
    return "the claim holds at these values without it"


def _truth(relation: Relation, at: Values) -> bool | None:
    # What is bound in the relation, as the time in a value at a time, keeps its name.
    value = relation.xreplace({k: v for k, v in at.items() if k in relation.free_symbols}).doit()
    return True if value == sp.true else False if value == sp.false else None


def unexplained(claim: Claim) -> tuple[Relation, ...]:
    """Hypotheses of a claim to be proved that no ablation drops: the claim should be stated without them."""
    dropped = {x.dropped for x in ablations(claim)}
    hypotheses = (a.relation for a in claim.assumptions if a.kind is Kind.HYPOTHESIS)
    return tuple(h for h in hypotheses if h not in dropped) if claim.counterexample is None else ()
