"""T = 3 with its schedule: one coordinate, every quantity written out from alpha, sigma and lambda."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption
from proofs.logic.relations import Relation, Values, eq, instance, le
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.merging import phi
from proofs.theory.student import shrinkage
from proofs.theory.symbols import alpha, alpha_p, budget, gamma, ge0, lam, norm, sigma, sigma_p

alphas = (sp.S.One, *(ge0(f"alpha_{t}") for t in (1, 2, 3)))
sigmas = (sp.S.Zero, *(sp.Symbol(f"sigma_{t}", positive=True) for t in (1, 2, 3)))


def _at(expression: sp.Expr, t: int) -> sp.Expr:
    return expression.subs(
        {alpha: alphas[t], alpha_p: alphas[t - 1], sigma: sigmas[t], sigma_p: sigmas[t - 1]}, simultaneous=True
    )


def step(t: int) -> sp.Expr:
    """a_t."""
    return _at(step_operator, t)


def merge(t: int, operator: sp.Expr) -> sp.Expr:
    """Phi with gamma_t."""
    return phi(operator).subs({gamma: shrinkage.subs(norm, _at(n_t, t))}, simultaneous=True)


teacher = step(3) * step(2) * step(1)
vanilla = step(3) * merge(3, step(2) * step(1))
boot = step(3) * merge(3, step(2)) * merge(3, step(1))
consistency = step(3) * merge(3, step(2) * merge(2, step(1)))


def error(operator: sp.Expr) -> sp.Expr:
    """Squared distance from the teacher."""
    return (operator - teacher) ** 2


def below_end(relation: Relation) -> tuple[Relation, ...]:
    """What a relation about time t says for every t < T."""
    return tuple(
        instance(relation, {alpha: alphas[t], alpha_p: alphas[t - 1], sigma: sigmas[t], sigma_p: sigmas[t - 1]})
        for t in (1, 2)
    )


SCHEDULE = (
    *(Assumption(eq(alphas[t] ** 2 + sigmas[t] ** 2, 1), f"variance preserving at t = {t}") for t in (1, 2, 3)),
    *(Assumption(le(alphas[t], alphas[t - 1]), f"the signal does not increase at t = {t}") for t in (1, 2, 3)),
)


def values(
    first: tuple[int, int, int], second: tuple[int, int, int], variance: sp.Rational, s: sp.Expr
) -> dict[sp.Basic, sp.Basic]:
    """A rational VP schedule from two Pythagorean triples (signal, noise, hypotenuse), ending in pure noise."""
    at: dict[sp.Basic, sp.Basic] = {alphas[3]: sp.S.Zero, sigmas[3]: sp.S.One, lam: variance, budget: s}
    for t, (signal, noise, hypotenuse) in ((1, first), (2, second)):
        at[alphas[t]] = sp.Rational(signal, hypotenuse)
        at[sigmas[t]] = sp.Rational(noise, hypotenuse)
    return at


def half_shrinkage(first: tuple[str, str], second: tuple[str, str], variance: str) -> Values:
    """(alpha, sigma) at times 1 and 2, which need not be variance preserving, pure noise at 3, gamma_3 = 1/2."""
    at: dict[sp.Basic, sp.Basic] = {lam: sp.Rational(variance), budget: sp.log(2) / 2}
    at |= {alphas[3]: sp.S.Zero, sigmas[3]: sp.S.One}
    for t, (signal, noise) in ((1, first), (2, second)):
        at |= {alphas[t]: sp.Rational(signal), sigmas[t]: sp.Rational(noise)}
    return at


# The budgets make every gamma_t rational: exp(-2 s n_t) is 2^-3, 2^-4 and 5^-2, 5^-3 at t = 3, 2.
ONE_OPERATOR_FAILS = values((4, 3, 5), (3, 4, 5), sp.Rational(52, 27), sp.Rational(3, 2) * sp.log(2))
BOTH_BEATEN = values((15, 8, 17), (4, 3, 5), sp.Rational(57, 32), sp.log(5))
