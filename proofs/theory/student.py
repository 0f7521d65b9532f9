"""P3.3: gradient flow interpolates between the start and the target; gradient descent does so step by step, and converges."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt, instance, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory import moments
from proofs.theory.symbols import budget, ge0, norm, real

start, target, operator = real("x"), real("b"), real("a")
trained = sp.Function("a")
rival = sp.Function("f")

# E[(a z - b z)^2] for z ~ N(0, n), and what it comes to. Its only minimiser is b: any other operator is b + h.
_z = moments.state(norm)
expected_loss = moments.mean((operator * _z - target * _z) ** 2, moments.normal)
loss = norm * (operator - target) ** 2
offset = sp.Symbol("h", real=True, nonzero=True)
LOSS = eq(expected_loss, loss)
GRADIENT = eq(sp.Derivative(loss, operator), 2 * norm * (operator - target))
# The loss of b + h, multiplied out, is above 0, which is the loss of b.
LEAST_AT_TARGET = gt(norm * (target + offset) ** 2 + norm * target**2, 2 * norm * (target + offset) * target)

shrinkage = 1 - sp.exp(-2 * budget * norm)
CLOSED_FORM = (1 - shrinkage) * start + shrinkage * target

STARTS = eq(sp.Subs(CLOSED_FORM, budget, 0), start)

# Gradient descent: k steps at learning rate eta.
rate = sp.Symbol("eta", positive=True)
state, decay, count = real("a_k"), real("r^k"), ge0("k")
FITS = eq(state, target + decay * (start - target))
rate_slow = sp.Symbol(r"\eta'", positive=True)
STABLE = lt(rate * norm, 1)
SLOW = le(2 * rate_slow * norm, 1)
# A step multiplies the squared distance by 1 - q, and (1 + q k) (1 - q)^k <= 1.
speed = 4 * rate * norm * (1 - rate * norm)
WITHIN = le((state - target) ** 2 * (1 + speed * count), (start - target) ** 2)
CONVERGES = le((state - target) ** 2, (start - target) ** 2 / (1 + speed * count))
HAS_SPEED = gt(speed, 0)
many, some_speed = sp.Symbol("m", integer=True, positive=True), sp.Symbol("q", positive=True)
VANISHES = eq(sp.Limit((start - target) ** 2 / (1 + some_speed * many), many, sp.oo), 0)
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
    "gradient steps: the operator a_k, the factor r^k and the number k of steps",
    (state, decay, count),
    (
        Construction("k = 0", (), {state: start, decay: sp.S.One, count: sp.S.Zero}),
        Construction("from k to k + 1", ({},), {state: descend(state), decay: ratio * decay, count: count + 1}),
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
        Step("the loss by integration over z ~ N(0, n)", LOSS, Algebra()),
        Step("its gradient vanishes at b alone", GRADIENT, Algebra()),
        Step(
            "every other operator b + h has a loss above 0, which is that of b",
            LEAST_AT_TARGET,
            SumOfProducts(((norm, offset**2),)),
        ),
        Step("SymPy solves the gradient flow", eq(solved, CLOSED_FORM), Algebra()),
        Step(
            "the closed form satisfies the flow",
            eq(sp.Derivative(CLOSED_FORM, budget), flow(CLOSED_FORM)),
            Algebra(),
        ),
        Step("it starts at the held operator", STARTS, Algebra()),
        Step(
            "along any solution f, (f - b) exp(2 n s) has derivative 0",
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
            "the squared distance to b, times 1 + q k, never exceeds what it was",
            WITHIN,
            Induction(
                ITERATES,
                (
                    (),
                    (
                        Step(
                            "one more step: 1 + q k - (1 - q) (1 + q (k + 1)) = q^2 (k + 1)",
                            instance(WITHIN, {state: descend(state), count: count + 1}),
                            SumOfProducts(
                                (
                                    ((start - target) ** 2 - (state - target) ** 2 * (1 + speed * count),),
                                    (speed**2, count + 1, (state - target) ** 2),
                                )
                            ),
                            given=(WITHIN,),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "q is positive when 0 < eta n < 1",
            HAS_SPEED,
            SumOfProducts(((sp.Integer(4), rate, norm, 1 - rate * norm),)),
            given=(STABLE,),
        ),
        Step(
            "so 1 + q k is positive",
            gt(1 + speed * count, 0),
            SumOfProducts(((sp.S.One,), (speed, count))),
            given=(HAS_SPEED,),
        ),
        Step(
            "after k steps the squared distance is at most its (1 + q k)-th part",
            CONVERGES,
            SumOfProducts(
                (((start - target) ** 2 - (state - target) ** 2 * (1 + speed * count), 1 / (1 + speed * count)),)
            ),
            given=(WITHIN, gt(1 + speed * count, 0)),
        ),
        Step("which tends to 0, whatever q > 0 is: gradient descent converges to b", VANISHES, Algebra()),
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
                sp.Limit((1 - 2 * budget * norm / many) ** many, many, sp.oo),
                1 - shrinkage,
            ),
            Algebra(),
        ),
    )


P3_3 = Claim(
    id="P3.3",
    title="Student interpolation under gradient flow",
    says="For z_t ~ N(0, n) the loss E[(a z_t - b z_t)^2] is n (a - b)^2; its only minimiser is b. Gradient flow on it for "
    "time s from a(0) = x gives (1 - gamma_t) x + gamma_t b with gamma_t = 1 - exp(-2 s n) in [0, 1); along every solution f "
    "of the flow the derivative of (f - b) exp(2 n s) is 0. Gradient descent at rate eta gives a_k = b + (1 - 2 eta n)^k "
    "(x - b); for eta n < 1 it converges to b: (a_k - b)^2 is at most (x - b)^2 / (1 + q k) with q = 4 eta n (1 - eta n) > 0, "
    "which tends to 0. For 2 eta n <= 1 it does not overshoot.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(STABLE, "the learning rate is stable (gradient descent only)"),
        Assumption(SLOW, "another learning rate eta' is half as large at most (no overshoot)"),
    ),
    conclusions=(
        LOSS,
        GRADIENT,
        LEAST_AT_TARGET,
        eq(sp.Derivative(CLOSED_FORM, budget), flow(CLOSED_FORM)),
        STARTS,
        UNIQUE,
        ge(shrinkage, 0),
        lt(shrinkage, 1),
        FITS,
        CONVERGES,
        VANISHES,
        NO_OVERSHOOT,
        NO_GROWTH,
    ),
    derive=derive,
    for_all="all x, b, s >= 0, n > 0; every number k of gradient steps",
    witness={
        rate: sp.Rational(3, 4), rate_slow: sp.Rational(1, 4), norm: sp.S.One, decay_slow: sp.S.Half,
        start: sp.S.One, target: sp.S.Zero, state: -sp.S.Half, decay: -sp.S.Half, count: sp.S.One,
    },
    depends_on=("D2.1",),
    families=(ITERATES, SLOW_ITERATES),
    ablations={
        STABLE: {rate: sp.Integer(2), state: sp.Integer(-3), decay: sp.Integer(-3)},
        SLOW: {rate_slow: sp.S.One, decay_slow: -sp.S.One},
    },
)  # fmt: skip
