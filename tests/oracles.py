"""Naive oracles in mpmath and fractions. They share no code with the package: own schedules, plans and evaluation.

A plan here is a nested tuple or list: a leaf is a step, a node its operands in the order of application.
"""

from __future__ import annotations

import functools
import itertools
import math
from fractions import Fraction
from typing import Any

import mpmath


def compositions(items: tuple[int, ...]) -> list[list[tuple[int, ...]]]:
    """All ways to cut a sequence into consecutive non-empty groups."""
    found = []
    for flags in itertools.product((False, True), repeat=len(items) - 1):
        groups: list[tuple[int, ...]] = [(items[0],)]
        for item, cut in zip(items[1:], flags, strict=True):
            if cut:
                groups.append((item,))
            else:
                groups[-1] = (*groups[-1], item)
        found.append(groups)
    return found


def all_plans(steps: tuple[int, ...]) -> list[Any]:
    """All merge plans over the given steps, largest first."""
    if len(steps) == 1:
        return [steps[0]]
    plans: list[Any] = []
    for groups in compositions(steps):
        if len(groups) >= 2:
            plans.extend(itertools.product(*(all_plans(group) for group in groups)))
    return plans


def cosine(steps: int) -> tuple[list[Any], list[Any]]:
    """alpha and sigma of the cosine schedule at the precision of mpmath."""
    angles = [mpmath.pi * t / (2 * steps) for t in range(steps + 1)]
    return [mpmath.cos(x) for x in angles], [mpmath.sin(x) for x in angles]


def convert(values: Any) -> list[Any]:
    """Fractions as mpmath numbers."""
    return [mpmath.mpf(x.numerator) / x.denominator for x in values]


def decimals_lost(alpha: Any, sigma: Any, lams: Any, budget: Fraction) -> int:
    """How many decimals the smallest errors lie below 1, and again those of the differences between plans."""
    largest = max(a * a * lam + s * s for a, s in zip(alpha[1:], sigma[1:], strict=True) for lam in lams)
    return math.ceil(2 * budget * largest / Fraction(23, 10))


def operator(plan: Any, alpha: list[Any], sigma: list[Any], lam: Any, budget: Any) -> Any:
    """Operator of a plan for one coordinate, straight from the definitions (budget None: infinite)."""

    def variance(t: int) -> Any:
        return alpha[t] * alpha[t] * lam + sigma[t] * sigma[t]

    def gamma(t: int) -> Any:
        return 1 if budget is None else 1 - mpmath.exp(-2 * budget * variance(t))

    def value(part: Any) -> tuple[Any, int]:
        if isinstance(part, int):
            inner = alpha[part - 1] * alpha[part] * lam + sigma[part - 1] * sigma[part]
            return inner / variance(part), part
        first, start = value(part[0])
        target = first
        for operand in part[1:]:
            target = target * value(operand)[0]
        return (1 - gamma(start)) * first + gamma(start) * target, start

    return value(plan)[0]


def composite(alpha: list[Any], sigma: list[Any], lam: Any) -> Any:
    """tau: the product of all steps."""
    product = 1
    for t in range(1, len(alpha)):
        inner = alpha[t - 1] * alpha[t] * lam + sigma[t - 1] * sigma[t]
        product = product * inner / (alpha[t] * alpha[t] * lam + sigma[t] * sigma[t])
    return product


def w2(plan: Any, alpha: list[Any], sigma: list[Any], lams: list[Any], budget: Any) -> Any:
    """W_2 distance between what the student and the teacher generate."""
    total = mpmath.mpf(0)
    for lam in lams:
        norm = alpha[-1] ** 2 * lam + sigma[-1] ** 2
        error = operator(plan, alpha, sigma, lam, budget) - composite(alpha, sigma, lam)
        total += norm * error**2
    return mpmath.sqrt(total)


def reachable(alpha: list[Any], sigma: list[Any], lams: list[Any], budget: Any) -> list[list[Any]]:
    """Operators of every plan, one per coordinate, in the order of all_plans; each interval is worked out once."""
    numbers = range(len(lams))
    variance = [[a * a * lam + s * s for lam in lams] for a, s in zip(alpha, sigma, strict=True)]
    gamma = [[1 if budget is None else 1 - mpmath.exp(-2 * budget * x) for x in row] for row in variance]

    @functools.cache
    def over(steps: tuple[int, ...]) -> list[list[Any]]:
        first = steps[0]
        if len(steps) == 1:
            inner = [alpha[first - 1] * alpha[first] * lam + sigma[first - 1] * sigma[first] for lam in lams]
            return [[inner[k] / variance[first][k] for k in numbers]]
        found = []
        for groups in compositions(steps):
            if len(groups) >= 2:
                for operands in itertools.product(*(over(group) for group in groups)):
                    targets = [mpmath.fprod(operand[k] for operand in operands) for k in numbers]
                    kept = [(1 - gamma[first][k]) * operands[0][k] for k in numbers]
                    found.append([kept[k] + gamma[first][k] * targets[k] for k in numbers])
        return found

    return over(tuple(range(len(alpha) - 1, 0, -1)))


def minimum(alpha: list[Any], sigma: list[Any], lams: list[Any], budget: Any) -> Any:
    """Smallest W_2 over every plan."""
    norms = [alpha[-1] ** 2 * lam + sigma[-1] ** 2 for lam in lams]
    targets = [composite(alpha, sigma, lam) for lam in lams]
    rows = ([v - tau for v, tau in zip(plan, targets, strict=True)] for plan in reachable(alpha, sigma, lams, budget))
    return mpmath.sqrt(min(mpmath.fsum(n * e * e for n, e in zip(norms, row, strict=True)) for row in rows))


def critical(alpha: list[Any], sigma: list[Any]) -> list[Any]:
    """c_1 … c_{T-1}, found as the lambda at which a_j = 1, by the definition of a_j (None: never)."""
    found = []
    for j in range(1, len(alpha) - 1):
        slope = alpha[j - 1] * alpha[j] - alpha[j] * alpha[j]
        offset = sigma[j] * sigma[j] - sigma[j - 1] * sigma[j]
        found.append(None if slope == 0 else offset / slope)
    return found


def one_operator_dp(alpha: list[Any], sigma: list[Any], lams: list[Any], budget: Any, joint: bool = False) -> Any:
    """A1 read literally, one kept operator per interval; returns W_2 of the plan found.

    The remaining operands are kept operators over some partition: the one whose product is closest to the exact
    product, or (joint) the one that brings the merge as a whole closest.
    """
    top = len(alpha) - 1
    values: dict[tuple[int, int], list[Any]] = {}

    def exact(i: int, j: int, lam: Any) -> Any:
        product = mpmath.mpf(1)
        for t in range(i + 1, j + 1):
            product *= operator(t, alpha, sigma, lam, budget)
        return product

    def distance(candidate: list[Any], i: int, j: int) -> Any:
        return sum(
            (alpha[j] ** 2 * lam + sigma[j] ** 2) * (value - exact(i, j, lam)) ** 2
            for value, lam in zip(candidate, lams, strict=True)
        )

    def rest(i: int, m: int) -> list[list[Any]]:
        """Products of kept operators over all partitions of (i, m]."""
        if i == m:
            return [[mpmath.mpf(1)] * len(lams)]
        return [[x * y for x, y in zip(values[k, m], tail, strict=True)] for k in range(i, m) for tail in rest(i, k)]

    for length in range(1, top + 1):
        for i in range(top - length + 1):
            j = i + length
            if length == 1:
                values[i, j] = [operator(j, alpha, sigma, lam, budget) for lam in lams]
                continue
            options = []
            for m in range(i + 1, j):
                tails = rest(i, m)
                if not joint:
                    distances = [distance(tail, i, m) for tail in tails]
                    tails = [tails[distances.index(min(distances))]]
                for tail in tails:
                    candidate = []
                    for first, other, lam in zip(values[m, j], tail, lams, strict=True):
                        gamma = 1 - mpmath.exp(-2 * budget * (alpha[j] ** 2 * lam + sigma[j] ** 2))
                        candidate.append(first * (1 - gamma + gamma * other))
                    options.append(candidate)
            values[i, j] = min(options, key=lambda option: distance(option, i, j))
    return mpmath.sqrt(distance(values[0, top], 0, top))


def fraction_product(values: list[Fraction]) -> Fraction:
    """Product of fractions."""
    product = Fraction(1)
    for value in values:
        product *= value
    return product
