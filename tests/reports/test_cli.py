"""The command: contracts, exit codes, and one clear line for every kind of bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numerics.errors import InputError
from numerics.model.regimes import critical_variances
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.balls import Balls, precision
from numerics.plans.canonical import CANONICAL, boot, consistency
from proofs import catalogue
from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Verdict
from reports.command import answers
from reports.verify import run as evidence
from tests.reports.fixtures import Run

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


def plans_of(out: str) -> list[str]:
    """Plans of a JSON answer as text: the parser of Python recurses."""
    return [line.split(": ")[1].rstrip(",").replace(" ", "") for line in out.splitlines() if '"plan": ' in line]


@pytest.mark.parametrize("steps", [1000, 1024])
def test_deep_plans_are_printed(run: Run, steps: int) -> None:
    arguments = ("--schedule", "cosine", "--steps", steps, "--lam", "0.5", "--budget", "1")
    code, out, err = run("plan", *arguments, "--json")
    assert (code, err) == (0, "")
    assert plans_of(out) == [str(make(steps)) for make in CANONICAL.values()] + [str(boot(steps))]
    code, out, err = run("plan", *arguments, "--method", "consistency")
    assert (code, err) == (0, "")
    assert str(consistency(steps)) in "".join(out.split())
    code, out, err = run("advise", *arguments)
    assert (code, err) == (0, "")
    assert out.startswith("advice  boot\nplan    [[[")


def test_plans_are_nested_lists(run: Run) -> None:
    _, out, _ = run(*PLAN, "--steps", 4, "--lam", "0.5")
    assert '"plan": [[[4, 3], 2], 1],' in out
    assert json.loads(out)["strategies"]["consistency"]["plan"] == [4, [3, [2, 1]]]
    _, out, _ = run(*PLAN, "--steps", 3, "--lam", "0.5", "--budget", "0")
    assert json.loads(out)["optimal"]["ties"] == "all plans"


def test_phase_with_many_steps(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(*arguments: Any) -> Any:
        calls.append(1)
        return critical_variances(*arguments)

    monkeypatch.setattr(answers, "critical_variances", counted)
    code, out, _ = run("phase", "--schedule", "cosine", "--steps", 5000, "--json")
    assert code == 0 and len(calls) <= 7  # one list a precision
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


def test_jobs_are_capped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def fake(*_: Any, jobs: int, **__: Any) -> Any:
        seen.append(jobs)
        raise InputError("stopped here")

    monkeypatch.setattr(evidence, "verify", fake)
    for jobs in (1, 100_000):
        run("verify", "--jobs", jobs)
    assert seen == [1, min(64, len(CLAIMS))]


def test_an_empty_output_folder_is_refused(run: Run) -> None:
    code, out, err = run("report", "--out", "")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "out = ''" in err


@pytest.mark.parametrize("options", [("--budget", "5e7"), ("--budget", "0.5", "--lam", "1e6"), ("--digits", "50")])
def test_large_budgets_within_the_limit_are_fast(run: Run, options: tuple[str, ...]) -> None:
    code, _, err = run("plan", "--schedule", "cosine", "--steps", 4, "--lam", "1", "--budget", "5e7", *options)
    assert (code, err) == (0, "")


def schedule_file(folder: Path, text: str, name: str = "schedule.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


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


def test_an_unwritable_output_folder_leaves_nothing(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    code, out, err = run("report", "--out", blocked)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert blocked.read_text() == "in the way"


def test_verify_speaks_json_alone(run: Run) -> None:
    code, out, err = run("verify", "--claims", "A1", "--digits", "20", "--json")
    ledger = json.loads(out)
    assert (code, err) == (0, "")
    assert {c["id"] for c in ledger["claims"]} == {"A1", "D4.1", "D2.1", "P3.3", "C3.1", "P3.1"}
    assert {
        "id",
        "title",
        "statement",
        "provenance",
        "assumptions",
        "depends_on",
        "expected",
        "verdict",
        "evidence",
    } <= set(ledger["claims"][0])
    assert ledger["summary"]["exit_code"] == 0


@pytest.mark.parametrize(("verdict", "expected_code"), [(Verdict.PROVED, 0), (Verdict.REFUTED, 1)])
def test_verify_exits_with_what_it_found(
    run: Run, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, expected_code: int
) -> None:
    broken = tuple(replace(c, expected=verdict) if c.id == "P3.1" else c for c in CLAIMS)
    monkeypatch.setattr(evidence.verify, "__kwdefaults__", {**evidence.verify.__kwdefaults__, "catalogue": broken})
    code, out, _ = run("verify", "--claims", "P3.1")
    assert code == expected_code
    assert "P3.1" in out


def test_verify_exits_3_when_a_step_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple(replace(c, derive=lambda: ()) if c.id == "D2.1" else c for c in CLAIMS)
    monkeypatch.setattr(evidence.verify, "__kwdefaults__", {**evidence.verify.__kwdefaults__, "catalogue": broken})
    code, out, _ = run("verify", "--claims", "D2.1")
    assert code == 3
    assert "undecided" in out


@pytest.mark.parametrize("claim", [c.id for c in CLAIMS])
def test_derive_shows_every_claim(run: Run, claim: str) -> None:
    for form in ((), ("--json",), ("--latex",)):
        code, out, err = run("derive", claim, *form)
        assert (code, err) == (0, "")
        assert claim in out


def test_unknown_claims_get_one_line(run: Run) -> None:
    for arguments in (("derive", "T9.9"), ("verify", "--claims", "T9.9")):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert "T9.9" in err and err.count("\n") == 1


def test_light_commands_import_no_heavy_library() -> None:
    code = (
        "import sys\nsys.argv = ['opmerge', 'phase', '--schedule', 'cosine', '--steps', '4', '--json']\n"
        "from reports.cli import main\ntry:\n main()\nexcept SystemExit:\n pass\n"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_terminal_tables_fit_80_columns() -> None:
    command = [sys.executable, "-c", "from reports.cli import main; main()"]
    shown: dict[str, Any] = {"env": {"COLUMNS": "80", "PATH": ""}, "capture_output": True, "text": True}
    for arguments in (("phase", "--schedule", "cosine", "--steps", "8"), ("derive", "N3")):
        done = subprocess.run([*command, *arguments], check=True, **shown)
        assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_catalogue_is_the_one_verified() -> None:
    assert evidence.CLAIMS is catalogue.CLAIMS
