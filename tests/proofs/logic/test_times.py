"""Times in names."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs.logic.times import carries_time, split_time


@pytest.mark.parametrize("name", ["alpha_t", "sigma_{t-1}", r"\hat{a_t}", r"\overline{n}_t", "z_{t}", "V_{t+1}"])
def test_a_running_time_is_seen(name: str) -> None:
    assert carries_time(sp.Symbol(name))


@pytest.mark.parametrize(
    "name", ["a_T", "alpha_1", "lambda", r"w_{\mathrm{ref}}", "tau", "x_total", r"v_{\mathrm{teach}}"]
)
def test_a_fixed_time_or_none_is_no_running_time(name: str) -> None:
    assert not carries_time(sp.Symbol(name))


def test_a_name_without_its_time() -> None:
    assert split_time(sp.Symbol("alpha_t")) == ("alpha", "_t")
    assert split_time(sp.Symbol("alpha_{t-1}")) == ("alpha", "_{t-1}")
    assert split_time(sp.Symbol("alpha_1")) == ("alpha_1", "")
