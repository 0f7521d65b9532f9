"""Naive references: the teacher, a merge, and Algorithm A1 word for word. They share no code with the solvers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from numerics.checks.strategies import ExactOperators
from numerics.model.schedules.tabulated import Tabulated
from numerics.plans.plan import Plan

Merge = Callable[[int, list[Fraction], ExactOperators, int], Fraction]


def surrogate(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """D4.1: X_1 (1 - gamma + gamma X_2 ... X_k), as the student's average of what it holds and what it wants."""
    product = Fraction(1)
    for x in operands:
        product *= x
    return ops.keep[start][i] * operands[0] + ops.shrink[start][i] * product


def reset(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """Another reading, refuted by T4.3: every merge starts from the teacher's single step."""
    return surrogate(start, operands, ops, i) + ops.keep[start][i] * (ops.step[start][i] - operands[0])


def at_the_end(start: int, operands: list[Fraction], ops: ExactOperators, i: int) -> Fraction:
    """A mutant: gamma of the time before."""
    return surrogate(start - 1, operands, ops, i)


def by_definition(plan: Plan, ops: ExactOperators, i: int = 0, merge: Merge = surrogate) -> Fraction:
    """The operator of a plan, merge by merge."""

    def node(children: list[tuple[int, Fraction]]) -> tuple[int, Fraction]:
        start = children[0][0]
        return start, merge(start, [x for _, x in children], ops, i)

    def leaf(t: int) -> tuple[int, Fraction]:
        return t, ops.step[t][i]

    return plan.fold(leaf, node)[1]


def naive_kept(ops: ExactOperators, start: int, end: int, late: int = 0) -> Fraction:
    """A1 word for word, one coordinate: the kept operator of (start, end], by the distance to the exact product."""
    keep = ops.keep[end - late][0]

    def exact(i: int, j: int) -> Fraction:
        product = Fraction(1)
        for t in range(i + 1, j + 1):
            product *= ops.step[t][0]
        return product

    def products(i: int, m: int) -> list[Fraction]:
        """Products of kept operators over all ways to divide (i, m] into operands."""
        found = [naive_kept(ops, i, m, late)]
        for k in range(i + 1, m):
            first = naive_kept(ops, k, m, late)
            found += [first * q for q in products(i, k)]
        return found

    if end - start == 1:
        return ops.step[end][0]
    candidates = []
    for m in range(start + 1, end):
        target = exact(start, m)
        q = min(products(start, m), key=lambda x: abs(x - target))
        candidates.append(naive_kept(ops, m, end, late) * (keep + (1 - keep) * q))
    return min(candidates, key=lambda v: abs(v - exact(start, end)))


def denoise(z: Fraction, alpha: Fraction, sigma: Fraction, lam: Fraction) -> Fraction:
    """P3.1 in one dimension."""
    return alpha * lam * z / (alpha * alpha * lam + sigma * sigma)


def ddim_chain(schedule: Tabulated, lam: Fraction, stop: int = 0) -> Fraction:
    """z_stop from z_T = 1, step by step through the denoiser: no formula for a_t is used."""
    z = Fraction(1)
    for t in range(schedule.steps, stop, -1):
        x = denoise(z, schedule.alpha[t], schedule.sigma[t], lam)
        noise = (z - schedule.alpha[t] * x) / schedule.sigma[t]
        z = schedule.alpha[t - 1] * x + schedule.sigma[t - 1] * noise
    return z
