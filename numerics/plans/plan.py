"""A merge plan as a value: a tree over consecutive steps, largest first (claim D4.1).

A plan is kept flat, in the order in which it is carried out: a step t is the number t, and a merge of the k operands just
before it is -k. So [[3,2],1] is (3, 2, -2, 1, -2). Plans compare, hash and pickle as these numbers do, however deep they
are; nothing here recurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias, TypeVar

from numerics.errors import InputError

Nested: TypeAlias = "int | Sequence[Nested]"
"""A plan as nested lists or tuples: a leaf is a step, a merge lists its operands in the order of application."""

R = TypeVar("R")

_TOKEN: Final = re.compile(r"\s*(?:([\[\],])|([1-9][0-9]{0,8})(?![0-9.eE]))")


class Merge(NamedTuple):
    """One merge: it covers the steps first, first - 1, …, last; depth 0 is the outermost merge.

    >>> Plan.of([[3, 2], 1]).merges()
    [Merge(first=3, last=2, depth=1), Merge(first=3, last=1, depth=0)]
    """

    first: int
    last: int
    depth: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A merge plan over consecutive steps.

    code: the steps and merges in the order in which they are carried out. Made by `Plan.of`, `Plan.merge` or
    `Plan.parse`; `require_over` checks that it is a plan over exactly the steps T, T-1, …, 1.

    >>> boot = Plan.of([[3, 2], 1])
    >>> boot == Plan.parse("[[3,2],1]"), str(boot), boot.first, boot.code
    (True, '[[3,2],1]', 3, (3, 2, -2, 1, -2))
    """

    code: tuple[int, ...]

    @classmethod
    def of(cls, nested: Nested) -> Plan:
        """The plan written as nested lists or tuples. InputError for a merge of fewer than two, or what is no step."""
        code: list[int] = []
        stack: list[tuple[object, bool]] = [(nested, False)]
        while stack:
            part, done = stack.pop()
            if isinstance(part, (list, tuple)):
                if done:
                    code.append(-len(part))
                    continue
                if len(part) < 2:
                    raise InputError(
                        f"plan: a merge with {len(part)} operand(s); every merge needs at least two, largest step first"
                    )
                stack.append((part, True))
                stack.extend((operand, False) for operand in reversed(part))
            elif isinstance(part, bool) or not isinstance(part, int) or part < 1:
                raise InputError(f"plan: operand {str(part)[:40]!r}; operands are steps >= 1 or nested merges")
            else:
                code.append(part)
        return cls(tuple(code))

    @classmethod
    def merge(cls, operands: Iterable[Plan | int]) -> Plan:
        """The merge of the operands, largest steps first; a single operand stays as it is. InputError for none."""
        code: list[int] = []
        count = 0
        for operand in operands:
            count += 1
            if isinstance(operand, int):
                code.append(operand)
            else:
                code += operand.code
        if count == 0:
            raise InputError("plan: a merge with 0 operands; every merge needs at least two")
        if count != 1:
            code.append(-count)
        return cls(tuple(code))

    @classmethod
    def parse(cls, text: str) -> Plan:
        """Plan from JSON text such as "[[3,2],1]". The subset of JSON needed: integers and arrays, at any depth."""
        code: list[int] = []
        counts: list[int] = []
        position, value_due = 0, True
        end = len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            symbol, digits = (None, None) if match is None else (match[1], match[2])
            if digits is not None and value_due:
                code.append(int(digits))
                value_due = False
            elif symbol == "[" and value_due:
                counts.append(0)
            elif symbol == "," and not value_due and counts:
                counts[-1] += 1
                value_due = True
            elif symbol == "]" and counts and not value_due:
                code.append(-counts.pop() - 1)
            else:
                raise InputError(f"plan: unexpected {text[position : position + 20]!r} at character {position}")
            assert match is not None
            position = match.end()
        if counts or not code:
            raise InputError(f"plan: {text[:40]!r} ends too early; expected nested lists of steps")
        if -1 in code:
            raise InputError("plan: a merge with 1 operand(s); every merge needs at least two")
        return cls(tuple(code))

    @property
    def is_step(self) -> bool:
        """Whether it is a single step, without any merge."""
        return len(self.code) == 1

    @property
    def first(self) -> int:
        """The largest step: the time at which its student starts."""
        return self.code[0]

    @property
    def leaves(self) -> tuple[int, ...]:
        """Its steps in the order of application."""
        return tuple(x for x in self.code if x > 0)

    @property
    def operands(self) -> tuple[Plan, ...]:
        """The operands of the outermost merge; none for a step."""
        if self.is_step:
            return ()
        starts: list[int] = []
        for position, x in enumerate(self.code[:-1]):
            if x > 0:
                starts.append(position)
            else:
                del starts[x + 1 :]
        ends = [*starts[1:], len(self.code) - 1]
        return tuple(Plan(self.code[start:end]) for start, end in zip(starts, ends, strict=True))

    def fold(self, leaf: Callable[[int], R], node: Callable[[list[R]], R]) -> R:
        """Its value from the values of its leaves, in the order in which it is carried out."""
        values: list[R] = []
        for x in self.code:
            if x > 0:
                values.append(leaf(x))
            else:
                operands = values[x:]
                del values[x:]
                values.append(node(operands))
        return values[0]

    def merges(self) -> list[Merge]:
        """Its merges in the order in which they are carried out: operands before the merge that uses them."""
        depths: list[int] = []
        open_merges: list[int] = []  # operands still to come, seen from the end
        for x in reversed(self.code):
            if x < 0:
                depths.append(len(open_merges))
                open_merges.append(-x)
                continue
            while open_merges:
                open_merges[-1] -= 1
                if open_merges[-1]:
                    break
                open_merges.pop()
        found: list[Merge] = []
        firsts: list[int] = []
        last = 0
        for x in self.code:
            if x > 0:
                last = x
                firsts.append(x)
            else:
                del firsts[x + 1 :]
                found.append(Merge(firsts[-1], last, depths.pop()))
        return found

    def spine(self) -> list[tuple[Plan, ...]]:
        """The merges whose student starts at the first step, innermost first: the operands that each of them adds."""
        found: list[tuple[Plan, ...]] = []
        starts: list[int] = []
        for position, x in enumerate(self.code):
            if x > 0:
                starts.append(position)
                continue
            if len(starts) == -x:
                ends = [*starts[2:], position]
                added = zip(starts[1:], ends, strict=True)
                found.append(tuple(Plan(self.code[start:end]) for start, end in added))
            del starts[x + 1 :]
        return found

    def nested(self) -> Nested:
        """As nested lists, ready for `json.dumps` (which itself stops near depth 1000; `str` does not)."""
        return self.fold(_nested_step, _nested_merge)

    def __str__(self) -> str:
        """As JSON text without blanks; the inverse of `parse`."""
        parts: list[str] = []
        waiting: list[int] = []
        for x in reversed(self.code):
            if x < 0:
                parts.append("]")
                waiting.append(-x)
                continue
            parts.append(str(x))
            while waiting:
                waiting[-1] -= 1
                if waiting[-1]:
                    parts.append(",")
                    break
                waiting.pop()
                parts.append("[")
        return "".join(reversed(parts))

    def require_over(self, steps: int) -> None:
        """InputError unless it is a plan over exactly the steps T, T-1, …, 1."""
        expected = steps
        for step in self.leaves:
            if step != expected:
                wanted = "no further step" if expected < 1 else f"step {expected}"
                raise InputError(f"plan: found step {step} where {wanted} was due; the order is {steps}, …, 1")
            expected -= 1
        if expected != 0:
            raise InputError(f"plan: steps {expected}, …, 1 are missing; a plan over T = {steps} uses each step once")


def _nested_step(step: int) -> Nested:
    return step


def _nested_merge(operands: list[Nested]) -> Nested:
    return operands
