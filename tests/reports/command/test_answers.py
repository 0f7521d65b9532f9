"""Answers of plan, phase and advise: their contracts, exact numbers, and certified digits."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numerics.model import regimes
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, precision
from numerics.plans.canonical import CANONICAL
from numerics.plans.plan import Plan
from reports.command.answers import advice_answer, exact, finite, plan_answer, rounded_up
from tests.reports.command.runs import Run, schedule_file

PLAN = ("plan", "--schedule", "cosine", "--budget", "6.4", "--json")


def test_plan_follows_its_contract(run: Run) -> None:
    code, out, err = run(*PLAN, "--steps", 32, "--lam", "1.08")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert set(answer) == {"schedule", "steps", "lam", "budget", "tau", "strategies", "optimal"}
    assert (answer["schedule"], answer["steps"], answer["lam"], answer["budget"]) == ("cosine", 32, [1.08], 6.4)
    assert set(answer["strategies"]) == {"vanilla", "progressive", "consistency", "boot"}
    assert answer["strategies"]["vanilla"]["plan"] == list(range(32, 0, -1))
    for strategy in answer["strategies"].values():
        assert strategy["w2"] >= answer["optimal"]["w2"] > 0
    assert answer["optimal"]["gap"] >= 0
    assert answer["optimal"]["certified"] is (answer["optimal"]["gap"] == 0)


def test_phase_follows_its_contract(run: Run) -> None:
    code, out, _ = run("phase", "--schedule", "cosine", "--steps", 32, "--json")
    answer = json.loads(out)
    assert code == 0
    assert len(answer["critical"]) == 31
    assert answer["lam_boot"] == min(answer["critical"]) == pytest.approx(1.0503328462398598, rel=1e-15)
    assert answer["lam_vanilla"] == max(answer["critical"]) == pytest.approx(2.0012059964703925, rel=1e-15)


def test_digits_give_certified_decimal_strings(run: Run) -> None:
    _, short, _ = run(*PLAN, "--steps", 8, "--lam", "0.5", "--digits", 30)
    _, long, _ = run(*PLAN, "--steps", 8, "--lam", "0.5", "--digits", 60)
    w2, more = (json.loads(out)["optimal"]["w2"] for out in (short, long))
    assert isinstance(w2, str)
    assert more.split("E")[0].startswith(w2.split("E")[0][:28])


def test_ve_has_no_finite_boundary(run: Run) -> None:
    _, out, _ = run("phase", "--schedule", "ve", "--steps", 5, "--json")
    answer = json.loads(out)
    assert answer["critical"] == ["inf"] * 4
    assert (answer["lam_boot"], answer["lam_vanilla"]) == ("inf", "inf")


@pytest.mark.parametrize("steps", [1, 2, 7])
@pytest.mark.parametrize("budget", ["0", "inf", "0.5"])
@pytest.mark.parametrize("lam", ["0", "1e6", "0,1.5"])
def test_edge_cases_work(run: Run, steps: int, budget: str, lam: str) -> None:
    code, out, err = run("plan", "--schedule", "cosine", "--steps", steps, "--lam", lam, "--budget", budget, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["optimal"]["w2"] >= 0
    if budget in ("0", "inf"):
        assert answer["optimal"]["certified"]


@pytest.mark.parametrize("options", [("--budget", "5e7"), ("--budget", "0.5", "--lam", "1e6"), ("--digits", "50")])
def test_large_budgets_within_the_limit_are_fast(run: Run, options: tuple[str, ...]) -> None:
    code, _, err = run("plan", "--schedule", "cosine", "--steps", 4, "--lam", "1", "--budget", "5e7", *options)
    assert (code, err) == (0, "")


def test_phase_with_many_steps(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(*arguments: Any) -> Any:
        calls.append(1)
        return critical_variances(*arguments)

    monkeypatch.setattr(regimes, "critical_variances", counted)
    code, out, _ = run("phase", "--schedule", "cosine", "--steps", 5000, "--json")
    assert code == 0 and 1 <= len(calls) <= 7  # one list a precision
    found = json.loads(out)["critical"]
    assert len(found) == 4999
    with precision(256):
        some = [float(c.mid()) for c in critical_variances(Cosine(5000), Balls())[::999] if c is not None]
    assert found[::999] == pytest.approx(some, rel=1e-15)
    code, out, err = run("phase", "--schedule", "cosine", "--steps", "9" * 20)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_critical_variances_beyond_the_doubles(run: Run, tmp_path: Path) -> None:
    path = schedule_file(tmp_path, f"alpha,sigma\n1,0\n0.5,1e200\n{'0.4' + '9' * 390},1e201\n0,1e202\n")
    code, out, err = run("phase", "--schedule", path, "--steps", 3, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["critical"][1] == "inf"


def test_stable_diffusion_config_and_a_data_matrix(run: Run, tmp_path: Path) -> None:
    """The main job on real input: Stable Diffusion's schedule and the digits of scikit-learn."""
    datasets = pytest.importorskip("sklearn.datasets")
    config = {
        "_class_name": "PNDMScheduler",
        "beta_schedule": "scaled_linear",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "num_train_timesteps": 1000,
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
        "steps_offset": 1,
    }
    schedule = schedule_file(tmp_path, json.dumps(config), "scheduler_config.json")
    data = tmp_path / "digits.npy"
    np.save(data, datasets.load_digits().data)
    code, out, err = run(
        "plan", "--schedule", schedule, "--steps", 8, "--data", data, "--scale", "global-std", "--budget", "1", "--json"
    )
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert len(answer["lam"]) == 64
    assert answer["optimal"]["w2"] <= min(s["w2"] for s in answer["strategies"].values())


@pytest.mark.parametrize(
    ("schedule", "lam", "advised"),
    [("cosine", "0.2,0.9", "boot"), ("cosine", "3,9", "vanilla"), ("ve", "0.5,50", "boot")],
)
def test_advise_recommends_what_is_proved(run: Run, schedule: str, lam: str, advised: str) -> None:
    code, out, _ = run("advise", "--schedule", schedule, "--steps", 6, "--lam", lam, "--budget", "0.3", "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["advice"], answer["certified"], answer["gap"]) == (advised, True, 0)
    assert answer["why"]
    code, out, _ = run("advise", "--schedule", schedule, "--steps", 6, "--lam", lam, "--budget", "0.3")
    assert out.startswith(f"advice  {advised}\n")


def test_the_gap_is_a_decimal_that_is_no_smaller(run: Run) -> None:
    options = ("plan", "--schedule", "cosine", "--steps", 5, "--lam", "1.5,0.2", "--budget", "1", "--json")
    exact = json.loads(run(*options, "--method", "consistency")[1])["optimal"]["gap"]
    for digits in (1, 5, 40):
        text = json.loads(run(*options, "--method", "consistency", "--digits", digits)[1])["optimal"]["gap"]
        assert isinstance(text, str) and len(text.replace("0.", "").lstrip("0")) <= digits
        assert Decimal(exact) <= Decimal(text) <= Decimal(exact) * (1 + Decimal(10) ** (1 - digits))
    assert json.loads(run(*options, "--digits", 5)[1])["optimal"]["gap"] == "0"


def test_a_plan_asked_for_by_name_is_not_called_the_best(run: Run) -> None:
    options = ("plan", "--schedule", "cosine", "--steps", 5, "--lam", "1.5,0.2", "--budget", "1")
    best = json.loads(run(*options, "--json")[1])["optimal"]["w2"]
    code, out, err = run(*options, "--method", "consistency")
    assert (code, err) == (0, "")
    assert "best plan " not in out.replace("the best plan ", "") and "= best" not in out
    assert "plan of consistency" in out
    answer = json.loads(run(*options, "--method", "consistency", "--json")[1])["optimal"]
    assert answer["w2"] > best
    assert all(note.startswith("search for the best plan: ") for note in answer["notes"][:-1])
    assert answer["notes"][-1].startswith("the plan: ")
    assert "best plan " in run(*options)[1] and "plan of" not in run(*options, "--method", "enumeration")[1]


def test_a_plan_stays_a_plan() -> None:
    problem = Problem(Cosine(4), Spectrum.of("0.5"), Fraction(1))
    answer = plan_answer(problem)
    shown = [answer["optimal"], *answer["strategies"].values()]
    assert all(isinstance(part["plan"], Plan) for part in shown)
    assert [part["plan"] for part in answer["strategies"].values()] == [make(4) for make in CANONICAL.values()]
    assert all(isinstance(plan, Plan) for plan in answer["optimal"]["ties"])
    assert isinstance(advice_answer(problem)["plan"], Plan)


def test_all_ties_are_named_or_counted() -> None:
    """Without training all plans are one; where a_2 = 1 vanilla and BOOT are; elsewhere no two plans are."""
    untrained = plan_answer(Problem(Cosine(3), Spectrum.of("0.5"), Fraction(0)))
    assert untrained["optimal"]["ties"] == "all plans"
    critical = plan_answer(Problem(FlowMatching(3), Spectrum.of(2), Fraction(1)), "enumeration")["optimal"]
    assert sorted(map(str, (critical["plan"], *critical["ties"]))) == ["[3,2,1]", "[[3,2],1]"]
    assert plan_answer(Problem(Cosine(3), Spectrum.of("0.5"), Fraction(1)), "enumeration")["optimal"]["ties"] == []


def test_advice_has_its_parts() -> None:
    answer = advice_answer(Problem(Cosine(6), Spectrum.of("0.2", "0.2", "1.5", "9"), Fraction(3, 10)))
    assert set(answer) == {
        "schedule", "steps", "budget", "coordinates", "lam_boot", "lam_vanilla", "advice", "plan", "w2", "gap", "certified",
        "strategies", "best_canonical", "why",
    }  # fmt: skip
    assert answer["coordinates"] == {"contracting": 2, "expanding": 1, "open": 1, "both": 0}
    assert answer["strategies"][answer["best_canonical"]] == min(answer["strategies"].values()) >= answer["w2"]
    assert answer["advice"] in ("plan", *CANONICAL) and answer["why"]


def test_numbers_are_shown_as_they_are_given_and_never_rounded_down() -> None:
    assert exact(Fraction(1, 4), None) == 0.25 and exact(Fraction(1, 4), 5) == "0.25"
    assert exact(Fraction(1, 3), 5) == "0.33333"
    assert rounded_up(0.1, None) == 0.1
    assert [rounded_up(0.1, digits) for digits in (1, 2, 3)] == ["0.2", "0.11", "0.101"]
    assert Decimal(str(rounded_up(0.125, 3))) == Decimal("0.125")
    assert finite(1.5) == 1.5 and finite(float("inf")) == "inf"
