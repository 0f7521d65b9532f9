"""Merging only at time T: the exact Pareto solver over cut points (claim N6).

Cut T-1, …, 1 into consecutive blocks B_1 … B_m. The plan that applies a_T first and merges after every block has
v = a_T prod_k phi(prod_{j in B_k} a_j), phi(x) = 1 - gamma_T + gamma_T x. If every coordinate is contracting or
expanding, such a plan attains the minimum over ALL plans, and only the Pareto front of errors matters: a contracting
coordinate has error >= 0 (smaller is better), an expanding one error <= 0 (larger is better).

A label at the cut point i describes the blocks that cover (i, T-1]. Its errors are divided by keep_T = 1 - gamma_T,
which every one of them contains. Adding the block (i, m] maps e to e phi(tau_{i,m}) + tau_{m,T} (1 - tau_{i,m}).
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic

import numpy as np
from flint import arb

from numerics.errors import InputError
from numerics.model.operators import FloatOperators, Operators, ball_operators, float_operators
from numerics.model.problem import Problem
from numerics.numbers.balls import START_BITS, Ball, precision
from numerics.numbers.reals import N
from numerics.plans.canonical import CANONICAL, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.plans.rank import rank
from numerics.solvers.deadline import Deadline
from numerics.solvers.interval_dp import plan_from_cuts
from numerics.solvers.optimum import Optimum, ranked, root_below

PARETO_FIRST: Final = 10_000  # T^2 d; beyond, branch and bound goes before the Pareto search
PARETO_COST: Final = 20_000_000  # T^2 d


def pareto(problem: Problem, kinds: Sequence[str], deadline: Deadline) -> Optimum:
    """The Pareto search on a problem whose coordinates are all contracting or expanding, as `kinds` says."""
    signs = [1 if kind == "contracting" else -1 for kind in kinds]
    tried = [segmentation_guess(problem), CANONICAL["boot"](problem.steps), vanilla(problem.steps)]
    bits = 2 * START_BITS
    with precision(bits):
        result = pareto_search(ball_operators(problem), signs, tried, deadline=deadline)
    counts = f"Pareto search over cut points (N6): {result.labels} labels, at most {result.front} kept at a cut point"
    if not result.complete:
        reason = f"{counts}; stopped at the limit of labels or time"
        lower = root_below(result.lower, bits)
        return Optimum("segmentation", result.candidates[0], False, lower, notes=(reason,), bits=bits)
    return ranked("segmentation", rank(result.candidates, problem), counts)


_BEAM_COST: Final = 20_000_000  # T^2 d times the width of the beam
_SKETCH: Final = 128  # distinct eigenvalues that guide a search; all of them enter every certificate


def segmentation_guess(problem: Problem) -> Plan:
    """A good plan among those that merge only at time T."""
    ops = sketch(problem)
    width = max(1, min(BEAM_WIDTH, _BEAM_COST // (ops.steps**2 * ops.dim)))
    return beam_search(ops, width)


def segmentation_plan(problem: Problem, best: Optimum) -> Plan:
    """The plan of the search over cut points: the certified one where that search ran, else a good guess."""
    if best.method == "segmentation":
        return best.plan
    return vanilla(problem.steps) if best.all_tie else segmentation_guess(problem)


def sketch(problem: Problem) -> FloatOperators:
    """Operators in doubles of at most 128 eigenvalues that stand for the whole spectrum, with the weights of all."""
    order = sorted(range(problem.dim), key=lambda k: problem.lam[k])
    groups = [[int(k) for k in group] for group in np.array_split(order, min(_SKETCH, len(order)))]
    chosen = problem.only([group[len(group) // 2] for group in groups])
    weights = np.array([float(sum(problem.weights[k] for k in group)) for group in groups])
    return replace(float_operators(chosen), weights=weights)


MAX_LABELS: Final = 500  # kept at one cut point
MAX_NUMBERS: Final = 1_000_000  # labels made times d; beyond, one label is kept at each further cut point
BEAM_WIDTH: Final = 64


def plan_from_cut_points(points: Sequence[int], steps: int) -> Plan:
    """Plan that merges only at time T, from its cut points T-1 > … > 0, both ends included (T = 1: just 0)."""
    cut = [steps] * steps
    for inner, outer in itertools.pairwise(points):
        cut[outer] = inner
    return plan_from_cuts(cut, 0, steps)


@dataclass(frozen=True)
class _Completions(Generic[N]):
    """What completes a label at the cut point i = 0 … T-1; tail[i] = tau_{i,T}.

    An error e at i becomes e * factor + offset at 0 (all divided by keep_T) when the steps i … 1 are added one by one
    (singles[i]) or as one block (block[i]).
    """

    tail: list[N]
    singles: list[tuple[N, N]]
    block: list[tuple[N, N]]


def _completions(step: Sequence[N], complement: Sequence[N], keep: N, shrink: N) -> _Completions[N]:
    """From a_t and 1 - a_t, t = 0 … T, of one coordinate (or of all, as arrays)."""
    steps = len(step) - 1
    one, zero = step[0], complement[0]
    tail = [one]
    for t in range(steps, 0, -1):
        tail.append(step[t] * tail[-1])
    tail = tail[:0:-1]
    singles, block = [(one, zero)], [(one, zero)]
    product, missing, factor, gap = one, zero, one, zero
    for i in range(1, steps):
        a, u = step[i], complement[i]
        # tau_{0,i}, 1 - tau_{0,i}, prod phi(a_j), (prod phi(a_j) - tau_{0,i}) / keep; phi(a) - a = keep (1 - a).
        product, missing, gap = a * product, u + a * missing, u * factor + a * gap
        factor = factor * (keep + shrink * a)
        singles.append((factor, tail[i] * gap))
        block.append((keep + shrink * product, tail[i] * missing))
    return _Completions(tail, singles, block)


def beam_search(ops: FloatOperators, width: int = BEAM_WIDTH) -> Plan:
    """A good segmentation in doubles, for any coordinates: a guide, never a certificate.

    At every cut point the `width` labels are kept whose better
    completion, by single steps or by one block, comes closest to tau. Ties go to the label found first (longest block).
    """
    steps, keep, shrink = ops.steps, ops.keep[-1], ops.shrink[-1]
    scale = np.sqrt(ops.norm[-1] * ops.weights) * ops.relative_keep(steps)
    known = _completions(list(ops.step), list(ops.complement), keep, shrink)
    product, complement, tail = np.ones((steps, ops.dim)), np.zeros((steps, ops.dim)), np.array(known.tail)
    # Labels in the order of their cut points, the highest first; each remembers the label it came from.
    errors = np.zeros((1 + (steps - 1) * width, ops.dim))
    cut = np.full(len(errors), steps - 1)
    origin = np.zeros(len(errors), dtype=np.intp)
    first, filled = 0, 1
    for i in range(steps - 2, -1, -1):
        complement[i + 1 :] = ops.complement[i + 1] + ops.step[i + 1] * complement[i + 1 :]
        product[i + 1 :] *= ops.step[i + 1]
        source = cut[:filled]
        found = errors[:filled] * (keep + shrink * product[source]) + tail[source] * complement[source]
        score = np.full(len(found), np.inf)
        for factor, offset in (known.singles[i], known.block[i]):
            final = np.abs(found * factor + offset) * scale
            largest = final.max()
            score = np.minimum(score, np.linalg.norm(final / largest, axis=1) * largest if largest > 0 else 0.0)
        best = np.argsort(score, kind="stable")[:width]
        first, filled = filled, filled + len(best)
        errors[first:filled], cut[first:filled], origin[first:filled] = found[best], i, best
    points, label = [0], first
    while label:
        label = int(origin[label])
        points.append(int(cut[label]))
    return plan_from_cut_points(tuple(reversed(points)), steps)


@dataclass(frozen=True)
class Segmentation:
    """What the Pareto solver certifies.

    candidates: plans one of which attains the minimum over all plans, best first; several if balls could not decide.
    lower: enclosure whose lower end is below the minimum of W_2^2 over all plans.
    complete: no label was dropped for lack of room; if False, `candidates` may miss the optimum and `lower` says by how
    much. labels: labels made; kept: labels expanded; front: largest number kept at one cut point.
    """

    candidates: tuple[Plan, ...]
    lower: Ball
    complete: bool
    labels: int
    kept: int
    front: int


@dataclass
class _Label:
    errors: list[arb]
    chain: tuple[int, ...]
    bound: arb  # W_2^2 of the best completion of each coordinate on its own: no plan through this label is closer


def pareto_search(
    ops: Operators[arb],
    signs: Sequence[int],
    incumbents: Sequence[Plan],
    max_labels: int = MAX_LABELS,
    deadline: Deadline | None = None,
) -> Segmentation:
    """Exact minimum over all plans when every coordinate is one-sided; all decisions by certified comparison.

    signs[c]: +1 contracting, -1 expanding. incumbents: at least one plan; the closer it is,
    the more is pruned. The budget must be finite. Labels are dropped only if certainly dominated or certainly too far,
    or for lack of room or time; the bound of what was dropped then enters `lower`.
    """
    steps, dim = ops.steps, range(ops.dim)
    if any(sign not in (1, -1) for sign in signs) or len(signs) != ops.dim:
        raise InputError("segmentation: every coordinate must be contracting (+1) or expanding (-1)")
    keep, shrink = ops.keep[steps], ops.shrink[steps]
    weight = [ops.norm[steps][c] * ops.weights[c] * keep[c] * keep[c] for c in dim]
    columns = [
        _completions([row[c] for row in ops.step], [row[c] for row in ops.complement], keep[c], shrink[c]) for c in dim
    ]
    upper = min((w2_squared(evaluate(plan, ops)[1], ops) for plan in incumbents), key=arb.mid)

    def bound(errors: list[arb], i: int) -> arb:
        total = arb(0)
        for c in dim:
            factor, offset = columns[c].singles[i] if signs[c] > 0 else columns[c].block[i]
            final = errors[c] * factor + offset
            total += weight[c] * (final * final)
        return total

    root = [ops.complement[0][c] for c in dim]
    fronts: dict[int, list[_Label]] = {steps - 1: [_Label(root, (steps - 1,), bound(root, steps - 1))]}
    product, missing = [ops.step[0]] * steps, [ops.complement[0]] * steps
    made, dropped, room, only_ones = 1, [upper], max_labels, True
    for i in range(steps - 2, -1, -1):
        a, u = ops.step[i + 1], ops.complement[i + 1]
        sources = [m for m in range(i + 1, steps) if fronts[m]]
        for m in sources:
            missing[m] = [u[c] + a[c] * missing[m][c] for c in dim]
            product[m] = [a[c] * product[m][c] for c in dim]
        if room > 1 and (made * ops.dim > MAX_NUMBERS or (deadline is not None and deadline.spent())):
            room = 1
            for m in sources:
                dropped += [label.bound for label in fronts[m][1:]]
                del fronts[m][1:]
        only_ones = only_ones and all(x.is_zero() for x in u)
        if i > 0 and (only_ones or all(x.is_zero() for x in ops.complement[i])):
            fronts[
                i
            ] = []  # all a_t = 1 in the block before, or a_i = 1 in the block after: cutting here changes nothing
            continue
        found = []
        for m in sources:
            factor = [keep[c] + shrink[c] * product[m][c] for c in dim]
            offset = [columns[c].tail[m] * missing[m][c] for c in dim]
            for label in fronts[m]:
                errors = [e * f + o for e, f, o in zip(label.errors, factor, offset, strict=True)]
                reach = bound(errors, i)
                made += 1
                if not reach > upper:
                    found.append(_Label(errors, (*label.chain, i), reach))
        found.sort(key=lambda label: label.bound.mid())
        dropped += [label.bound for label in found[4 * room :]]
        fronts[i] = _front(found[: 4 * room], signs)
        dropped += [label.bound for label in fronts[i][room:]]
        del fronts[i][room:]
    final = fronts[0]
    least = functools.reduce(arb.min, (label.bound for label in final), upper)
    best = [label for label in final if not any(other.bound < label.bound for other in final)]
    plans = [plan_from_cut_points(label.chain, steps) for label in best] or list(incumbents)
    return Segmentation(
        candidates=tuple(plans),
        lower=Ball.pack(functools.reduce(arb.min, dropped, least)),
        complete=len(dropped) == 1,
        labels=made,
        kept=sum(map(len, fronts.values())),
        front=max(map(len, fronts.values())),
    )


def _front(labels: list[_Label], signs: Sequence[int]) -> list[_Label]:
    """Labels that no earlier kept label certainly dominates (is at least as good on every coordinate)."""
    low, high = np.empty((len(labels), len(signs))), np.empty((len(labels), len(signs)))
    for row, label in enumerate(labels):
        for c, error in enumerate(label.errors):
            below, above = outward(error)
            low[row, c], high[row, c] = (below, above) if signs[c] > 0 else (-above, -below)
    kept: list[int] = []
    for row in range(len(labels)):
        if not np.any(np.all(high[kept] <= low[row], axis=1)):
            kept.append(row)
    return [labels[row] for row in kept]


def outward(x: arb) -> tuple[float, float]:
    """Doubles certainly below and above a finite ball; float() of a ball's exact end errs by less than one ulp."""
    return math.nextafter(float(x.lower()), -math.inf), math.nextafter(float(x.upper()), math.inf)
