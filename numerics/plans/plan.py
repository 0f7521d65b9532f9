"""Merge plans: trees over the steps T … 1, the four canonical plans, enumeration and evaluation (claim D4.1).

A leaf is a step t. A node is a tuple of at least two operands in the order of application: largest t first,
consecutive, disjoint. Everything here is iterative: a plan over 1024 steps can be 1023 levels deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias, TypeVar

from numerics.errors import InputError

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
