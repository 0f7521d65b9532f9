"""Advice: what is recommended is the certified optimum, and every sentence follows from the problem."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances, phase_boundaries, sides
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, bounds, precision
from numerics.plans.assess import all_strategies
from numerics.plans.canonical import CANONICAL
from numerics.solvers.advise import advise
from numerics.solvers.solve import solve
from tests.numerics.stated import stated
from tests.strategies import problems, repeating

F = Fraction


@pytest.mark.parametrize(
    ("schedule", "budget", "lam", "name", "reasons"),
    [
        (
            Cosine(8),
            "1/2",
            ("0.3", "1"),
            "boot",
            (
                "2 of 2 variances contract, being at most 1.2185: there BOOT is best (N1, N3).",
                "The best plan found for all of them together is sequential BOOT.",
                "No merge plan is closer: this is certified.",
            ),
        ),
        (
            FlowMatching(5),
            "1/2",
            ("4", "9", "9"),
            "vanilla",
            (
                "3 of 3 variances expand, being at least 4: there vanilla is best (N2, N3).",
                "The best plan found for all of them together is vanilla distillation.",
                "No merge plan is closer: this is certified.",
            ),
        ),
        (Cosine(8), None, ("0.3", "4"), "vanilla", ("All plans give the same student: any of them will do.",)),
    ],
)
def test_reasons(
    schedule: Schedule, budget: str | None, lam: tuple[str, ...], name: str, reasons: tuple[str, ...]
) -> None:
    found = advise(stated(schedule, budget, *lam))
    assert (found.name, found.nearest, found.why[: len(reasons)]) == (name, name, reasons)
    assert found.best.certified and found.best.plan == CANONICAL[name](schedule.steps)


def test_a_plan_that_is_none_of_the_four_is_compared_with_the_nearest() -> None:
    found = advise(stated(Cosine(5), "0.5", "1.5", "1.5", "0.3", "9"))
    assert found.name == "" and found.coordinates == {"contracting": 1, "expanding": 1, "open": 2, "both": 0}
    assert "2 of 4 variances lie in between, where neither is best in general (N7)." in found.why
    (compared,) = [line for line in found.why if "none of the four" in line]
    nearest = min(found.strategies.values(), key=lambda strategy: strategy.w2)
    assert found.strategies[found.nearest] == nearest and nearest.w2 > found.best.w2
    assert "times as far" in compared or "% farther" in compared


def test_the_smallest_distances_are_not_divided() -> None:
    found = advise(stated(Cosine(8), "5000", "0.3", "1.5"))
    assert found.best.w2 == 0 and not any(
        "times" in line or "%" in line for line in found.why if "none of the four" in line
    )


def test_what_is_not_certified_says_how_far_off_it_can_be() -> None:
    alone = advise(stated(Cosine(16), "1", "1.15"))
    assert "Whether another merge plan is closer is not known: no lower bound above 0 was found." in alone.why
    assert not alone.best.certified and "No merge plan is closer: this is certified." not in alone.why


def test_a_variance_too_close_to_a_critical_one_is_not_placed() -> None:
    with precision(4096):  # more than `sides` tries
        near = min(bounds(c)[0] for c in critical_variances(Cosine(32), Balls()) if c is not None)
    found = advise(Problem(Cosine(32), Spectrum((near, F(1, 2))), F(1)))
    assert found.undecided == 1 and found.coordinates["open"] == 1
    assert "1 of 2 variances could not be placed: too close to a critical one." in found.why
    assert not any("in between" in line for line in found.why)


@settings(max_examples=30)
@given(repeating(problems(max_steps=5)))
def test_advice_is_what_solving_and_placing_say(problem: Problem) -> None:
    found, placed = advise(problem), sides(problem)
    assert found.best == solve(problem) and dict(found.strategies) == all_strategies(problem)
    assert found.boundaries == phase_boundaries(problem.schedule)
    listed = [placed.kind[k] for k in problem.spectrum.where]
    assert found.coordinates == {kind: listed.count(kind) for kind in ("contracting", "expanding", "open", "both")}
    assert sum(found.coordinates.values()) == len(problem.spectrum) and found.undecided == 0
    assert found.name == "" or found.best.plan == CANONICAL[found.name](problem.steps)
    assert all(found.strategies[found.nearest].w2 <= strategy.w2 for strategy in found.strategies.values())
    assert found.why[-len(found.best.notes) :] == found.best.notes
