"""The four canonical plans by name, and the enumeration of all plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from numerics.errors import InputError, shown
from numerics.plans.plan import Plan


def vanilla(steps: int) -> Plan:
    """One merge of all steps: [T, T-1, …, 1] (T4.2).

    >>> str(vanilla(4))
    '[4,3,2,1]'
    """
    return Plan.merge(range(_at_least_one(steps), 0, -1))


def progressive(steps: int) -> Plan:
    """Rounds of pairwise merges; an odd operator left over at the end of a round is carried to the next.

    >>> str(progressive(4)), str(progressive(5))
    ('[[4,3],[2,1]]', '[[[5,4],[3,2]],1]')
    """
    row = [Plan((t,)) for t in range(_at_least_one(steps), 0, -1)]
    while len(row) > 1:
        row = [Plan.merge(row[start : start + 2]) for start in range(0, len(row), 2)]
    return row[0]


def consistency(steps: int) -> Plan:
    """Sequential consistency: [T, [T-1, […, [2, 1]]]].

    >>> str(consistency(4))
    '[4,[3,[2,1]]]'
    """
    return Plan((*range(_at_least_one(steps), 0, -1), *[-2] * (steps - 1)))


def boot(steps: int) -> Plan:
    """Sequential BOOT: [[[T, T-1], T-2], …, 1] (T4.3).

    >>> str(boot(4))
    '[[[4,3],2],1]'
    """
    return Plan((_at_least_one(steps), *(x for t in range(steps - 1, 0, -1) for x in (t, -2))))


CANONICAL: Final[dict[str, Callable[[int], Plan]]] = {
    "vanilla": vanilla,
    "progressive": progressive,
    "consistency": consistency,
    "boot": boot,
}
"""The strategies of the paper by name: a further one is a function here."""


def _at_least_one(steps: int) -> int:
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
        raise InputError(f"steps = {shown(steps)}: a plan needs a whole number of steps, at least one")
    return steps


def schroeder(steps: int) -> int:
    """Number of plans over T steps: little Schröder numbers 1, 1, 3, 11, 45, 197, 903, 4279, …

    >>> [schroeder(steps) for steps in range(1, 9)]
    [1, 1, 3, 11, 45, 197, 903, 4279]
    """
    earlier, current = 1, 1
    for n in range(3, _at_least_one(steps) + 1):
        earlier, current = current, ((6 * n - 9) * current - (n - 3) * earlier) // n
    return current


def enumerate_plans(start: int, end: int) -> list[Plan]:
    """All plans over the interval (start, end], that is over the steps end, …, start + 1; each once, fixed order.

    >>> [str(plan) for plan in enumerate_plans(0, 3)]
    ['[3,[2,1]]', '[3,2,1]', '[[3,2],1]']
    """
    if not 0 <= start < end:
        raise InputError(f"interval ({start}, {end}]: must satisfy 0 <= start < end")
    # rows[i, j]: all non-empty sequences of plans covering (i, j], as the code of the sequence and its length.
    plans: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    rows: dict[tuple[int, int], list[tuple[tuple[int, ...], int]]] = {}
    for length in range(1, end - start + 1):
        for i in range(start, end - length + 1):
            j = i + length
            split = (
                (first + rest, 1 + count)
                for m in range(j - 1, i, -1)
                for first in plans[m, j]
                for rest, count in rows[i, m]
            )
            if j == end:  # nothing comes before it: the sequences themselves are not needed
                plans[i, j] = [(*code, -count) for code, count in split] or [(j,)]
                continue
            sequences = list(split)
            plans[i, j] = [(*code, -count) for code, count in sequences] or [(j,)]
            rows[i, j] = [(code, 1) for code in plans[i, j]] + sequences
    return [Plan(code) for code in plans[start, end]]
