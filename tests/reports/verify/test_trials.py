"""Many texts in one run of coqc: each is judged as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reports.verify import trials
from reports.verify.trials import Outcome, milestone, outcomes
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")

TEXTS = {
    "false": f"Lemma a : 0 = 0. Proof. reflexivity. Qed. {milestone('one')} Lemma b : 0 = 1.\n"
    f"Proof. {milestone('two')} reflexivity. Qed. {milestone('three')}",
    "true": f"Lemma a : 0 = 0. Proof. {milestone('one')} reflexivity. Qed.",
    "same name": "Definition a := 0. Lemma b : a = 1. Proof. reflexivity. Qed.",
    "syntax": "Lemma a : 0 = . Proof. reflexivity. Qed.",
    "unknown": "Lemma a : 0 = 0. Proof. no_such_tactic. Qed.",
    "open": "Lemma a : 0 = 0. Proof. reflexivity.",
    "true as well": "Lemma a : 0 = 0. Proof. reflexivity. Qed.",
    "endless": "Lemma a : 0 = 1. Proof. repeat pose proof I. Qed.",
    "last": "Lemma a : 0 = 2. Proof. reflexivity. Qed.",
}


@needs_coqc
@pytest.mark.parametrize("workers", [1, 3])
def test_each_text_is_judged_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(trials, "FILE_SECONDS", 5)
    found = outcomes(tmp_path, TEXTS, workers)
    assert list(found) == list(TEXTS)
    assert {name for name, outcome in found.items() if outcome.refused} == {"false", "same name", "last"}
    assert {name for name, outcome in found.items() if not outcome.error} == {"true", "true as well"}
    assert found["false"].passed == ("one", "two") and 'Unable to unify "1"' in found["false"].error
    assert found["true"].passed == ("one",)
    assert "yntax error" in found["syntax"].error and "Timeout" in found["endless"].error


def test_a_run_without_an_answer_refuses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut short is asked again without the first text that has no answer."""
    asked: list[str] = []

    def run(folder: Path, name: str, seconds: int, *options: str) -> tuple[str, str]:
        asked.append((folder / name).read_text())
        return "", f"no answer within {seconds} s"

    monkeypatch.setattr(trials, "run", run)
    found = outcomes(tmp_path, {"a": "", "b": ""}, 1)
    assert len(asked) == 2 and asked[0].count("Load") == 2 and asked[1].count("Load") == 1
    assert all("no answer" in o.error and not o.refused for o in found.values())
    assert outcomes(tmp_path, {}) == {} and len(asked) == 2


@pytest.mark.parametrize(
    ("printed", "error", "outcome"),
    [
        (["=== trial 0", "The command has indeed failed with message:", "x <", "  1"], "", Outcome((), "x < 1", True)),
        (["=== trial 0"], "Error: The command has not failed!", Outcome((), "")),
        ([], "Error: Cannot find a library", Outcome((), "Error: Cannot find a library")),
        ([], "", Outcome((), "no answer")),
    ],
)
def test_an_outcome_must_be_explicit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Sequence[str], error: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(trials, "run", lambda *_: ("\n".join(printed), error))
    assert outcomes(tmp_path, {"x": ""}) == {"x": outcome}
