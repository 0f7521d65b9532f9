"""D2.1, C3.1: the checks of the teacher's steps, and their naive chain against the oracle."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.ddim import Matrices, checks, composite_is_product, matrices_compose, projection, spectra
from numerics.checks.strategies import Coordinate, coordinates
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.reals import Exact
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


@given(coordinates)
def test_what_is_claimed_holds_at_any_coordinate(instance: Coordinate) -> None:
    assert composite_is_product(instance) and projection(instance)


def test_a_single_step_left_out_or_turned_shows() -> None:
    flow = FlowMatching(3)
    schedule = Tabulated(*map(tuple, flow.coefficients(Exact())))
    assert composite_is_product((schedule, F(2))) and not composite_is_product((schedule, F(2)), stop=1)
    assert projection((schedule, F(2)))
    assert not projection((schedule, F(2)), cross=F(-1)) and not projection((schedule, F(2)), over=1)


@given(spectra)
def test_matrices_compose(instance: Matrices) -> None:
    assert matrices_compose(instance)


def test_a_matrix_that_is_not_diagonal_is_run() -> None:
    flow = FlowMatching(3)
    instance = Tabulated(*map(tuple, flow.coefficients(Exact()))), ((F(1), F(0)), (F(2), F(1)))
    assert matrices_compose(instance)
    assert not matrices_compose(instance, cross=F(-1)) and not matrices_compose(instance, stop=1)
