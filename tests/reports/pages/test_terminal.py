"""What the terminal shows in 80 columns."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.console import Console, RenderableType

from numerics.plans.canonical import boot, consistency
from numerics.plans.describe import compact
from numerics.plans.plan import Plan
from proofs.logic.verdict import Verdict
from reports.pages import terminal
from reports.verify.ledger import CaseRecord, StepRecord
from reports.verify.verdict import assemble
from tests.reports.fixtures import catalogue_ledger

PLAN: dict[str, Any] = {
    "schedule": "cosine",
    "steps": 3,
    "lam": ["0.3"] * 9,
    "budget": "inf",
    "tau": [0.1] * 9,
    "strategies": {
        "vanilla": {"plan": Plan.of([3, 2, 1]), "operator": [0.1], "w2": 0.25},
        "boot": {"plan": Plan.of([[3, 2], 1]), "operator": [0.1], "w2": "0." + "1" * 50},
    },
    "optimal": {
        "method": "segmentation",
        "plan": Plan.of([[3, 2], 1]),
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


def test_the_count_is_that_of_the_results_not_of_the_lines() -> None:
    ledger = catalogue_ledger()
    assert "Not verified: 7 numbered results" in shown(*terminal.summary_lines(ledger), width=400)
    one = ledger.model_copy(update={"not_verified": ledger.not_verified[:1]})
    assert "Not verified: 1 numbered result (" in shown(*terminal.summary_lines(one), width=400)
    real = assemble((), {}, {}, None)
    assert "Not verified: 12 numbered results" in shown(*terminal.summary_lines(real), width=400)


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


def test_a_plan_asked_for_by_name_is_not_called_the_best() -> None:
    for asked, label in (("auto", "best plan"), ("enumeration", "best plan"), ("consistency", "plan of consistency")):
        text = shown(terminal.plan_table(PLAN, asked))
        assert label in text
        assert ("best" in text) is ("= best" in text) is (label == "best plan")


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
    assert {"σ_t > 0", "τ, v_BOOT, v_π real", "r, r' integer ≥ 0"} <= set(lines)
    mutants = tuple(s.model_copy(update={"alike": True}) for s in by_id["A1"].symbols)
    alike = shown(terminal.derivation(by_id["A1"].model_copy(update={"symbols": mutants})), width=200)
    assert "v ≥ 0 (another symbol printed alike has another range)" in alike


def test_compact_plans() -> None:
    assert compact(Plan.of(4)) == "4"
    assert compact(Plan.of([[6, 5, 4], [3, 2], 1])) == "[[6..4], [3, 2], 1]"
    assert compact(boot(1500)).count("[") == 1499


def test_advice_is_a_name_a_compact_plan_and_its_reasons() -> None:
    advice = {"advice": "boot", "plan": Plan.of([[6, 5, 4], [3, 2], 1]), "why": ["lambda <= 1", "because"]}
    assert [line.rstrip() for line in shown(terminal.advice_text(advice)).splitlines()] == [
        "advice  boot",
        "plan    [[6..4], [3, 2], 1]",
        "- λ ≤ 1",
        "- because",
    ]
