"""What the terminal shows in 80 columns."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from numerics.plans.canonical import boot, consistency
from numerics.plans.describe import compact
from proofs.logic.verdict import Verdict
from reports.command import cli
from reports.pages import terminal
from reports.verify.ledger import CaseRecord, StepRecord
from tests.reports.fixtures import catalogue_ledger

PLAN: dict[str, Any] = {
    "schedule": "cosine",
    "steps": 3,
    "lam": ["0.3"] * 9,
    "budget": "inf",
    "tau": [0.1] * 9,
    "strategies": {
        "vanilla": {"plan": (3, 2, 1), "operator": [0.1], "w2": 0.25},
        "boot": {"plan": ((3, 2), 1), "operator": [0.1], "w2": "0." + "1" * 50},
    },
    "optimal": {
        "method": "segmentation",
        "plan": ((3, 2), 1),
        "operator": [0.1],
        "w2": "0." + "1" * 50,
        "gap": 1e-9,
        "certified": False,
        "notes": ["one reason"],
    },
}


def shown(*parts: RenderableType, width: int = 80) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_claims_table_keeps_ids_and_verdicts_whole() -> None:
    ledger = catalogue_ledger()
    other = ledger.claims[0].model_copy(update={"verdict": Verdict.UNDECIDED, "strength": None})
    ledger = ledger.model_copy(update={"claims": (other, *ledger.claims[1:])})
    text = shown(terminal.claims_table(ledger))
    assert max(map(len, text.splitlines())) <= 80
    rows = {line.split()[1]: line for line in text.splitlines() if line[1:2] in "✓✗"}
    assert set(rows) == {c.id for c in ledger.claims}
    assert all(str(c.verdict) in rows[c.id] and str(c.expected) in rows[c.id] for c in ledger.claims)
    assert "✗" in rows[other.id]
    assert "…" not in text


def test_summary_says_what_is_wrong_and_the_exit_code() -> None:
    ledger = catalogue_ledger()
    text = shown(*terminal.summary_lines(ledger))
    assert "exit code is 1" in text
    assert "a mutant survived" in text
    assert f"{len(ledger.claims)} claims" in text


def test_a_deep_plan_is_shown_whole() -> None:
    deep = boot(1500)
    strategies = {"vanilla": {**PLAN["strategies"]["vanilla"], "plan": consistency(1500)}}
    strategies["boot"] = {**PLAN["strategies"]["boot"], "plan": boot(1500)}
    text = shown(
        terminal.plan_table({**PLAN, "strategies": strategies, "optimal": {**PLAN["optimal"], "plan": deep}}), width=100
    )
    assert str(deep) in re.sub(r"\s", "", text)
    assert "boot = best" in text and "vanilla = best" not in text


def test_plan_table_keeps_all_digits() -> None:
    text = shown(terminal.plan_table(PLAN))
    assert "1" * 50 in text.replace("\n", "").replace(" ", "") or text.count("1") > 100
    assert "[[3,2],1]" in text
    assert "boot = best" in text
    assert "at most 1e-09 above" in text
    assert "(9 coordinates)" in text
    assert "one reason" in text
    assert "yes: no plan is closer" in shown(
        terminal.plan_table({**PLAN, "optimal": {**PLAN["optimal"], "certified": True}})
    )


@pytest.mark.parametrize("count", [0, 1, 7, 31])
def test_phase_table_lists_every_step_once(count: int) -> None:
    values = [round(1 + 0.001 * t, 3) for t in range(count)]
    text = shown(terminal.phase_table({"critical": values, "lam_boot": 1.05, "lam_vanilla": None}))
    assert all(str(v) in text for v in values)
    assert "λ₊  ∞" in text


def test_derivation_shows_failures_with_their_reasons() -> None:
    claim = next(c for c in catalogue_ledger().claims if c.id == "N1")
    good = shown(terminal.derivation(claim))
    assert "v_π ≥ v_BOOT" in good
    assert "\\" not in good
    assert max(map(len, good.splitlines())) <= 80
    step = StepRecord(title="t", latex="x", rule="r", ok=False, reason="no sign", cases=())
    outer = step.model_copy(update={"cases": (CaseRecord(title="one", steps=(step,)),)})
    bad = shown(terminal.derivation(claim.model_copy(update={"derivation": (outer,)})))
    assert bad.count("does not check") == 2
    assert "no sign" in bad
    assert "1a.1." in bad


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{\alpha_{t}^{2}}{a + b}", "α_t^2/(a + b)"),
        (r"\frac{1}{x y}", "1/(x y)"),
        (r"\left(- \tau + v_{\mathrm{BOOT}}\right)^{2} \leq 1", "(-τ + v_BOOT)^2 ≤ 1"),
        (r"\lim_{k \to \infty} e^{- 2 n_{t} s}", "lim_{k → ∞} e^(-2 n_t s)"),
        (r"\hat{v}_{\mathrm{seg}}", "v̂_seg"),
        (r"\hat{\gamma'} \hat{a}_T", "γ\u0302' a\u0302_T"),
        (r"\frac{\overline{n}_t}{\varsigma_{t-1}}", "n\u0305_t/ς_{t-1}"),
        (r"\frac12 \sqrt{2}", "1/2 √2"),
        (r"\left. \lambda x \right|_{\substack{ \lambda=0 }} = 0", "λ x |_{ λ=0 } = 0"),
        (r"w \geq w' \wedge p \geq 1", "w ≥ w' ∧ p ≥ 1"),
    ],
)
def test_formulas_as_plain_text(latex: str, expected: str) -> None:
    assert terminal.plain(latex) == expected


def test_no_formula_of_the_catalogue_leaves_latex_behind() -> None:
    for claim in catalogue_ledger().claims:
        assert "\\" not in shown(terminal.derivation(claim))


@pytest.mark.parametrize("columns", ["80", "60", ""])
@pytest.mark.parametrize(
    "command",
    [
        "advise --schedule cosine --steps 9 --lam 1.5,0.2 --budget 1",
        "phase --schedule cosine --steps 8",
        "plan --schedule cosine --steps 9 --lam 1.5,0.2 --budget 1",
        "derive N6",
    ],
)
def test_piped_output_keeps_to_its_width(command: str, columns: str) -> None:
    done = shell(f"opmerge {command}", COLUMNS=columns)
    lines = done.stdout.splitlines()
    assert max(map(cell_len, lines)) <= int(columns or 100)
    assert all(line == line.rstrip() for line in lines)
    assert done.returncode == 0


def test_phase_without_a_transition() -> None:
    one = shown(terminal.phase_table({"steps": 1, "critical": [], "lam_boot": "inf", "lam_vanilla": 0.0}))
    assert "one step leaves nothing to merge" in one and "optimal" not in one and "c_t" not in one
    ve = shown(terminal.phase_table({"critical": ["inf"] * 3, "lam_boot": "inf", "lam_vanilla": "inf"}))
    assert "λ₋  ∞  BOOT is optimal for every λ" in ve and "λ₊  ∞  vanilla is never needed" in ve
    assert "from here on" not in ve and "up to here" not in ve
    half = shown(terminal.phase_table({"critical": [1.0, "inf"], "lam_boot": 1.0, "lam_vanilla": "inf"}))
    assert "1.0  BOOT is optimal up to here" in half and "∞  vanilla is proved optimal for no λ" in half


def test_a_claim_says_what_it_ranges_over() -> None:
    by_id = {c.id: c for c in catalogue_ledger().claims}
    text = shown(terminal.derivation(by_id["N5"]), width=200)
    lines = [line.strip() for line in text.splitlines()]
    assert any(line.startswith("For all: VE: every σ_t") for line in lines)
    assert {"λ, σ_{t-1} ≥ 0", "σ_t > 0", "r', t integer > 0", "r integer ≥ 0"} <= set(lines)
    mutants = tuple(s.model_copy(update={"alike": True}) for s in by_id["A1"].symbols)
    alike = shown(terminal.derivation(by_id["A1"].model_copy(update={"symbols": mutants})), width=200)
    assert "v ≥ 0 (another symbol printed alike has another range)" in alike


def test_a_list_of_plans_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    cli._print_json({"ties": [(3, 2, 1), (3, (2, 1))], "none": [], "list": [0.5, "a"], "plan": 1})
    out = capsys.readouterr().out
    assert json.loads(out) == {"ties": [[3, 2, 1], [3, [2, 1]]], "none": [], "list": [0.5, "a"], "plan": 1}
    assert '"ties": [[3, 2, 1], [3, [2, 1]]],' in out


def test_compact_plans() -> None:
    assert compact(4) == "4"
    assert compact(((6, 5, 4), (3, 2), 1)) == "[[6..4], [3, 2], 1]"
    assert compact(boot(1500)).count("[") == 1499


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    opmerge = f"{sys.executable} -c 'from reports.cli import main; main()'"
    return subprocess.run(
        ["bash", "-c", command.replace("opmerge", opmerge)],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", ["phase --schedule cosine --steps 40", "plan --help", "derive P3.1 --json"])
def test_a_full_disk_gets_one_line(command: str) -> None:
    done = shell(f"opmerge {command} > /dev/full")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("opmerge: stdout: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("options", ["--steps 40", "--steps 9000 --json", "--steps 3 --json"])
def test_a_reader_that_goes_away_is_no_error(options: str) -> None:
    done = shell(f"opmerge phase --schedule cosine {options} | head -c0; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


def test_output_without_greek_letters_or_closed() -> None:
    done = shell("opmerge phase --schedule cosine --steps 4", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u03bb" in done.stdout
    done = shell("opmerge phase --schedule cosine --steps 4 >&-")
    assert (done.returncode, done.stderr) == (0, "")
