"""P3.3: gradient descent actually run, and the derived shrinkage."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from numerics.checks import derived
from numerics.checks.check import Check, mutant, no_violation
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


def interpolates(instance: Descent, gain: int = 2, swap: bool = False) -> bool:
    """P3.3, discrete: gradient descent is (1 - gamma) x + gamma b with gamma = 1 - (1 - 2 eta n)^k."""
    x, b, norm, relative, count = instance
    rate = relative / norm
    gamma = 1 - (1 - gain * rate * norm) ** count
    predicted = gamma * x + (1 - gamma) * b if swap else (1 - gamma) * x + gamma * b
    return descend(x, b, norm, rate, count) == predicted


def converges(instance: Descent, limit: Fraction = Fraction(1)) -> bool:
    """P3.3: descent at eta n < limit never moves away from the target."""
    x, b, norm, relative, count = instance
    return abs(descend(x, b, norm, relative * limit / norm, count) - b) <= abs(x - b)


def checks(digits: int) -> tuple[Check, ...]:
    """digits: of the derived shrinkage."""
    return (
        Check(
            "P3.3", Level.PROPERTY, "Fractions", "random starts, targets and stable rates", "up to 8 gradient steps",
            no_violation(descents, lambda x: interpolates(x) and converges(x)),
            (
                mutant("gradient of half the loss", descents, lambda x: interpolates(x, gain=1)),
                mutant("start and target exchanged", descents, lambda x: interpolates(x, swap=True)),
                mutant("stable up to twice the rate", descents, lambda x: converges(x, limit=Fraction(2))),
            ),
        ),
        derived.arrays("P3.3", "gamma_t", digits, "shrink"),
    )  # fmt: skip
