"""One line for bad input that says which file, what was found there, and what kind of thing it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reports.fixtures import Run

BETAS = {"beta_schedule": "linear"}
CONFIGS = {
    "a number as text": (
        {**BETAS, "num_train_timesteps": "1000"},
        "num_train_timesteps = '1000', a string: must be an",
    ),
    "a real as text": ({**BETAS, "beta_start": "0.1"}, "beta_start = '0.1', a string: must be a real number"),
    "a list in a list": ({"trained_betas": [[0.1]]}, "trained_betas[0] = [0.1], a list: must be a real number"),
    "an object": ({"trained_betas": {"a": [0.1]}}, "trained_betas = {'a': [0.1]}, an object: must be a list"),
    "a truth value": ({**BETAS, "beta_end": True}, "beta_end = true, a truth value: must be a real number"),
    "a switch as text": ({**BETAS, "rescale_betas_zero_snr": "true"}, "= 'true', a string: must be true or false"),
    "a list of kinds": ({"beta_schedule": ["linear"]}, "beta_schedule = ['linear'], a list: must be one of linear"),
    "offset": ({**BETAS, "steps_offset": "1"}, "steps_offset = '1', a string: must be an integer"),
    "large offset": ({**BETAS, "steps_offset": 900}, "steps_offset = 900: with steps = 4"),
    "spacing": ({**BETAS, "timestep_spacing": "even"}, "timestep_spacing = even: must be one of leading"),
    "shift": ({"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": -1}, "shift = -1: must be > 0"),
    "deep": ({**BETAS, "steps_offset": json.loads("[" * 900 + "]" * 900)}, "steps_offset = "),
}


@pytest.mark.parametrize(("config", "words"), CONFIGS.values(), ids=CONFIGS)
def test_a_bad_config_is_named_with_what_it_holds(
    run: Run, tmp_path: Path, config: dict[str, object], words: str
) -> None:
    path = tmp_path / "scheduler_config.json"
    path.write_text(json.dumps(config))
    code, out, err = run("phase", "--schedule", path, "--steps", 4)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"opmerge: {path}: ") and words in err
    assert "Fraction" not in err


def test_a_column_named_twice_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "schedule.csv"
    path.write_text("alpha,sigma,Alpha\n1,0,1\n0.5,0.5,0.4\n")
    code, out, err = run("phase", "--schedule", path, "--steps", 1)
    assert (code, out) == (2, "")
    assert err == f"opmerge: {path}: must name the column alpha once; it has 2 of them\n"


NUMBERS = {
    "9" * 5000: "too large: must not exceed the largest double",
    f"0.{'0' * 5000}1": "too small: must be 0 or at least 1e-400",
    f"0.5{'0' * 500}": "must have at most 400 characters",
    "1e99999999": "its exponent must lie within -400 .. 400",
    "a" * 500: "must be a decimal number",
}


@pytest.mark.parametrize(("number", "words"), NUMBERS.items(), ids=range(len(NUMBERS)))
def test_a_number_of_thousands_of_digits_is_a_number(run: Run, number: str, words: str) -> None:
    code, out, err = run("advise", "--schedule", "cosine", "--steps", 3, "--budget", "1", f"--lam={number}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "lam[0] = " in err and words in err and len(err) < 200
