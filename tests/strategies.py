"""Hypothesis strategies: exact schedules of several kinds, budgets over four decades, spectra, nested plans."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum


def _circle(m: Fraction) -> tuple[Fraction, Fraction]:
    """Rational point of the unit circle, from (1, 0) at m = 0 to (0, 1) at m = 1."""
    return (1 - m * m) / (1 + m * m), 2 * m / (1 + m * m)


def _tabulated(points: list[tuple[Fraction, Fraction]]) -> Tabulated:
    alpha, sigma = zip((Fraction(1), Fraction(0)), *points, strict=True)
    return Tabulated(tuple(alpha), tuple(sigma))


def _increasing(count: int, top: int) -> st.SearchStrategy[list[Fraction]]:
    """Distinct fractions in (0, 1], increasing."""
    values = st.lists(st.integers(1, top), min_size=count, max_size=count, unique=True)
    return values.map(lambda numbers: [Fraction(n, top) for n in sorted(numbers)])


def vp_schedules(min_steps: int = 1, max_steps: int = 6) -> st.SearchStrategy[Tabulated]:
    """Variance preserving: distinct rational points of the unit circle; the last may be (0, 1)."""
    counts = st.integers(min_steps, max_steps)
    return counts.flatmap(lambda n: _increasing(n, 40)).map(lambda ms: _tabulated([_circle(m) for m in ms]))


def flow_schedules(min_steps: int = 1, max_steps: int = 6) -> st.SearchStrategy[Tabulated]:
    """alpha = 1 - u, sigma = u at increasing u in (0, 1]."""
    counts = st.integers(min_steps, max_steps)
    return counts.flatmap(lambda n: _increasing(n, 40)).map(lambda us: _tabulated([(1 - u, u) for u in us]))


def ve_schedules(min_steps: int = 1, max_steps: int = 6) -> st.SearchStrategy[Tabulated]:
    """alpha = 1, sigma increasing."""
    counts = st.integers(min_steps, max_steps)
    return counts.flatmap(lambda n: _increasing(n, 40)).map(lambda us: _tabulated([(Fraction(1), 4 * u) for u in us]))


@st.composite
def monotone_schedules(draw: st.DrawFn, min_steps: int = 1, max_steps: int = 6) -> Tabulated:
    """Any monotone table, repeated values included."""
    count = draw(st.integers(min_steps, max_steps))
    numbers = st.lists(st.integers(1, 20), min_size=count, max_size=count).map(sorted)
    alpha = [1 - Fraction(n, 20) for n in draw(numbers)]
    sigma = [Fraction(n, 8) for n in draw(numbers)]
    return _tabulated(list(zip(alpha, sigma, strict=True)))


def schedules(min_steps: int = 1, max_steps: int = 6) -> st.SearchStrategy[Tabulated]:
    """Any of the above."""
    return st.one_of(
        vp_schedules(min_steps, max_steps),
        flow_schedules(min_steps, max_steps),
        ve_schedules(min_steps, max_steps),
        monotone_schedules(min_steps, max_steps),
    )


def budgets() -> st.SearchStrategy[Fraction]:
    """Positive budgets from 0.01 to 100, spread evenly over four decades (in exact tenths of a decade)."""
    return st.builds(lambda k, m: Fraction(10) ** k * Fraction(m, 10), st.integers(-2, 1), st.integers(10, 100))


def eigenvalues() -> st.SearchStrategy[Fraction]:
    """Eigenvalues in [0, 20], zero and one included."""
    return st.one_of(
        st.sampled_from([Fraction(0), Fraction(1), Fraction(2)]),
        st.fractions(min_value=0, max_value=3, max_denominator=30),
        st.integers(3, 20).map(Fraction),
    )


@st.composite
def problems(draw: st.DrawFn, min_steps: int = 1, max_steps: int = 5, max_dim: int = 3) -> Problem:
    """A problem with a rational schedule."""
    lam = draw(st.lists(eigenvalues(), min_size=1, max_size=max_dim))
    return Problem(draw(schedules(min_steps, max_steps)), Spectrum(tuple(lam)), draw(budgets()))


def windowed(max_steps: int) -> st.SearchStrategy[Problem]:
    """Variance preserving problems, some of their coordinates in the open window."""
    drawn = st.one_of(vp_schedules(3, max_steps), st.integers(3, max_steps).map(Cosine))
    inside = st.fractions(min_value=1, max_value=2, max_denominator=40)
    lam = st.lists(st.one_of(eigenvalues(), inside), min_size=1, max_size=4)
    return st.builds(Problem, drawn, lam.map(lambda values: Spectrum(tuple(values))), budgets())


@st.composite
def repeating(draw: st.DrawFn, problems: st.SearchStrategy[Problem], most: int = 8) -> Problem:
    """A problem whose eigenvalues are listed several times each, in any order."""
    problem = draw(problems)
    extra = draw(st.lists(st.sampled_from(problem.lam), min_size=1, max_size=max(1, most - problem.dim)))
    listed = draw(st.permutations((*problem.lam, *extra)))
    return Problem(problem.schedule, Spectrum(tuple(listed)), problem.budget)


@st.composite
def one_sided(draw: st.DrawFn, steps: int, dim: int) -> Problem:
    """A problem none of whose coordinates is in the open window: each at most lambda_- or at least lambda_+."""
    schedule = draw(schedules(steps, steps))
    alpha, sigma = schedule.alpha, schedule.sigma
    slopes = [alpha[j] * (alpha[j - 1] - alpha[j]) for j in range(1, steps)]
    offsets = [sigma[j] * (sigma[j] - sigma[j - 1]) for j in range(1, steps)]
    moving = [(slope, offset) for slope, offset in zip(slopes, offsets, strict=True) if slope or offset]
    critical = [offset / slope for slope, offset in moving if slope]
    low = min(critical, default=Fraction(20))
    sides = [st.integers(0, 12).map(lambda k: low * k / 12)]
    if critical and len(critical) == len(moving):
        high = max(critical)
        sides.append(st.integers(0, 12).map(lambda k: high * (1 + Fraction(k, 6))))
    lam = draw(st.lists(st.one_of(*sides), min_size=dim, max_size=dim))
    return Problem(schedule, Spectrum(tuple(lam)), draw(budgets()))


@st.composite
def nested_plans(draw: st.DrawFn, start: int, end: int) -> Any:
    """A plan over (start, end] as nested lists, or tuples here and there."""
    if end - start == 1:
        return end
    cuts = draw(st.sets(st.integers(start + 1, end - 1), min_size=1, max_size=4))
    edges = [end, *sorted(cuts, reverse=True), start]
    kind = draw(st.sampled_from([list, tuple]))
    return kind([draw(nested_plans(low, high)) for high, low in pairwise(edges)])
