"""Expectations over independent standard normal numbers, as the integrals that define them.

The Gaussian states of the theory are written with them: z ~ N(0, V) is sqrt(V) times one of them.
"""

from __future__ import annotations

import sympy as sp

from proofs.theory.symbols import real

# Standard normal numbers: one that drives a state, and one that is independent of it.
normal, other_normal = real("epsilon"), real(r"\epsilon'")


def mean(value: sp.Expr, *normals: sp.Symbol) -> sp.Integral:
    """E[value] over the standard normal numbers that it mentions, which are to be named."""
    density = sp.Mul(*(sp.exp(-(e**2) / 2) / sp.sqrt(2 * sp.pi) for e in normals))
    return sp.Integral(value * density, *((e, -sp.oo, sp.oo) for e in normals))


def state(variance: sp.Expr) -> sp.Expr:
    """A state z ~ N(0, variance), for a variance of at least 0."""
    return sp.sqrt(variance) * normal
