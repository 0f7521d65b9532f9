"""P3.3: gradient descent actually run, and the derived shrinkage."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from numerics.checks import derived
from numerics.checks.check import TINY, Check, edge, mutant, no_violation
from numerics.checks.strategies import entry, positive, unit
from proofs.logic.verdict import Level

# P3.3: gradient descent, actually run.
Descent = tuple[Fraction, Fraction, Fraction, Fraction, int]
descents: st.SearchStrategy[Descent] = st.tuples(entry, entry, positive(), unit(20, 1), st.integers(0, 8))


def descend(x: Fraction, b: Fraction, norm: Fraction, rate: Fraction, count: int) -> Fraction:
    """Count steps of gradient descent on norm (a - b)^2 from x."""
    a = x
    for _ in range(count):
        a -= rate * 2 * norm * (a - b)
    return a


def interpolates(instance: Descent, gain: Fraction = Fraction(2), swap: bool = False) -> bool:
    """P3.3, discrete: gradient descent is (1 - gamma) x + gamma b with gamma = 1 - (1 - 2 eta n)^k."""
    x, b, norm, relative, count = instance
    rate = relative / norm
    gamma = 1 - (1 - gain * rate * norm) ** count
    predicted = gamma * x + (1 - gamma) * b if swap else (1 - gamma) * x + gamma * b
    return descend(x, b, norm, rate, count) == predicted


def converges(instance: Descent, limit: Fraction = Fraction(1), gain: Fraction = Fraction(1)) -> bool:
    """P3.3: k steps at eta n < limit leave at most 1 / (1 + q k) of the squared distance, q = 4 eta n (1 - eta n)."""
    x, b, norm, relative, count = instance
    relative *= limit
    part = 1 + gain * 4 * relative * (1 - relative) * count
    return part > 0 and (descend(x, b, norm, relative / norm, count) - b) ** 2 <= (x - b) ** 2 / part


# Two equally likely values of z, and operators a and b.
Pair = tuple[Fraction, Fraction, Fraction, Fraction]
pairs: st.SearchStrategy[Pair] = st.tuples(entry, entry, entry, entry)


def loss_is_quadratic(instance: Pair, power: int = 2, likely: Fraction = Fraction(1, 2)) -> bool:
    """P3.3: E (a z - b z)^2 is E z^2 (a - b)^2, for any z. likely: each value, in E z^2."""
    first, second, a, b = instance
    loss = ((a * first - b * first) ** 2 + (a * second - b * second) ** 2) / 2
    return loss == (first**power + second**power) * likely * (a - b) ** 2


_PLAIN: Descent = (Fraction(1), Fraction(3), Fraction(2), Fraction(1, 4), 3)
_SLOW: Descent = (Fraction(1), Fraction(0), Fraction(1), TINY / 8, 1)  # so slow that the bound is nearly met
_PAIR: Pair = (Fraction(1), Fraction(2), Fraction(3), Fraction(1))


def checks(digits: int) -> tuple[Check, ...]:
    """digits: of the derived shrinkage."""
    return (
        Check(
            "P3.3", Level.PROPERTY, "Fractions", "random starts, targets and stable rates", "up to 8 gradient steps",
            no_violation(descents, lambda x: interpolates(x) and converges(x)),
            (
                mutant("gradient of half the loss", descents, lambda x: interpolates(x, gain=Fraction(1))),
                mutant("start and target exchanged", descents, lambda x: interpolates(x, swap=True)),
                mutant("stable up to twice the rate", descents, lambda x: converges(x, limit=Fraction(2))),
                mutant("converges twice as fast", descents, lambda x: converges(x, gain=Fraction(2))),
            ),
            edge=edge(
                lambda: interpolates(_PLAIN) and converges(_SLOW),
                lambda: interpolates(_PLAIN, gain=2 + TINY) or converges(_SLOW, gain=1 + TINY),
            ),
        ),
        Check(
            "P3.3", Level.PROPERTY, "Fractions, loss", "the loss of random operators at a random z", "z takes two values",
            no_violation(pairs, loss_is_quadratic),
            (mutant("first moments for second ones", pairs, lambda x: loss_is_quadratic(x, power=1)),),
            edge=edge(
                lambda: loss_is_quadratic(_PAIR), lambda: loss_is_quadratic(_PAIR, likely=Fraction(1, 2) + TINY)
            ),
        ),
        derived.arrays("P3.3", "gamma_t", digits, "shrink"),
    )  # fmt: skip
