"""Options: help from the catalogues, and one line for what they do not take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from numerics.model.catalogue import DATA_FILES, SCALES
from numerics.model.schedules.catalogue import FILES, SCHEDULES
from numerics.solvers.catalogue import METHODS, PLANS
from reports.command import options
from tests.reports.command.runs import Run, schedule_file

PLAN = ("plan", "--schedule", "cosine", "--budget", "6.4", "--json")


ADVISE = ("advise", "--schedule", "cosine", "--steps", 4, "--budget", "1", "--lam", "0.5")


BAD_PLANS = {
    "nan": (("--lam", "nan"), "nan"),
    "negative": (("--lam", "-1"), "-1"),
    "infinite": (("--lam", "inf"), "inf"),
    "empty": (("--lam", ""), "lam"),
    "budget": (("--lam", "1", "--budget", "-2"), "-2"),
    "budget text": (("--lam", "1", "--budget", "much"), "much"),
    "steps": (("--lam", "1", "--steps", "0"), "0"),
    "schedule": (("--lam", "1", "--schedule", "nonsense"), "nonsense"),
    "missing file": (("--data", "no-such-file.npy"), "no-such-file.npy"),
    "method": (("--lam", "1", "--method", "magic"), "magic"),
    "digits": (("--lam", "1", "--digits", "0"), "0"),
    "large budget": (("--lam", "1", "--budget", "1e8"), "budget = 1e+08"),
    "huge budget": (("--lam", "1", "--budget", "1e20"), "budget = 1e+20"),
    "budget beyond doubles": (("--lam", "1", "--budget", "1e400"), "budget = 1e+400"),
    "large norm": (("--lam", "1e308", "--budget", "1e10"), "2e+318"),
    "many steps": (("--lam", "1", "--steps", "4097"), "steps = 4097"),
    "absurd steps": (("--lam", "1", "--steps", "9" * 20), "9" * 20),
    "no file name": (("--data", ""), "data = ''"),
    "both spectra": (("--lam", "1", "--data", "x.npy"), "--lam"),
    "neither spectrum": ((), "--lam"),
    "unknown option": (("--lam", "1", "--nope"), "--nope"),
}


@pytest.mark.parametrize(("arguments", "named"), BAD_PLANS.values(), ids=BAD_PLANS)
def test_bad_plans_get_one_line(run: Run, arguments: tuple[str, ...], named: str) -> None:
    code, out, err = run(*PLAN, "--steps", 4, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert named in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        ("global-std", "scale = 'global-std': must be none with --lam"),
        ("nonsense", "scale = nonsense: must be one of none, global-std"),
        ("", "scale = : must be one of none, global-std"),
    ],
)
def test_a_scale_needs_data(run: Run, scale: str, words: str) -> None:
    code, out, err = run(*ADVISE, "--scale", scale)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert run(*ADVISE, "--scale", "none")[0] == 0


BAD_SCHEDULES = {
    "not monotone": "alpha,sigma\n1,0\n0.5,0.5\n0.7,0.6\n",
    "nan": "alpha,sigma\n1,0\nnan,0.5\n",
    "negative": "alpha,sigma\n1,0\n-0.5,0.5\n",
    "malformed": "alpha,sigma\n1\n",
    "other columns": "a,b\n1,0\n",
}


@pytest.mark.parametrize("text", BAD_SCHEDULES.values(), ids=BAD_SCHEDULES)
def test_bad_schedules_get_one_line(run: Run, tmp_path: Path, text: str) -> None:
    path = schedule_file(tmp_path, text)
    code, out, err = run("phase", "--schedule", path, "--steps", text.count("\n") - 2)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_an_unknown_scheduler_class_is_named(run: Run, tmp_path: Path) -> None:
    path = schedule_file(tmp_path, json.dumps({"_class_name": "MagicScheduler", "beta_schedule": "linear"}), "c.json")
    code, _, err = run("phase", "--schedule", path, "--steps", 4)
    assert code == 2
    assert "MagicScheduler" in err


def test_object_arrays_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lam.npy"
    np.save(path, np.array([1, "x"], dtype=object), allow_pickle=True)
    code, _, err = run(*PLAN, "--steps", 4, "--data", path)
    assert code == 2
    assert err.count("\n") == 1


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


def help_of(option: object) -> str:
    return str(get_args(option)[1].help)


@pytest.mark.parametrize(
    ("option", "names"),
    [
        (options.ScheduleOption, (*SCHEDULES, *FILES, *(entry.says for entry in FILES.values()))),
        (options.DataOption, DATA_FILES),
        (options.ScaleOption, (*SCALES, *SCALES.values())),
        (options.MethodOption, (*METHODS, *(f"{name} ({PLANS[name].says})" for name in PLANS if name in METHODS))),
    ],
    ids=["schedule", "data", "scale", "method"],
)
def test_the_help_names_all_that_can_be_given(option: object, names: tuple[str, ...]) -> None:
    assert names and all(name in help_of(option) for name in names)
    assert "nonsense" not in help_of(option)


@pytest.mark.parametrize("command", ["plan", "phase", "advise", "verify", "derive", "report"])
def test_every_command_has_its_help(run: Run, command: str) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    if command in ("plan", "phase", "advise"):
        shown = "".join(out.split())
        assert all(name in shown for name in SCHEDULES)


@pytest.mark.parametrize("name", ["schedule", "method", "scale"])
def test_a_name_that_no_catalogue_has_gets_all_that_it_has(run: Run, name: str) -> None:
    known = {"schedule": SCHEDULES, "method": METHODS, "scale": SCALES}[name]
    code, out, err = run(*PLAN, "--steps", 4, "--lam", "1", f"--{name}", "nonsense")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"must be one of {', '.join(known)}" in err
