"""What every schedule promises, whatever its family."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.schedules.base import Schedule, require_steps
from numerics.model.schedules.beta import BetaSchedule
from numerics.model.schedules.catalogue import SCHEDULES, parse_schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import Balls, precision
from numerics.numbers.reals import N, Reals
from tests.numerics.model.schedules.schedule_models import STABLE_DIFFUSION, Doubles, assert_valid
from tests.numerics.refusals import refused


@given(steps=st.integers(1, 60), name=st.sampled_from(sorted(SCHEDULES)))
@settings(max_examples=60, deadline=None)
def test_named_schedules_hold_the_contract(steps: int, name: str) -> None:
    schedule = parse_schedule(name, steps)
    assert schedule.name == name and schedule.steps == steps
    alpha, sigma = assert_valid(schedule)
    loose_alpha, loose_sigma = schedule.coefficients(Doubles())
    np.testing.assert_allclose(loose_alpha, alpha, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(loose_sigma, sigma, rtol=1e-12)
    if schedule.is_variance_preserving():
        np.testing.assert_allclose(alpha**2 + sigma**2, 1, rtol=1e-15)


def test_arrays_are_the_nearest_doubles_and_restore_the_precision() -> None:
    flint.ctx.prec = 77
    try:
        alpha, sigma = BetaSchedule(30, STABLE_DIFFUSION).arrays()
        assert flint.ctx.prec == 77
    finally:
        flint.ctx.prec = 53
    with precision(400):
        a, s = BetaSchedule(30, STABLE_DIFFUSION).coefficients(Balls())
        for ball, double in zip(a + s, alpha.tolist() + sigma.tolist(), strict=True):
            gap = abs(ball - flint.arb(double))
            for other in (math.nextafter(double, 2), math.nextafter(double, -1)):
                assert gap <= abs(ball - flint.arb(other))


def test_arrays_are_read_only() -> None:
    for array in Cosine(3).arrays():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_schedules_pickle_and_compare() -> None:
    for name in SCHEDULES:
        schedule = parse_schedule(name, 5)
        assert pickle.loads(pickle.dumps(schedule)) == schedule and hash(schedule) == hash(parse_schedule(name, 5))


def test_noise_never_exceeds_its_bound() -> None:
    with precision(64):
        for name in SCHEDULES:
            schedule = parse_schedule(name, 9)
            assert (schedule.coefficients(Balls())[1][-1] ** 2).mid() <= Balls().rational(schedule.noise_bound)
    assert Tabulated((1, 1), (0, 3)).noise_bound == 9  # type: ignore[arg-type]


@pytest.mark.parametrize("steps", [0, -1, True, 2.0, "3", None])
def test_refused_steps(steps: Any) -> None:
    for name in SCHEDULES:
        refused(lambda name=name: parse_schedule(name, steps), "steps")


def test_many_steps_are_refused_at_once() -> None:
    for name in SCHEDULES:
        refused(lambda name=name: parse_schedule(name, 10**20 - 1), "steps = 99999999999999999999", "100000")
    refused(lambda: Cosine(100_001), "steps = 100001")
    assert Cosine(100_000).steps == 100_000


def test_steps_are_a_number_of_steps() -> None:
    require_steps(1)
    refused(lambda: require_steps(0), "steps = 0: must be an integer >= 1")


@dataclass(frozen=True)
class Blurred(Schedule):
    """Its sigma_1 is a ball that no precision makes smaller."""

    @property
    def name(self) -> str:
        return "blurred"

    def coefficients(self, reals: Reals[N]) -> tuple[list[N], list[N]]:
        width = flint.arb(1, 1e-9) if isinstance(reals, Balls) else reals.rational(1)
        return [reals.rational(1)] * 2, [reals.rational(0), width]  # type: ignore[list-item]


def test_what_cannot_be_rounded_is_no_schedule() -> None:
    with pytest.raises(ArithmeticError, match="schedule blurred: no certain rounding"):
        Blurred(1).arrays()
    assert not Blurred(1).is_variance_preserving() and Blurred(1).noise_bound == 1


def test_importing_stays_light() -> None:
    script = (
        "import sys, numerics.model.spectrum\nfrom numerics.model.schedules.catalogue import FILES, SCHEDULES\n"
        "loaded = [entry.load() for entry in (*SCHEDULES.values(), *FILES.values())]\n"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis', 'flint') if m in sys.modules])"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
