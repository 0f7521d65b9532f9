"""The operator of a plan and its error, without cancellation, in any number system (claims D2.1, D4.1)."""

from __future__ import annotations

from numerics.model.operators import FloatOperators, Operators
from numerics.numbers.reals import Floats, N
from numerics.plans.plan import Plan


def run(plan: Plan, step: list[N], complement: list[N], keep: list[N], shrink: list[N]) -> tuple[N, N]:
    """Value v and error v - P of a plan for numbers indexed [t]; N may also be an array over coordinates.

    With the first operand (P1, u1, e1), u = 1 - P, e = v - P, and the product of the others (P2, u2, e2), Q = P2 + e2:
    v = (P1 + e1)(1 - gamma + gamma Q), hence v - P1 P2 = e1 (1 - gamma + gamma Q) + P1 ((1 - gamma) u2 + gamma e2).
    No nearby numbers are subtracted: on a contracting or expanding coordinate all terms have one sign.
    """
    zero = complement[0]

    def product(left: tuple[N, N, N, int], right: tuple[N, N, N, int]) -> tuple[N, N, N, int]:
        p1, u1, e1, start = left
        p2, u2, e2, _ = right
        return p1 * p2, u1 + p1 * u2, e1 * (p2 + e2) + p1 * e2, start

    def merge(operands: list[tuple[N, N, N, int]]) -> tuple[N, N, N, int]:
        rest = operands[1]
        for operand in operands[2:]:
            rest = product(rest, operand)
        p1, u1, e1, start = operands[0]
        p2, u2, e2, _ = rest
        student = keep[start] + shrink[start] * (p2 + e2)
        error = e1 * student + p1 * (keep[start] * u2 + shrink[start] * e2)
        return p1 * p2, u1 + p1 * u2, error, start

    value, _, error, _ = plan.fold(lambda t: (step[t], complement[t], zero, t), merge)
    return value + error, error


def evaluate(plan: Plan, ops: Operators[N]) -> tuple[list[N], list[N]]:
    """Operator v and error v - tau of a plan per coordinate (lists of length d); the plan must cover T … 1."""
    values, errors = [], []
    for i in range(ops.dim):
        columns = ([row[i] for row in table] for table in (ops.step, ops.complement, ops.keep, ops.shrink))
        value, error = run(plan, *columns)
        values.append(value)
        errors.append(error)
    return values, errors


def evaluate_floats(plan: Plan, ops: FloatOperators) -> tuple[Floats, Floats]:
    """`evaluate` in doubles, all coordinates at once: arrays of shape (d,)."""
    value, error = run(plan, list(ops.step), list(ops.complement), list(ops.keep), list(ops.shrink))
    return value, error


def teacher(ops: Operators[N]) -> list[N]:
    """The composite tau = a_T ... a_1 per coordinate (claim D2.1)."""
    tau = ops.step[0]
    for t in range(ops.steps, 0, -1):
        tau = [x * a for x, a in zip(tau, ops.step[t], strict=True)]
    return tau


def w2_squared(errors: list[N], ops: Operators[N]) -> N:
    """Squared W_2 distance to the teacher's operator: sum over i of n_T^i (v_i - tau_i)^2 (claim T4.1).

    errors: one for each column of the operators; it counts as often as its eigenvalue occurs.
    """
    total, *others = [w * n * (e * e) for w, n, e in zip(ops.weights, ops.norm[ops.steps], errors, strict=True)]
    for term in others:
        total = total + term
    return total
