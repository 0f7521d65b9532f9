"""P3.3: gradient flow interpolates between the start and the target; gradient descent does so step by step."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.symbols import budget, norm, real

start, target, operator = real("x"), real("b"), real("a")
trained = sp.Function("a")
rival = sp.Function("f")

# E[(a z - b z)^2] with E[z^2] = n_t.
loss = norm * (operator - target) ** 2

shrinkage = 1 - sp.exp(-2 * budget * norm)
CLOSED_FORM = (1 - shrinkage) * start + shrinkage * target

STARTS = eq(sp.Subs(CLOSED_FORM, budget, 0), start)

# Gradient descent: k steps at learning rate eta.
rate = sp.Symbol("eta", positive=True)
count = sp.Symbol("k", integer=True, positive=True)
state, decay = real("a_k"), real("r^k")
FITS = eq(state, target + decay * (start - target))
rate_slow = sp.Symbol(r"\eta'", positive=True)
STABLE = lt(rate * norm, 1)
SLOW = le(2 * rate_slow * norm, 1)
SHRINKS_EACH_TIME, STAYS_SMALL = lt((1 - 2 * rate * norm) ** 2, 1), le(decay**2, 1)
CONVERGES = le((state - target) ** 2, (start - target) ** 2)
decay_slow = real(r"r'^k")
NO_OVERSHOOT, NO_GROWTH = ge(decay_slow, 0), le(decay_slow, 1)


def flow(function: sp.Expr) -> sp.Expr:
    """The right-hand side of the gradient flow at a value of the operator."""
    return -sp.diff(loss, operator).subs(operator, function)


def solution() -> sp.Expr:
    """The flow solved by SymPy, with a(0) = x."""
    equation = eq(trained(budget).diff(budget), flow(trained(budget)))
    return sp.dsolve(equation, trained(budget), ics={trained(0): start}).rhs


def descend(value: sp.Expr) -> sp.Expr:
    """One step of gradient descent."""
    return value - rate * sp.diff(loss, operator).subs(operator, value)


ratio = 1 - 2 * rate * norm
ITERATES = Family(
    "gradient steps: the operator a_k and the factor r^k",
    (state, decay),
    (
        Construction("k = 0", (), {state: start, decay: sp.S.One}),
        Construction("from k to k + 1", ({},), {state: descend(state), decay: ratio * decay}),
    ),
)

ratio_slow = 1 - 2 * rate_slow * norm
SLOW_ITERATES = Family(
    "gradient steps at rate eta': the factor r'^k, which is 1 - gamma",
    (decay_slow,),
    (
        Construction("k = 0", (), {decay_slow: sp.S.One}),
        Construction("from k to k + 1", ({},), {decay_slow: ratio_slow * decay_slow}),
    ),
)

gap = (rival(budget) - target) * sp.exp(2 * norm * budget)
UNIQUE = eq(gap.diff(budget).subs(rival(budget).diff(budget), flow(rival(budget))), 0)


def derive() -> Derivation:
    solved = solution()
    u = real("u")
    as_integral = eq(shrinkage, sp.Integral(2 * norm * sp.exp(-2 * norm * u), (u, 0, budget)))
    return (
        Step("SymPy solves the gradient flow", eq(solved, CLOSED_FORM), Algebra()),
        Step(
            "the closed form satisfies the flow",
            eq(sp.Derivative(CLOSED_FORM, budget), flow(CLOSED_FORM)),
            Algebra(),
        ),
        Step("it starts at the held operator", STARTS, Algebra()),
        Step(
            "it is the only solution: for any solution f, (f - b) exp(2 n s) has derivative 0",
            UNIQUE,
            Algebra(),
        ),
        Step(
            "the shrinkage is an integral of a positive function over the time trained",
            as_integral,
            Algebra(),
        ),
        Step(
            "hence gamma_t >= 0",
            ge(shrinkage, 0),
            SumOfProducts(((as_integral.rhs,),)),
            given=(as_integral,),
        ),
        Step("and gamma_t < 1", lt(shrinkage, 1), SumOfProducts(((sp.exp(-2 * budget * norm),),))),
        Step(
            "gradient descent: a_k - b shrinks by the factor 1 - 2 eta n at each step",
            FITS,
            Induction(
                ITERATES,
                (
                    (),
                    (
                        Step(
                            "one more gradient step",
                            eq(descend(state), target + ratio * decay * (start - target)),
                            Algebra(),
                            given=(FITS,),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "when 0 < eta n < 1 the factor |1 - 2 eta n| is below 1",
            SHRINKS_EACH_TIME,
            SumOfProducts(((sp.Integer(4), rate, norm, 1 - rate * norm),)),
            given=(STABLE,),
        ),
        Step(
            "so no factor r^k exceeds 1 in size",
            STAYS_SMALL,
            Induction(
                ITERATES,
                (
                    (),
                    (
                        Step(
                            "one more factor",
                            le((ratio * decay) ** 2, 1),
                            SumOfProducts(((1 - decay**2,), (decay**2, 1 - ratio**2))),
                            given=(STAYS_SMALL, SHRINKS_EACH_TIME),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "and |a_k - b| never exceeds |x - b|",
            CONVERGES,
            SumOfProducts((((start - target) ** 2, 1 - decay**2),)),
            given=(FITS, STAYS_SMALL),
        ),
        Step(
            "and without overshoot when 2 eta' n <= 1: then the discrete gamma = 1 - r'^k lies in [0, 1]",
            sp.And(NO_OVERSHOOT, NO_GROWTH, evaluate=False),
            Induction(
                SLOW_ITERATES,
                (
                    (),
                    (
                        Step(
                            "the factor keeps its sign",
                            ge(ratio_slow * decay_slow, 0),
                            SumOfProducts(((ratio_slow, decay_slow),)),
                            given=(SLOW, NO_OVERSHOOT),
                        ),
                        Step(
                            "and does not grow",
                            le(ratio_slow * decay_slow, 1),
                            SumOfProducts(((1 - decay_slow,), (sp.Integer(2), rate_slow, norm, decay_slow))),
                            given=(NO_OVERSHOOT, NO_GROWTH),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "many small steps, eta = s / k: gradient descent becomes the flow",
            eq(
                sp.Limit((1 - 2 * budget * norm / count) ** count, count, sp.oo),
                1 - shrinkage,
            ),
            Algebra(),
        ),
    )


P3_3 = Claim(
    id="P3.3",
    title="Student interpolation under gradient flow",
    says="Gradient flow on E[(a z_t - b z_t)^2] for time s from a(0) = x gives (1 - gamma_t) x + gamma_t b with "
    "gamma_t = 1 - exp(-2 s n_t) in [0, 1). Gradient descent at rate eta gives gamma = 1 - (1 - 2 eta n_t)^k; "
    "for eta n_t < 1 its distance |a_k - b| = |1 - 2 eta n_t|^k |x - b| never exceeds |x - b|, and for 2 eta n_t <= 1 it "
    "does not overshoot. Here n stands for n_t.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(STABLE, "the learning rate is stable (gradient descent only)"),
        Assumption(SLOW, "another learning rate eta' is half as large at most (no overshoot)"),
    ),
    conclusions=(
        eq(sp.Derivative(CLOSED_FORM, budget), flow(CLOSED_FORM)),
        STARTS,
        UNIQUE,
        ge(shrinkage, 0),
        lt(shrinkage, 1),
        FITS,
        CONVERGES,
        NO_OVERSHOOT,
        NO_GROWTH,
    ),
    derive=derive,
    for_all="all x, b, s >= 0, n > 0; every number k of gradient steps",
    witness={
        rate: sp.Rational(3, 4), rate_slow: sp.Rational(1, 4), norm: sp.S.One, decay_slow: sp.S.Half,
        start: sp.S.One, target: sp.S.Zero, state: -sp.S.Half, decay: -sp.S.Half,
    },
    depends_on=("D2.1",),
    families=(ITERATES, SLOW_ITERATES),
    ablations={
        STABLE: {rate: sp.Integer(2), state: sp.Integer(-3), decay: sp.Integer(-3)},
        SLOW: {rate_slow: sp.S.One, decay_slow: -sp.S.One},
    },
)  # fmt: skip
