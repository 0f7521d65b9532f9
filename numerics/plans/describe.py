"""A merge plan in words."""

from __future__ import annotations

from numerics.plans.plan import Plan

LEVELS = 2  # of merges told in full; what lies deeper is only mentioned, so that the words stay few
LISTED = 4  # inner merges named at each level


def describe(plan: Plan, levels: int = LEVELS) -> str:
    """A plan in words, for instance "one merge of steps 32..17, then one step at a time".

    A plan that merges only at its first step is told block by block, in the order in which the merges are carried out;
    any other plan names the outermost merge and the inner ones, down to the given number of levels.

    >>> describe(Plan.of([[[6, 5, 4, 3], 2], 1]))
    'one merge of steps 6..3, then one step at a time'
    """
    if plan.is_step:
        return f"step {plan} alone"
    blocks, inner = _blocks(plan)
    parts: list[str] = []
    singles = 0
    for position, block in enumerate(blocks):
        if len(block) == 1 or (position == 0 and len(block) == 2):
            singles += 1
            if position == len(blocks) - 1:
                parts.append(_one_by_one(singles, block[-1], bool(parts)))
            continue
        if singles:
            parts.append(_one_by_one(singles, blocks[position - 1][-1], bool(parts)))
        singles = 0
        parts.append(("one merge of " if not parts else "one of ") + _span(block[0], block[-1]))
    text = ", then ".join(parts)
    if inner:
        named = [_nested(part, levels - 1) for part in inner[:LISTED]]
        more = [f"{len(inner) - LISTED} more"] if len(inner) > LISTED else []
        text += "; merged beforehand: " + ", ".join([*named, *more])
    return text


def _one_by_one(count: int, last: int, started: bool) -> str:
    if started and last == 1 and count > 1:
        return "one step at a time"
    if started:
        return f"step {last}" if count == 1 else f"one step at a time down to {last}"
    return "one step at a time" if last == 1 else f"one step at a time down to {last}"


def _span(first: int, last: int) -> str:
    return f"steps {first}..{last}" if first - last > 1 else f"steps {first} and {last}"


def _blocks(plan: Plan) -> tuple[list[list[int]], list[Plan]]:
    """Blocks of steps added by one merge after the other (the first block holds the first step), and inner merges."""
    spine = plan.spine()
    blocks = [[step for operand in added for step in operand.leaves] for added in spine]
    blocks[0].insert(0, plan.first)
    return blocks, [operand for added in spine for operand in added if not operand.is_step]


def _nested(plan: Plan, levels: int) -> str:
    blocks, inner = _blocks(plan)
    steps = plan.leaves
    span = _span(steps[0], steps[-1])
    if not inner and len(blocks) == 1:
        return span
    return f"{span} ({describe(plan, levels)})" if levels > 0 else f"{span} (with merges of its own)"


def compact(plan: Plan) -> str:
    """A plan on one line: runs of consecutive steps as first..last.

    >>> compact(Plan.of([[6, 5, 4, 3], 2, 1]))
    '[[6..3], 2, 1]'
    """
    return str(plan.fold(_as_it_is, _joined))


def _as_it_is(step: int) -> int | str:
    return step


def _joined(operands: list[int | str]) -> int | str:
    parts: list[str] = []
    run: list[int] = []
    for operand in (*operands, ""):
        if isinstance(operand, int):
            run.append(operand)
            continue
        if run:
            parts.append(f"{run[0]}..{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)))
            run = []
        if operand:
            parts.append(operand)
    return f"[{', '.join(parts)}]"
