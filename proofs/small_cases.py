"""Claims about all plans written out at T = 3, where the plans are [3,2,1], [[3,2],1] and [3,[2,1]].

A small case is an instance of its claim with every defined quantity eliminated: what is left can be evaluated exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from proofs import three_steps
from proofs.claim import Relation
from proofs.critical import DECREASES, HAS_SIGNAL, VP, critical
from proofs.merging import SHRINKS, phi
from proofs.onesided import CONTRACTING, EXPANDING
from proofs.optimality import CLOSEST, HATS, VANILLA_KEPT, kept
from proofs.phases import FINITE, LARGE, MONOTONE, SMALL, UP_TO_CRITICAL, threshold
from proofs.relations import ge, instance, le
from proofs.segmentation import weight, weight_hat
from proofs.symbols import alpha, alpha_p, gamma, ge0, lam, sigma, sigma_p


@dataclass(frozen=True)
class SmallCase:
    """hypotheses: what each assumption of the claim says at T = 3. conclusions: what the claim says there."""

    hypotheses: Mapping[Relation, tuple[Relation, ...]]
    conclusions: tuple[Relation, ...]


# Freely chosen step operators and shrinkage (a_3 is a common factor and left out).
a_1, a_2 = ge0("a_1"), ge0("a_2")
gamma_2, gamma_3 = ge0("gamma_2"), ge0("gamma_3")


def _merge(shrinkage: sp.Symbol, operator: sp.Expr) -> sp.Expr:
    return phi(operator).subs(gamma, shrinkage)


teacher = a_1 * a_2
vanilla = _merge(gamma_3, a_2 * a_1)
boot = _merge(gamma_3, a_2) * _merge(gamma_3, a_1)
consistency = _merge(gamma_3, a_2 * _merge(gamma_2, a_1))

BELOW_ONE = (le(a_1, 1), le(a_2, 1))
ABOVE_ONE = (ge(a_1, 1), ge(a_2, 1))
SHRINKAGE = {SHRINKS: (le(gamma_2, 1), le(gamma_3, 1))}


def _error(operator: sp.Expr) -> sp.Expr:
    return (operator - teacher) ** 2


def _closest(best: sp.Expr) -> tuple[Relation, ...]:
    return tuple(le(_error(best), _error(plan)) for plan in (vanilla, boot, consistency) if plan is not best)


def _sum_of_two(better: sp.Expr, worse: sp.Expr) -> Relation:
    """W_2^2 over two coordinates, the first weighted with n_T and the second with its own."""
    first, second = le(_error(better), _error(worse)), hatted(le(_error(better), _error(worse)))
    return le(weight * first.lhs + weight_hat * second.lhs, weight * first.rhs + weight_hat * second.rhs)


def _at(relation: Relation, t: int) -> Relation:
    a, s = three_steps.alphas, three_steps.sigmas
    return instance(relation, {alpha: a[t], alpha_p: a[t - 1], sigma: s[t], sigma_p: s[t - 1]})


def _below_end(relation: Relation) -> tuple[Relation, ...]:
    return tuple(_at(relation, t) for t in (1, 2))


# A second, expanding coordinate under the same plan.
HATTED: dict[sp.Basic, sp.Basic] = {
    **{x: ge0(rf"\hat{{{x}}}") for x in (a_1, a_2, gamma_2, gamma_3)}, kept: HATS[kept]
}  # fmt: skip


def hatted(relation: Relation) -> Relation:
    """A relation of the small case for the second coordinate."""
    return instance(relation, HATTED)


HATTED_HYPOTHESES = {
    instance(EXPANDING, HATS): tuple(map(hatted, ABOVE_ONE)),
    instance(SHRINKS, HATS): tuple(map(hatted, SHRINKAGE[SHRINKS])),
}
BOTH_COORDINATES = {CONTRACTING: BELOW_ONE, **SHRINKAGE, **HATTED_HYPOTHESES}


def _schedule_error(operator: sp.Expr) -> sp.Expr:
    return (operator - three_steps.teacher) ** 2


_SCHEDULE_BOOT, _SCHEDULE_VANILLA = _schedule_error(three_steps.boot), _schedule_error(three_steps.vanilla)

SMALL_CASES: Mapping[str, SmallCase] = {
    "N1": SmallCase(
        {CONTRACTING: BELOW_ONE, **SHRINKAGE},
        (ge(vanilla, boot), ge(consistency, boot), ge(boot, teacher), *_closest(boot)),
    ),
    "N2": SmallCase(
        {EXPANDING: ABOVE_ONE, **SHRINKAGE},
        (le(boot, vanilla), le(consistency, vanilla), le(vanilla, teacher), *_closest(vanilla)),
    ),
    "N6-contracting": SmallCase({CONTRACTING: BELOW_ONE, **SHRINKAGE}, (le(_error(vanilla), _error(consistency)),)),
    "N6-expanding": SmallCase({EXPANDING: ABOVE_ONE, **SHRINKAGE}, (le(_error(vanilla), _error(consistency)),)),
    "N6": SmallCase(
        BOTH_COORDINATES,
        (_sum_of_two(vanilla, consistency),),
    ),
    # What is kept for (1, 3] is BOOT's, the only plan; for (0, 3] it is to be as close as BOOT or, expanding, vanilla.
    "T4.1-sharp": SmallCase(
        {
            **BOTH_COORDINATES,
            CLOSEST.relation: (le(_error(kept), _error(boot)),),
            VANILLA_KEPT.relation: (hatted(le(_error(kept), _error(vanilla))),),
        },
        (*_closest(kept), *map(hatted, _closest(kept))),
    ),
    "T4.3": SmallCase(
        {
            VP.relation: _below_end(VP.relation),
            MONOTONE.relation: _below_end(MONOTONE.relation),
            SMALL.relation: (SMALL.relation,),
        },
        (le(_SCHEDULE_BOOT, _SCHEDULE_VANILLA),),
    ),
    "T4.3-sharp": SmallCase(
        {UP_TO_CRITICAL.relation: _below_end(UP_TO_CRITICAL.relation)},
        (
            ge(three_steps.vanilla, three_steps.boot),
            ge(three_steps.consistency, three_steps.boot),
            ge(three_steps.boot, three_steps.teacher),
            le(_SCHEDULE_BOOT, _SCHEDULE_VANILLA),
        ),
    ),
    "T4.2": SmallCase(
        {
            HAS_SIGNAL.relation: _below_end(HAS_SIGNAL.relation),
            DECREASES.relation: _below_end(DECREASES.relation),
            FINITE.relation: _below_end(le(critical, threshold)),
            LARGE.relation: (ge(lam, threshold),),
        },
        (le(_SCHEDULE_VANILLA, _SCHEDULE_BOOT),),
    ),
}
