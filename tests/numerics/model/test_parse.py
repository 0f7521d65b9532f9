"""The words of a user: what they mean, and how they are refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numerics.errors import InputError
from numerics.model.parse import parse_budget, parse_problem
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum, load_spectrum
from tests.numerics.refusals import refused

F = Fraction


def test_parse_budget() -> None:
    assert parse_budget("6.4") == F(32, 5)
    assert parse_budget(" inf ") is None
    assert parse_budget("1e-3") == F(1, 1000)
    assert parse_budget("0") == 0
    for text in ("", "nan", "-1", "x", "1/0", "1e999999999", "--1", "9" * 300 + "x", "-" + "9" * 300):
        with pytest.raises(InputError) as caught:
            parse_budget(text)
        assert len(str(caught.value)) < 120


def test_budgets_may_be_fractions() -> None:
    assert parse_budget("1/3") == F(1, 3) and parse_budget("Infinity") is None
    refused(lambda: parse_budget("-1/3"), "budget = -1/3", ">= 0")


def test_the_problem_that_the_words_state() -> None:
    problem = parse_problem("cosine", 4, "0.3,4,4", None, "none", "6.4")
    assert problem == Problem(Cosine(4), Spectrum.of("0.3", 4, 4), F(32, 5))
    assert problem != parse_problem("cosine", 4, "0.3,4", None, "none", "6.4")


@pytest.mark.parametrize("scale", ["none", "global-std"])
def test_data_from_a_file(tmp_path: Path, scale: str) -> None:
    path = tmp_path / "d.npy"
    np.save(path, np.random.default_rng(1).normal(size=(9, 3)))
    problem = parse_problem("flow", 3, None, str(path), scale, "inf")
    assert problem.spectrum == load_spectrum(path, scale=scale) and problem.budget is None


@pytest.mark.parametrize(
    ("lam", "data", "scale", "budget", "parts"),
    [
        ("1", "d.npy", "none", "1", ("--lam, --data", "exactly one")),
        (None, None, "none", "1", ("--lam, --data", "exactly one")),
        ("1", None, "unit", "1", ("scale = unit", "one of none, global-std")),
        ("1", None, "global-std", "1", ("scale = 'global-std'", "none with --lam")),
        ("1", None, "none", "-1", ("budget = -1", ">= 0")),
        ("1", None, "none", "1e9", ("budget = 1e+09", "must not exceed")),
        ("x", None, "none", "1", ("lam[0] = 'x'",)),
        (None, "  ", "none", "1", ("data = '  '", "must name a file")),
        (None, "absent.npy", "none", "x", ("budget = 'x'",)),  # options are checked before files are read
        (None, "absent.npy", "none", "1", ("absent.npy", "no such file")),
    ],
)
def test_refused_words(lam: str | None, data: str | None, scale: str, budget: str, parts: tuple[str, ...]) -> None:
    refused(lambda: parse_problem("cosine", 4, lam, data, scale, budget), *parts)
    refused(lambda: parse_problem("sine", 4, "1", None, "none", "1"), "schedule 'sine'")


def test_a_budget_has_an_exponent_of_400_at_most() -> None:
    assert parse_budget("1e-400") == Fraction(1, 10**400)
    refused(lambda: parse_budget("1e-401"), "budget = '1e-401'", "too many digits")
