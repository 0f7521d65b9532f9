"""The symbols of the theory, each with the range it is declared over.

A subscript p stands for "previous time": alpha_p is alpha_{t-1}.
"""

from __future__ import annotations

import sympy as sp

# One coordinate of the data, and one teacher step z_t -> z_{t-1}.
lam = sp.Symbol("lambda", nonnegative=True)
alpha, alpha_p = sp.symbols(r"alpha_t alpha_{t-1}", nonnegative=True)
sigma = sp.Symbol("sigma_t", positive=True)
sigma_p = sp.Symbol(r"sigma_{t-1}", nonnegative=True)
x, z, z_p = sp.symbols(r"x_0 z_t z_{t-1}", real=True)

# Signal shrinkage at one time, whose n_t is n: the student's time, and gamma = 1 - exp(-2 s n).
budget = sp.Symbol("s", nonnegative=True)
gamma = sp.Symbol("gamma", nonnegative=True)
norm = sp.Symbol("n", positive=True)

# Merging: any step operator, the operator of a plan, of two reference plans, and the teacher's composite.
a = sp.Symbol("a_t", nonnegative=True)
a_T = sp.Symbol("a_T", nonnegative=True)
v_plan = sp.Symbol("v_pi", real=True)
v_boot = sp.Symbol(r"v_{\mathrm{BOOT}}", real=True)
v_vanilla = sp.Symbol(r"v_{\mathrm{vanilla}}", real=True)
v_segment = sp.Symbol(r"v_{\mathrm{seg}}", real=True)
tau = sp.Symbol("tau", real=True)


def ge0(name: str) -> sp.Symbol:
    """A non-negative symbol."""
    return sp.Symbol(name, nonnegative=True)


def real(name: str) -> sp.Symbol:
    """A real symbol."""
    return sp.Symbol(name, real=True)
