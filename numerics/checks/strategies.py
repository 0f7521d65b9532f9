"""Random schedules, coordinates, operators and plans for property checks (Hypothesis), exact rationals throughout."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from numerics.model.operators import Operators, operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.plan import Plan

ExactOperators = Operators[Fraction]
Coordinate = tuple[Tabulated, Fraction]
S = Fraction(1, 2)


def unit(denominator: int = 12, low: int = 0) -> st.SearchStrategy[Fraction]:
    """Rationals in [low / denominator, 1]."""
    return st.integers(low, denominator).map(lambda k: Fraction(k, denominator))


def positive(largest: int = 4, denominator: int = 6) -> st.SearchStrategy[Fraction]:
    """Rationals in (0, largest]."""
    return st.integers(1, largest * denominator).map(lambda k: Fraction(k, denominator))


def budgets() -> st.SearchStrategy[Fraction]:
    """Training budgets over four decades."""
    return st.builds(lambda k, e: Fraction(k, 10) * Fraction(10) ** e, st.integers(1, 99), st.integers(-2, 1))


entry = st.integers(-6, 6).map(lambda k: Fraction(k, 3))


@st.composite
def vp_schedules(draw: st.DrawFn, least: int = 2, most: int = 6, strict: bool = False) -> Tabulated:
    """Variance preserving: rational points on the quarter circle, in order; repeated points unless strict."""
    steps = draw(st.integers(least, most))
    slopes = sorted(draw(st.lists(st.integers(1, 40), min_size=steps, max_size=steps, unique=strict)))
    tangents = [Fraction(k, 40) for k in slopes]
    alpha = [Fraction(1), *((1 - m * m) / (1 + m * m) for m in tangents)]
    sigma = [Fraction(0), *(2 * m / (1 + m * m) for m in tangents)]
    return Tabulated(tuple(alpha), tuple(sigma))


@st.composite
def flow_schedules(draw: st.DrawFn, least: int = 2, most: int = 6) -> Tabulated:
    """Flow matching with a random shift: alpha + sigma = 1."""
    steps, shift = draw(st.integers(least, most)), draw(positive())
    times = [Fraction(t, steps) for t in range(steps + 1)]
    sigma = [shift * u / (1 + (shift - 1) * u) for u in times]
    return Tabulated(tuple(1 - x for x in sigma), tuple(sigma))


@st.composite
def ve_schedules(draw: st.DrawFn, least: int = 2, most: int = 6) -> Tabulated:
    """Variance exploding: alpha = 1, any non-decreasing noise."""
    steps = draw(st.integers(least, most))
    jumps = draw(st.lists(st.integers(0, 20), min_size=steps - 1, max_size=steps - 1))
    sigma, level = [Fraction(0)], draw(positive())
    for jump in (0, *jumps):
        level += Fraction(jump, 4)
        sigma.append(level)
    return Tabulated((Fraction(1),) * (steps + 1), tuple(sigma))


def schedules(least: int = 2, most: int = 6) -> st.SearchStrategy[Tabulated]:
    """Any of the three families."""
    return st.one_of(vp_schedules(least, most), flow_schedules(least, most), ve_schedules(least, most))


coordinates: st.SearchStrategy[Coordinate] = st.tuples(schedules(), positive())
STRICT = vp_schedules(strict=True)


def _circle(*tangents: str) -> Tabulated:
    """Rational points on the quarter circle, by the tangents of their half angles."""
    m = [Fraction(t) for t in tangents]
    alpha = (Fraction(1), *((1 - x * x) / (1 + x * x) for x in m))
    return Tabulated(alpha, (Fraction(0), *(2 * x / (1 + x * x) for x in m)))


CIRCLES = (_circle("1/3", "1/2", "1"), _circle("1/5", "2/5", "3/5", "1"), _circle("1/4", "1/4", "1/2", "3/4", "1"))
SCHEDULES: tuple[Schedule, ...] = (*CIRCLES, FlowMatching(4), FlowMatching(5))
CIRCLES_NAMED = "three rational VP schedules, T = 3, 4, 5"
SCHEDULES_NAMED = CIRCLES_NAMED + ", flow matching at T = 4, 5"
SCHEDULES_DRAWN = "random rational VP, flow-matching and VE schedules, T <= 6, lambda <= 4"
RANDOM = "random rational schedules, T <= 6"
OPERATORS_DRAWN = "a_t and gamma_t drawn freely (multiples of 1/12 and their reciprocals), "


@st.composite
def drawn_operators(
    draw: st.DrawFn, kinds: tuple[str, ...] = ("contracting",), least: int = 2, most: int = 5
) -> ExactOperators:
    """Step operators and shrinkage drawn freely, one coordinate per kind: contracting, expanding or any.

    Every a_t below T is at most 1, at least 1, or anything; a_T and the gamma_t are free in any case.
    """
    steps = draw(st.integers(least, most))
    ranges = {
        "contracting": unit(),
        "expanding": unit(12, 3).map(lambda x: 1 / x),
        "any": st.one_of(unit(), unit(12, 3).map(lambda x: 1 / x)),
    }
    columns = []
    for kind in kinds:
        a = [Fraction(1), *(draw(ranges[kind]) for _ in range(steps - 1)), draw(positive())]
        columns.append((a, [Fraction(1), *(draw(unit()) for _ in range(steps))]))
    return free_operators([a for a, _ in columns], [k for _, k in columns])


def free_operators(step: list[list[Fraction]], keep: list[list[Fraction]]) -> ExactOperators:
    """Operators from columns (one per coordinate, index t) of a_t and 1 - gamma_t; all weights n_t are 1."""
    rows = range(len(step[0]))
    a = [[column[t] for column in step] for t in rows]
    k = [[column[t] for column in keep] for t in rows]
    return Operators(
        step=a,
        norm=[[Fraction(1)] * len(step) for _ in rows],
        keep=k,
        shrink=[[1 - x for x in row] for row in k],
        complement=[[1 - x for x in row] for row in a],
        weights=[Fraction(1)] * len(step),
    )


@st.composite
def plans(draw: st.DrawFn, start: int, end: int) -> Plan:
    """A random merge plan over (start, end]."""
    if end - start == 1:
        return Plan((end,))
    cuts = draw(st.sets(st.integers(start + 1, end - 1), min_size=1))
    edges = [end, *sorted(cuts, reverse=True), start]
    return Plan.merge([draw(plans(low, high)) for high, low in pairwise(edges)])


@st.composite
def with_plan(draw: st.DrawFn, kind: str) -> tuple[ExactOperators, Plan]:
    """One coordinate and one random plan."""
    ops = draw(drawn_operators((kind,), most=6))
    return ops, draw(plans(0, ops.steps))


def step_operators(schedule: Schedule, lam: Fraction) -> list[Fraction]:
    """a_1 … a_T, exact."""
    return [row[0] for row in operators(Problem(schedule, Spectrum((lam,)), Fraction(0)), Exact()).step[1:]]
