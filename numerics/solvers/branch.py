"""Branch and bound over all merge plans, several coordinates sharing one plan (claims N6, N7).

The bound of `relaxation` is a shortest path over blocks. Best first, partial chains T-1 > … > i are extended by
every block that keeps constant + cost so far + cost to go below W_2^2 of the best plan known. Chains without inner merges
end as plans; a chain with some inner merge bounds all plans of its shape, and `refine` makes these explicit.
When nothing is left, the plans found contain the minimum over all plans. The bound of what was taken up last is valid at
any moment. No plan is discarded for being dominated: an open coordinate has no better side, so bounds alone prune.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from flint import arb

from numerics.model.problem import Problem
from numerics.model.regimes import Sides
from numerics.numbers.balls import START_BITS, Ball, precision, sqrt_nonnegative
from numerics.numbers.reals import Floats
from numerics.plans.canonical import vanilla
from numerics.plans.plan import Plan
from numerics.plans.rank import rank
from numerics.solvers.deadline import Deadline, OutOfTime
from numerics.solvers.heuristics import guesses
from numerics.solvers.optimum import Optimum, ranked
from numerics.solvers.refine import Chain, refine, skeleton
from numerics.solvers.relaxation import MAX_NUMBERS, MAX_STEPS, Costs, Relaxation, lowered
from numerics.solvers.segmentation import plan_from_cut_points

MAX_NODES: Final = 40_000  # partial plans, when no time is given
MAX_NODES_IN_TIME: Final = 4_000_000
MAX_CANDIDATES: Final = 2_000
_ROUNDS: Final = 200

Points = tuple[int, ...]


@dataclass
class Branching:
    """Outcome of a search; valid at any moment of it.

    candidates: explicit plans, at least one, that may be the best, nearest first as far as doubles tell.
    lower: certainly at most 4^exponent W_2^2 of every plan (of every cut-point plan if `inner` is False).
    complete: the minimum over these plans is attained by a candidate.  stopped: time, nodes or an interruption ended it.
    """

    inner: bool
    candidates: tuple[Plan, ...]
    upper: float
    lower: float = 0.0
    complete: bool = False
    stopped: bool = False
    nodes: int = 0
    _found: list[tuple[float, float, Plan]] = field(default_factory=list, repr=False)

    def offer(self, low: float, high: float, plan: Plan) -> None:
        """A plan whose W_2^2 certainly lies in [low, high]."""
        if low <= self.upper:
            self.upper = min(self.upper, high)
            self._found.append((low, high, plan))
            if len(self._found) > 2 * MAX_CANDIDATES:
                self.settle()

    def settle(self) -> None:
        """Drop the plans that are certainly farther than another one."""
        kept = sorted((row for row in self._found if row[0] <= self.upper), key=lambda row: row[0] + row[1])
        self._found = kept
        self.candidates = tuple(dict.fromkeys(plan for _, _, plan in kept)) or self.candidates


def branch_and_bound(
    problem: Relaxation,
    incumbents: Sequence[Plan],
    inner: bool = True,
    deadline: Deadline | None = None,
    max_nodes: int | None = None,
) -> Branching:
    """Best plan over all plans (over cut-point plans alone if `inner` is False) with a rigorous lower bound.

    incumbents: at least one plan. Time, nodes and KeyboardInterrupt end the search with what is known.
    """
    deadline = Deadline() if deadline is None else deadline
    if max_nodes is None:
        max_nodes = MAX_NODES_IN_TIME if deadline.limited else MAX_NODES
    state = Branching(inner, tuple(incumbents[:1]), np.inf)
    try:
        with np.errstate(all="ignore"):
            for plan in incumbents:
                _offer(state, problem, plan)
            _search(state, problem, deadline, max_nodes)
    except KeyboardInterrupt:
        state.stopped = True
        deadline.stop()
    state.settle()
    nearest = min((low for low, _, _ in state._found), default=0.0)
    state.lower = max(0.0, min(state.lower, nearest))
    return state


def _offer(state: Branching, problem: Relaxation, plan: Plan) -> None:
    value = problem.evaluate(plan)
    state.offer(float(value.lower()), float(value.upper()), plan)


def _search(state: Branching, problem: Relaxation, deadline: Deadline, max_nodes: int) -> None:
    centre, chains = hull_minimum(problem, deadline)
    for points in chains:
        _offer(state, problem, plan_from_cut_points(points, problem.steps))
    options = [problem.costs(point, state.inner) for point in (centre, _shift(problem, chains[0]))]
    best = max(options, key=lambda costs: costs.bound)
    state.lower = best.bound
    _enumerate(state, problem, best, deadline, max_nodes)


def _enumerate(state: Branching, problem: Relaxation, costs: Costs, deadline: Deadline, max_nodes: int) -> None:
    """All chains whose bound does not exceed the best W_2^2, in the order of their bounds."""
    start = problem.steps - 1
    # (bound, cut points so far, cost so far, which blocks hold an inner merge)
    heap: list[tuple[float, Points, float, tuple[bool, ...]]] = [(costs.bound, (start,), 0.0, ())]
    unresolved = np.inf
    skeletons: list[tuple[float, Chain]] = []
    while heap and heap[0][0] <= state.upper:
        bound, points, cost, merged = heapq.heappop(heap)
        state.lower = max(state.lower, min(bound, unresolved))
        state.nodes += 1
        if state.nodes > max_nodes or len(state.candidates) > MAX_CANDIDATES or deadline.spent():
            state.stopped = True
            return
        i = points[-1]
        if i == 0:
            if any(merged):
                unresolved = min(unresolved, bound)
                skeletons.append((bound, skeleton(points, merged)))
            else:
                value = problem.squared(points)
                state.offer(float(value.lower()), float(value.upper()), plan_from_cut_points(points, problem.steps))
            continue
        for inside, table in ((False, costs.pure), (True, costs.merged)):
            grown = lowered(cost, table[:i, i])
            bounds = np.maximum(lowered(costs.base, grown, costs.togo[:i]), bound)
            for k in np.flatnonzero(bounds <= state.upper):
                heapq.heappush(heap, (float(bounds[k]), (*points, int(k)), float(grown[k]), (*merged, inside)))
    if skeletons:
        state.lower = max(state.lower, min(state.upper, unresolved))
        unresolved = refine(
            problem, skeletons, lambda: state.upper, lambda plan: _offer(state, problem, plan), deadline, max_nodes // 4
        )
        state.stopped = np.isfinite(unresolved) and unresolved <= state.upper
    state.settle()
    state.lower = max(state.lower, min(state.upper, unresolved))
    state.complete = unresolved > state.upper and len(state.candidates) <= MAX_CANDIDATES


def _shift(problem: Relaxation, points: Points) -> Floats:
    rows = problem.row[list(points[1:]), list(points[:-1])]
    total: Floats = problem.shift.mid[rows].sum(axis=0)
    return total


def hull_minimum(problem: Relaxation, deadline: Deadline | None = None) -> tuple[Floats, list[Points]]:
    """Guide in doubles: where sum f is least over the convex hull of the cut-point plans, and the plans met, best first.

    Frank-Wolfe with pairwise steps: each gradient asks for a shortest path, which becomes a vertex of the hull.
    """
    scale = float(problem.scale.mid)
    weight, excess, reference = problem.weight.mid, problem.excess.mid * scale, problem.reference.mid * scale

    def value(x: Floats) -> float:
        return float(np.sum(weight * (excess + reference * np.expm1(x)) ** 2))

    def gradient(x: Floats) -> Floats:
        x = problem.clipped(x)  # below the knot f is replaced by its tangent there
        return 2 * weight * (excess + reference * np.expm1(x)) * reference * np.exp(x)

    top = problem.steps - 1
    jumps = [_without_idle(problem, (top, *range(i, -1, -1))) for i in range(top)]
    first = min(jumps, key=lambda points: value(_shift(problem, points)))
    known: dict[Points, float] = {first: value(_shift(problem, first))}
    vertices, share = [_shift(problem, first)], np.ones(1)
    centre = vertices[0]
    for _ in range(_ROUNDS):
        if deadline is not None and deadline.spent():
            break
        slope = gradient(centre)
        points = _shortest(problem, slope)
        vertex = _shift(problem, points)
        known.setdefault(points, value(vertex))
        if slope @ (centre - vertex) <= 1e-13 * abs(slope) @ abs(centre):
            break
        same = [k for k, other in enumerate(vertices) if np.array_equal(other, vertex)]
        if not same:
            vertices.append(vertex)
            share = np.append(share, 0.0)
        centre, share = _descend(np.array(vertices), share, gradient)
        vertices = [vertex for vertex, part in zip(vertices, share, strict=True) if part > 0]
        share = share[share > 0]
    return centre, sorted(known, key=lambda points: known[points])[:8]


def _descend(vertices: Floats, share: Floats, gradient: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
    """Move weight from the worst vertex to the best one, several times."""
    share = share.copy()
    for _ in range(20):
        centre = share @ vertices
        slopes = vertices @ gradient(centre)
        active = np.flatnonzero(share > 0)
        best, worst = int(np.argmin(slopes)), int(active[np.argmax(slopes[active])])
        direction = vertices[best] - vertices[worst]
        if slopes[worst] - slopes[best] <= 1e-13 * abs(slopes[worst]):
            break
        low, high = 0.0, float(share[worst])
        if gradient(centre + high * direction) @ direction > 0:
            for _ in range(40):
                middle = (low + high) / 2
                if gradient(centre + middle * direction) @ direction < 0:
                    low = middle
                else:
                    high = middle
        share[best] += high
        share[worst] -= high
        if share[worst] < 1e-14:
            share[worst] = 0.0
    share /= share.sum()
    return share @ vertices, share


def _without_idle(problem: Relaxation, points: Points) -> Points:
    """The chain without cuts that change nothing."""
    return tuple(i for i in points if i in {0, problem.steps - 1} or not problem.idle[i])


def _shortest(problem: Relaxation, slope: Floats) -> Points:
    """Cut points of the shortest path for the costs sum s D(B), in doubles."""
    table = np.full((problem.steps, problem.steps), np.inf)
    table[problem.blocks[:, 0], problem.blocks[:, 1]] = problem.shift.mid @ slope
    table[np.flatnonzero(problem.idle[1 : problem.steps - 1]) + 1] = np.inf
    length, following = np.zeros(problem.steps), np.zeros(problem.steps, dtype=np.intp)
    for m in range(1, problem.steps):
        reach = table[:m, m] + length[:m]
        following[m] = np.argmin(reach)
        length[m] = reach[following[m]]
    points = [problem.steps - 1]
    while points[-1] > 0:
        points.append(int(following[points[-1]]))
    return tuple(points)


_RESOLVED: Final = 1 - 1e-11  # ratio of W_2^2 beyond which the bounds of branch and bound cannot tell plans apart
_RANKED: Final = 200  # candidates ranked in balls when none can be proved best anyway
_RANKED_LATE: Final = 4  # the same when the time is over


def branched(problem: Problem, found: Sides, deadline: Deadline, inner: bool) -> Optimum | None:
    """Branch and bound; None if doubles cannot hold the problem, it is too large, or its tables took all the time."""
    if (inner and problem.steps > MAX_STEPS) or problem.steps**2 * problem.dim > MAX_NUMBERS:
        return None
    try:
        relaxation = Relaxation(problem, found, deadline)
    except OutOfTime:
        return None
    if not relaxation.usable:
        return None
    result = branch_and_bound(relaxation, [vanilla(problem.steps)], inner, deadline)
    which = "all plans" if inner else "all plans that merge only at time T, which suffice (N6)"
    name, counts = "branch-and-bound", f"branch and bound over {which}: {result.nodes} partial plans"
    if result.complete:
        return ranked(name, rank(result.candidates, problem), counts)
    candidates = list(result.candidates[: _RANKED_LATE if deadline.spent() else _RANKED])
    among_cuts = False
    if inner and not deadline.spent():
        cuts = branch_and_bound(relaxation, candidates, False, deadline)
        among_cuts = cuts.complete
        others = [plan for _, plan in guesses(problem, deadline)]
        candidates = list(dict.fromkeys([*cuts.candidates[:_RANKED], *candidates, *others]))
    ranking = rank(candidates, problem, limit=1024)
    with precision(START_BITS):
        lower = Ball.pack((sqrt_nonnegative(arb(result.lower)) * arb(2) ** -relaxation.exponent).lower())
    notes = [counts + (", stopped at a limit or interrupted" if result.stopped else "")]
    if result.stopped and result.lower > _RESOLVED * result.upper:
        notes.append("the plans left are closer to the best one than bounds in doubles can tell")
    if among_cuts and all(merge.first == problem.steps for merge in ranking.best.merges()):
        notes.append("exact among the plans that merge only at time T")
    return Optimum(name, ranking.best, False, lower, notes=tuple(notes), bits=ranking.bits)
