"""Merge plans: trees over the steps T … 1, the four canonical plans, enumeration and evaluation (claim D4.1).

A leaf is a step t. A node is a tuple of at least two operands in the order of application: largest t first,
consecutive, disjoint. Everything here is iterative: a plan over 1024 steps can be 1023 levels deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias, TypeVar

import numpy as np

from numerics.errors import InputError
from numerics.operators import FloatOperators, Floats, Operators
from numerics.reals import N

Plan: TypeAlias = "int | tuple[Plan, ...]"
PlanLists: TypeAlias = "int | list[PlanLists]"

R = TypeVar("R")

_TOKEN: Final = re.compile(r"\s*(?:([\[\],])|(0|[1-9][0-9]{0,8})(?![0-9.eE]))")


def fold(plan: Plan, leaf: Callable[[int], R], node: Callable[[list[R]], R]) -> R:
    """Value of a plan from the values of its leaves, bottom up, first operand first; without recursion."""
    frames: list[tuple[Iterator[Plan], list[R]]] = []
    current = plan
    while True:
        if not isinstance(current, int):
            operands = iter(current)
            frames.append((operands, []))
            current = next(operands)
            continue
        value = leaf(current)
        while True:
            if not frames:
                return value
            operands, values = frames[-1]
            values.append(value)
            following = next(operands, None)
            if following is not None:
                current = following
                break
            frames.pop()
            value = node(values)


def leaves(plan: Plan) -> list[int]:
    """Steps in the order of application."""
    found: list[int] = []
    fold(plan, found.append, lambda values: None)
    return found


def validate(plan: Plan, steps: int) -> None:
    """InputError unless `plan` is a merge plan over exactly the steps T, T-1, …, 1."""
    stack: list[object] = [plan]
    expected = steps
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            if len(part) < 2:
                raise InputError(f"plan: a merge with {len(part)} operand(s); every merge needs at least two")
            stack.extend(reversed(part))
        elif isinstance(part, bool) or not isinstance(part, int):
            raise InputError(f"plan: operand {str(part)[:40]!r}; operands are steps or nested merges")
        elif part != expected:
            wanted = "no further step" if expected < 1 else f"step {expected}"
            raise InputError(f"plan: found step {part} where {wanted} was due; the order is {steps}, …, 1")
        else:
            expected -= 1
    if expected != 0:
        raise InputError(f"plan: steps {expected}, …, 1 are missing; a plan over T = {steps} uses each step once")


def parse_plan(text: str) -> Plan:
    """Plan from JSON text such as "[[3,2],1]". The subset of JSON needed: integers and arrays, at any depth."""
    frames: list[list[Plan]] = []
    root: list[Plan] = []
    position, value_due = 0, True
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        symbol, digits = (None, None) if match is None else (match[1], match[2])
        target = frames[-1] if frames else root
        if match is not None and digits is not None and value_due:
            target.append(int(digits))
            value_due = False
        elif symbol == "[" and value_due:
            frames.append([])
        elif symbol == "," and not value_due and frames:
            value_due = True
        elif symbol == "]" and frames and not value_due:
            closed = tuple(frames.pop())
            (frames[-1] if frames else root).append(closed)
            value_due = False
        else:
            raise InputError(f"plan: unexpected {text[position : position + 20]!r} at character {position}")
        assert match is not None
        position = match.end()
    if frames or not root:
        raise InputError(f"plan: {text[:40]!r} ends too early; expected nested lists of steps")
    return root[0]


def to_json(plan: Plan) -> str:
    """Canonical JSON text of a plan; the inverse of `parse_plan`. Two plans are equal iff their texts are."""
    parts: list[str] = []
    stack: list[Plan | str] = [plan]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.append("]")
            for position, operand in enumerate(reversed(part)):
                if position:
                    stack.append(",")
                stack.append(operand)
            stack.append("[")
        else:
            parts.append(str(part))
    return "".join(parts)


def to_lists(plan: Plan) -> PlanLists:
    """The plan as nested lists, ready for `json.dumps` (which itself stops near depth 1000; `to_json` does not)."""

    def leaf(step: int) -> PlanLists:
        return step

    def node(values: list[PlanLists]) -> PlanLists:
        return list(values)

    return fold(plan, leaf, node)


def join(operands: list[Plan]) -> Plan:
    """The merge of the operands; a single operand stays as it is."""
    return operands[0] if len(operands) == 1 else tuple(operands)


def vanilla(steps: int) -> Plan:
    """One merge of all steps: [T, T-1, …, 1] (T4.2)."""
    return join([*range(_at_least_one(steps), 0, -1)])


def progressive(steps: int) -> Plan:
    """Rounds of pairwise merges; an odd operator left over at the end of a round is carried to the next."""
    row: list[Plan] = [*range(_at_least_one(steps), 0, -1)]
    while len(row) > 1:
        row = [join(row[start : start + 2]) for start in range(0, len(row), 2)]
    return row[0]


def consistency(steps: int) -> Plan:
    """Sequential consistency: [T, [T-1, […, [2, 1]]]]."""
    plan: Plan = 1
    for step in range(2, _at_least_one(steps) + 1):
        plan = (step, plan)
    return plan


def boot(steps: int) -> Plan:
    """Sequential BOOT: [[[T, T-1], T-2], …, 1] (T4.3)."""
    plan: Plan = _at_least_one(steps)
    for step in range(steps - 1, 0, -1):
        plan = (plan, step)
    return plan


CANONICAL: Final[dict[str, Callable[[int], Plan]]] = {
    "vanilla": vanilla,
    "progressive": progressive,
    "consistency": consistency,
    "boot": boot,
}


def _at_least_one(steps: int) -> int:
    if steps < 1:
        raise InputError(f"steps = {steps}: a plan needs at least one step")
    return steps


def schroeder(steps: int) -> int:
    """Number of plans over T steps: little Schröder numbers 1, 1, 3, 11, 45, 197, 903, 4279, …"""
    earlier, current = 1, 1
    for n in range(3, _at_least_one(steps) + 1):
        earlier, current = current, ((6 * n - 9) * current - (n - 3) * earlier) // n
    return current


def enumerate_plans(start: int, end: int) -> list[Plan]:
    """All plans over the interval (start, end], that is over the steps end, …, start + 1; each once, fixed order."""
    if not 0 <= start < end:
        raise InputError(f"interval ({start}, {end}]: must satisfy 0 <= start < end")
    # rows[i][j]: all non-empty sequences of plans covering (i, j], as tuples of operands.
    plans: dict[tuple[int, int], list[Plan]] = {}
    rows: dict[tuple[int, int], list[tuple[Plan, ...]]] = {}
    for length in range(1, end - start + 1):
        for i in range(start, end - length + 1):
            j = i + length
            split = [(first, *rest) for m in range(j - 1, i, -1) for first in plans[m, j] for rest in rows[i, m]]
            plans[i, j] = [j] if length == 1 else list(split)
            rows[i, j] = [(plan,) for plan in plans[i, j]] + split
    return plans[start, end]


class Merge(NamedTuple):
    """One merge: it covers the steps first, first - 1, …, last; depth 0 is the outermost merge."""

    first: int
    last: int
    depth: int


def merges(plan: Plan) -> list[Merge]:
    """Merges in the order in which they are carried out: operands before the merge that uses them."""
    found: list[Merge] = []
    # (part, depth) to visit; a negative depth marks a merge whose operands are done: (first step, last step).
    stack: list[tuple[Plan, int]] = [(plan, 0)]
    reversed_order: list[tuple[Plan, int]] = []
    while stack:
        part, depth = stack.pop()
        if isinstance(part, tuple):
            reversed_order.append((part, depth))
            stack.extend((operand, depth + 1) for operand in part)
    for part, depth in reversed(reversed_order):
        found.append(Merge(_end_leaf(part, 0), _end_leaf(part, -1), depth))
    return found


def _end_leaf(plan: Plan, position: int) -> int:
    while isinstance(plan, tuple):
        plan = plan[position]
    return plan


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

    value, _, error, _ = fold(plan, lambda t: (step[t], complement[t], zero, t), merge)
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
    """Squared W_2 distance to the teacher's operator: sum over i of n_T^i (v_i - tau_i)^2 (claim T4.1)."""
    total, *others = [n * (e * e) for n, e in zip(ops.norm[ops.steps], errors, strict=True)]
    for term in others:
        total = total + term
    return total


def w2_squared_floats(errors: Floats, ops: FloatOperators) -> float:
    """`w2_squared` in doubles; errors of shape (d,)."""
    return float(np.sum(ops.norm[-1] * errors * errors))
