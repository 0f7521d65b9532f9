"""A lower bound of W_2 over ALL merge plans, from a shortest path (claims D4.1, N1, N2, N6, N7).

Every plan is a chain of blocks that cover T-1 … 1: v = a_T prod_k phi(Q_k), phi(x) = 1 - gamma_T + gamma_T x, where
Q_k, the content of the block (i, m], is a product of steps and inner merges. Let r_B be a product over the steps of B:
of phi(a_j) on a contracting coordinate (so that r over all steps gives BOOT), of a_j on any other (it gives tau). Then

    D = log(v / v_ref) = sum_k log(phi(Q_k) / r_{B_k}),      W_2^2 = sum over coordinates of f(D),
    f(D) = w (v - tau)^2,   v = v_ref exp(D).

f is convex where v >= tau / 2. With the slope s = f'(D0) the tangent f(D0) + s (D - D0) lies below f wherever v can be
(everywhere if s >= 0; down to the least reachable D if it does so there: f is concave where v < tau / 2). Summed over
the coordinates, W_2^2 is at least a constant plus the length of a path from T-1 to 0 whose arcs are the blocks with
cost sum s log(phi(Q) / r_B): a shortest path bounds every plan at once, whatever D0 is. Good D0 come from minimising
sum f over the convex hull of the paths; if the optimum of the hull is a plan, the bound is its own W_2^2.

A block without inner merges costs sum s D(B), D(B) = log(phi(tau_B) / r_B). With inner merges Q = tau_B exp(rho), rho the
sum over its inner merges of rho(k,j] = log(value / tau), and h(rho) = log phi(tau_B exp(rho)) is convex with h' in [0, 1]:

    contracting   s > 0, rho(k,j] >= that of BOOT over (k,j] >= 0 (N1), h(rho) >= h(0) + h'(0) rho
    expanding     s < 0, rho(k,j] <= that of vanilla over (k,j] <= 0 (N2), h(rho) <= h(0) + gamma_T rho since Q >= 1
    open          rho(k,j] in its reachable interval; tangent at 0 if s > 0, chord over the reachable rho if s < 0

so a block with inner merges costs at least its pure cost plus a shortest inner path.
All numbers are enclosures (`numerics.numbers.ball_arrays`); costs and constants are rounded down.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.regimes import Sides
from numerics.numbers.ball_arrays import Enclosure, exactly, from_balls, multiply_down
from numerics.numbers.balls import precision
from numerics.numbers.reals import Floats
from numerics.plans.evaluate import run
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline

MAX_NUMBERS: Final = 20_000_000  # T^2 d
MAX_STEPS: Final = 96
_BITS: Final = 128
_SLACK: Final = 1e-12
_LEAST_KEEP: Final = 1e-250
_GREATEST: Final = 1e60
_RANGE_COST: Final = 10_000_000  # T^3 times the coordinates whose reachable range is computed


@dataclass(frozen=True, eq=False)
class Costs:
    """Slopes turned into costs, rounded down. base + cost of a path from T-1 to 0 bounds 4^exponent W_2^2 from below.

    pure[i, m]: the block (i, m] without inner merges; merged[i, m]: with at least one. Infinite where there is none.
    togo[i]: least cost from i to 0.
    """

    base: float
    pure: Floats
    merged: Floats
    togo: Floats

    @property
    def bound(self) -> float:
        """Lower bound of 4^exponent W_2^2 over all plans."""
        return float(lowered(self.base, self.togo[-1]))


def lowered(*terms: Floats | float) -> Floats:
    """Sum of doubles or arrays, certainly below the exact sum of the same doubles; what cannot be bounded is -inf."""
    total = np.asarray(terms[0])
    for term in terms[1:]:
        total = np.nextafter(total + term, -np.inf)
    return np.where(np.isnan(total), -np.inf, total)


class Relaxation:
    """The tables of a problem that do not depend on the slopes; finite budget, T >= 3.

    Blocks (i, m] are numbered in `blocks`, shape (n, 2). shift: D(B), enclosure of shape (n, d). d counts distinct
    eigenvalues. usable: whether doubles can hold this problem. OutOfTime if the deadline
    ends before the tables are complete.
    """

    def __init__(self, problem: Problem, found: Sides, deadline: Deadline | None = None) -> None:
        self._deadline = deadline or Deadline()
        kinds = np.array(found.kind)
        self.steps, self.dim = problem.steps, problem.dim
        self.contracting = (kinds == "contracting") | (kinds == "both")
        self.expanding, self.open = kinds == "expanding", kinds == "open"
        with precision(_BITS):
            ops = ball_operators(problem)
            weight = [n * w for n, w in zip(ops.norm[self.steps], ops.weights, strict=True)]
            self.weight = from_balls([weight])[0]
            self.step, self.complement = from_balls(ops.step), from_balls(ops.complement)
            self.keep, self.shrink = from_balls(ops.keep), from_balls(ops.shrink)
        # Errors are multiplied by 2^exponent, of the order of 1 / keep_T: squares stay within the range of doubles.
        self.exponent = -int(np.frexp(float(self.keep.mid[-1].max()))[1])
        self.scale = exactly(np.array(np.ldexp(1.0, min(self.exponent, 1000))))
        # Cuts that change nothing on any coordinate: a_i = 1, so that step i may belong to either block, or all steps
        # before the cut have a_t = 1.
        ones = np.array([all(x.is_zero() for x in row) for row in ops.complement])
        self.idle = np.array([ones[i] or bool(ones[i + 1 : self.steps].all()) for i in range(self.steps + 1)])
        self.blocks = np.array([(i, m) for i in range(self.steps - 1) for m in range(i + 1, self.steps)])
        self.row = np.full((self.steps, self.steps), -1)
        self.row[self.blocks[:, 0], self.blocks[:, 1]] = np.arange(len(self.blocks))
        with np.errstate(all="ignore"):
            self._tables()
            self._inner_tables()
        self.usable = bool(
            self.keep.mid[-1].max() > _LEAST_KEEP
            and self.weight.mid.max() < _GREATEST
            and np.isfinite(self.shift.rad).all()
            and np.isfinite(self.reference.rad).all()
        )

    def _tables(self) -> None:
        """D(B), tau_B, (1 - tau_B) / tau_B per block; v_ref, v_ref - tau and tau."""
        top, keep, shrink = self.steps, self.keep[-1], self.shrink[-1]
        one, zero = exactly(np.ones((top, self.dim))), exactly(np.zeros((top, self.dim)))
        product, missing, gap, reference = one, zero, zero, one
        blocks = len(self.blocks)
        self.shift = exactly(np.empty((blocks, self.dim)))
        self.product, self.ratio = exactly(np.empty((blocks, self.dim))), exactly(np.empty((blocks, self.dim)))
        for i in range(top - 2, -1, -1):
            self._deadline.check()
            a, u = self.step[i + 1], self.complement[i + 1]
            phi = keep + shrink * a
            gap = phi * gap + shrink * keep * u * missing
            missing, product, reference = u + a * missing, a * product, phi * reference
            new = zero[: i + 1]
            gap, missing = _prepend(new, gap[i + 1 :]), _prepend(new, missing[i + 1 :])
            product, reference = _prepend(one[: i + 1], product[i + 1 :]), _prepend(one[: i + 1], reference[i + 1 :])
            rows = self.row[i, i + 1 :]
            self.product[rows] = product[i + 1 :]
            self.ratio[rows] = missing[i + 1 :] / product[i + 1 :]
            inside = _where(self.contracting, gap / reference, keep * missing / product)
            self.shift[rows] = inside[i + 1 :].log1p()
        total = product[top - 1]
        excess, factor = zero[0], one[0]
        for t in range(1, top):
            a, u = self.step[t], self.complement[t]
            excess, factor = u * factor + a * excess, factor * (keep + shrink * a)
        first = self.step[top]
        self.tau = first * total
        self.reference = _where(self.contracting, first * factor, self.tau)
        self.excess = _where(self.contracting, first * keep * excess, zero[0])

    def _inner_tables(self) -> None:
        """What inner merges can do: near (one-sided coordinates) and the reachable rho (open ones)."""
        top, blocks = self.steps, len(self.blocks)
        self.tangent = self.shrink[-1] * self.product
        self.tangent = self.tangent / (self.keep[-1] + self.tangent)
        down = np.where(self.contracting, self.tangent.lower(), np.where(self.expanding, self.shrink[-1].lower(), 0.0))
        self.slope = np.nan_to_num(np.maximum(down, 0.0))
        near = np.zeros((blocks, self.dim))  # least |rho| of a merge over (k, j]
        boot = exactly(np.zeros((top, self.dim)))
        for k in range(top - 2, -1, -1):
            self._deadline.check()
            # rho of BOOT over (k, j]: sum over t = k+1 … j-1 of log1p(keep_j (1 - a_t) / a_t); of vanilla: one term.
            ratio = self.complement[k + 1] / self.step[k + 1]
            rows, ends = self.row[k, k + 2 :], slice(k + 2, top)
            if len(rows):
                boot[ends] = boot[ends] + (self.keep[ends] * ratio).log1p()
                once = (self.keep[ends] * self.ratio[self.row[k, k + 1 : top - 1]]).log1p()
                near[rows] = np.where(self.contracting, boot[ends].lower(), -once.upper())
        near[:, self.open] = 0.0
        self.near = np.where(np.isfinite(near) & (near > 0), near, 0.0)
        self.least = np.full(self.dim, -np.inf)  # least reachable D
        self.least[self.contracting] = 0.0
        total = exactly(np.zeros(self.dim))
        for t in range(1, top):
            total = total - (exactly(np.zeros(self.dim)) - self.complement[t]).log1p()
        self.least[self.expanding] = total.lower()[self.expanding]
        ranged = self.open | self.expanding
        if top**3 * int(ranged.sum()) > _RANGE_COST:
            ranged = self.open
        self.ranged = np.flatnonzero(ranged)
        if ranged.any():
            self._reachable()
        self.knot = self._knots()

    def _reachable(self) -> None:
        """The exact ends of log(value / tau) of a merge and of a product, by dynamic programming, for open coordinates.

        low, high: of one merge over a block; all_low, all_high: of any product over a block; shape (n, ranged).
        Expanding coordinates are included, for the sake of their least D, unless that costs too much.
        """
        which = self.ranged
        top, count = self.steps, len(which)
        ends = [np.zeros((len(self.blocks), count)) for _ in range(4)]
        low, high, all_low, all_high = ends
        ratio = self.ratio[:, which]
        for j in range(2, top + 1):
            self._deadline.check()
            keep, shrink = self.keep[j, which], self.shrink[j, which]
            last = np.zeros((2, top + 1, count))  # rho of the operator over (m, j], by m
            anything = np.zeros((2, top + 1, count))
            for k in range(j - 2, -1, -1):
                middle = np.arange(k + 1, j)
                rows = self.row[k, middle]
                for sign, merge, content, best in ((0, low, all_low, np.min), (1, high, all_high, np.max)):
                    grown = (keep * ratio[rows] + shrink * exactly(content[rows]).expm1()).log1p()
                    value = exactly(last[sign, middle]) + grown
                    last[sign, k] = best(value.upper() if sign else value.lower(), axis=0)
                    if j == top:
                        continue
                    split = exactly(last[sign, middle]) + exactly(content[rows])
                    anything[sign, k] = best(
                        np.vstack([last[sign, k], split.upper() if sign else split.lower()]), axis=0
                    )
                    merge[self.row[k, j]], content[self.row[k, j]] = last[sign, k], anything[sign, k]
        self.low, self.high, self.all_low, self.all_high = ends
        self.least[which] = last[0, 0]
        # log phi(tau_B exp(rho)) - log phi(tau_B) <= chord rho + intercept on the reachable rho.
        tangent = self.tangent[:, which]
        ends_of = [(tangent * exactly(x).expm1()).log1p() for x in (all_low, all_high)]
        width = all_high - all_low
        chord = np.where(width > 0, (ends_of[1].mid - ends_of[0].mid) / np.where(width > 0, width, 1.0), tangent.mid)
        self.chord = np.clip(np.nan_to_num(chord), 0.0, 1.0)
        line = exactly(self.chord)
        above = [(y - line * exactly(x)).upper() for x, y in zip((all_low, all_high), ends_of, strict=True)]
        self.intercept: Floats = np.maximum(*above)

    def distances(self, shift: Enclosure) -> Enclosure:
        """f(D) per coordinate, for an enclosure D of shape (d,), times 4^exponent."""
        error = self.error(shift)
        return self.weight * error * error

    def error(self, shift: Enclosure) -> Enclosure:
        """Error v - tau per coordinate for an enclosure D, times 2^exponent."""
        return (self.excess + self.reference * shift.expm1()) * self.scale

    def evaluate(self, plan: Plan) -> Enclosure:
        """Enclosure, shape (), of 4^exponent W_2^2 of any plan."""
        columns = ([table[t] for t in range(self.steps + 1)] for table in self._base())
        error = run(plan, *columns)[1] * self.scale
        return _total(self.weight * error * error)

    def _base(self) -> tuple[Enclosure, Enclosure, Enclosure, Enclosure]:
        return self.step, self.complement, self.keep, self.shrink

    def squared(self, points: tuple[int, ...]) -> Enclosure:
        """The same for the plan that merges only at time T, from its cut points T-1 > … > 0; faster."""
        total = exactly(np.zeros(self.dim))
        for outer, inner in itertools.pairwise(points):
            total = total + self.shift[self.row[inner, outer]]
        return _total(self.distances(total))

    def costs(self, centre: Floats, inner: bool) -> Costs:
        """Costs of the tangents at D0 = centre, shape (d,); merged blocks are left out unless `inner`."""
        with np.errstate(all="ignore"):
            slope, base = self._tangents(centre)
            plain = multiply_down(self.shift.mid, self.shift.rad, slope)
            pure, merged = self._square(plain), self._square(np.full_like(plain, np.inf))
            pure[:, 1:-1][:, self.idle[1 : self.steps - 1]] = np.inf
            if inner:
                extra = self._inner_costs(slope)
                merged = self._square(np.where(np.isposinf(extra), np.inf, lowered(plain, extra)))
        togo = np.zeros(self.steps)
        cheapest = np.minimum(pure, merged)
        for m in range(1, self.steps):
            togo[m] = np.min(lowered(cheapest[:m, m], togo[:m]))
        return Costs(base, pure, merged, togo)

    def _square(self, values: Floats) -> Floats:
        table = np.full((self.steps, self.steps), np.inf)
        table[self.blocks[:, 0], self.blocks[:, 1]] = values
        return table

    def _tangents(self, centre: Floats) -> tuple[Enclosure, float]:
        """Slopes s, enclosure of shape (d,), and the constant sum f(D0) - s D0, rounded down; s = 0 where unproved."""
        centre = self.clipped(centre)
        point = exactly(centre)
        slope, value = self._slope(point), self.distances(point)
        constant = value - slope * point
        least = exactly(np.where(np.isfinite(self.least), self.least, 0.0))
        convex = (self.reference * point.exp()).lower() * 2 >= self.tau.upper()
        below = (constant + slope * least).upper() <= self.distances(least).lower()
        inside = (self.reference * least.exp()).lower() * 2 >= self.tau.upper()
        falling = (slope.upper() < 0) & convex & (below | inside) & np.isfinite(self.least)
        valid = (slope.lower() > 0) | falling
        valid &= np.isfinite(slope.rad) & np.isfinite(constant.rad)
        slope = Enclosure(np.where(valid, slope.mid, 0.0), np.where(valid, slope.rad, 0.0))
        low = constant.lower()[valid]
        return slope, float(np.sum(low) - _SLACK * np.sum(abs(low)))

    def clipped(self, centre: Floats) -> Floats:
        """The nearest points at which tangents can be proved to lie below f."""
        centre = np.where(self.contracting, np.maximum(centre, 0.0), np.maximum(centre, self.knot))
        return np.where(self.expanding, np.minimum(centre, 0.0), centre)

    def _knots(self) -> Floats:
        """Least D at which the tangent stays below f down to the least reachable D, per coordinate; doubles, a guide."""
        least = np.where(np.isfinite(self.least), self.least, -700.0)
        inside = self.contracting | (least >= -np.log(2.0))

        def excess(point: Floats) -> Floats:
            # f(least) - tangent(least), divided by w tau^2; f = (exp(D) - 1)^2 here because v_ref = tau.
            height, slope = np.expm1(point) ** 2, 2 * np.expm1(point) * np.exp(point)
            found: Floats = np.expm1(least) ** 2 - height - slope * (least - point)
            return found

        low, high = np.full(self.dim, -np.log(2.0)), np.zeros(self.dim)
        for _ in range(50):
            middle = (low + high) / 2
            good = excess(middle) > 0
            low, high = np.where(good, low, middle), np.where(good, middle, high)
        return np.where(inside, np.where(self.contracting, 0.0, least), high * (1 - 1e-9))

    def _slope(self, point: Enclosure) -> Enclosure:
        two = exactly(np.array(2.0))
        return two * self.weight * self.error(point) * (self.reference * point.exp()) * self.scale

    def _inner_costs(self, slope: Enclosure) -> Floats:
        """What at least one inner merge adds to the pure cost of each block, rounded down; infinite if none fits."""
        size = np.maximum(abs(slope.mid) - slope.rad, 0.0) * (1 - _SLACK)
        slack = _SLACK + self.dim * 2.0**-51  # a product of matrices errs by d u times the sum of absolute values
        penalty = (self.slope * size) @ self.near.T * (1 - slack)  # one-sided: all terms >= 0
        constant = np.zeros(len(self.blocks))
        which = np.flatnonzero(self.open & (slope.mid != 0))
        if len(which):
            at = np.searchsorted(self.ranged, which)
            s, rising = slope.mid[which], slope.mid[which] > 0
            tangent, reach = self.tangent[:, which], np.maximum(abs(self.all_low), abs(self.all_high))[:, at]
            factor = s * np.where(rising, tangent.mid, self.chord[:, at])
            worth = np.where(rising, self.low[:, at], self.high[:, at])
            offset = np.where(rising, -s * tangent.rad * reach, s * self.intercept[:, at])
            blur = slope.rad[which] * reach  # h is Lipschitz with constant 1
            constant = np.sum(offset - blur - _SLACK * abs(offset), axis=1)
            penalty += factor @ worth.T - slack * (abs(factor) @ abs(worth).T)
        cheapest = self._cheapest_content(penalty)
        return np.where(np.isposinf(cheapest), np.inf, lowered(constant, cheapest))

    def _cheapest_content(self, cost: Floats) -> Floats:
        """Least sum of cost[B, (k, j]] over at least one disjoint (k, j] inside each block B, j >= k + 2."""
        count, top = len(self.blocks), self.steps
        starts, ends = self.blocks[:, 0], self.blocks[:, 1]
        best = np.full((count, top), np.inf)
        for j in range(1, top):
            best[:, j] = best[:, j - 1]
            for k in range(j - 1):
                inside = (starts <= k) & (ends >= j)
                value = lowered(cost[:, self.row[k, j]], np.minimum(best[:, k], 0.0))
                best[:, j] = np.where(inside, np.minimum(best[:, j], value), best[:, j])
        cheapest: Floats = best[np.arange(count), ends]
        return cheapest


def _total(terms: Enclosure) -> Enclosure:
    """Sum of an array of enclosed numbers >= 0."""
    size = float(np.sum(terms.mid))
    return Enclosure(np.array(size), np.array(float(np.sum(terms.rad)) * (1 + _SLACK) + _SLACK * size))


def _prepend(head: Enclosure, tail: Enclosure) -> Enclosure:
    return Enclosure(np.concatenate([head.mid, tail.mid]), np.concatenate([head.rad, tail.rad]))


def _where(mask: NDArray[np.bool_], yes: Enclosure, no: Enclosure) -> Enclosure:
    return Enclosure(np.where(mask, yes.mid, no.mid), np.where(mask, yes.rad, no.rad))
