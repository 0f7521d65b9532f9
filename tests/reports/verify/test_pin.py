"""The pins: what the theorems state and define is what is on record."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from proofs.kernel import annotations
from proofs.kernel.annotations import ALLOWED_AXIOMS, annotated, pins
from proofs.kernel.sources import closure, sources
from reports.verify import coqc, pin
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")
STATEMENTS, DEFINITIONS = pins().statements, pins().definitions


@needs_coqc
def test_every_theorem_states_what_is_pinned_on_the_axioms_of_the_reals_alone(built: Path) -> None:
    theorems, texts = annotated().theorems, sources()
    names = {t.full_name for t in theorems}
    asked = closure(texts, {t.file for t in theorems})
    answers = coqc.ask(built, names, {n: t for n, t in texts.items() if n in asked})
    assert answers.silence == {}
    assert {n: a.statement for n, a in answers.theorems.items()} == STATEMENTS
    assert answers.definitions == DEFINITIONS
    assert set(STATEMENTS) == names
    assert frozenset().union(*(a.axioms for a in answers.theorems.values())) == ALLOWED_AXIOMS


def test_what_is_pinned_is_what_the_generator_writes() -> None:
    text = (Path(annotations.__file__).parent / "pins.json").read_text(encoding="utf-8")
    assert text == pin.pins_text(pins())
    assert not any("..." in s for s in (*STATEMENTS.values(), *DEFINITIONS.values()))


def test_the_pins_are_sorted_with_one_entry_a_line() -> None:
    unsorted = annotations.Pins({"B.b": "x²", "A.a": "y"}, {"C.c": 'say "no"'})
    text = pin.pins_text(unsorted)
    assert text.splitlines() == [
        "{",
        ' "definitions": {',
        '  "A.a": "y",',
        '  "B.b": "x²"',
        " },",
        ' "statements": {',
        '  "C.c": "say \\"no\\""',
        " }",
        "}",
    ]
    assert json.loads(text) == {"definitions": unsorted.definitions, "statements": unsorted.statements}


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder for the pins, and a coqc that answers as they read."""
    theorems = {n: coqc.TheoremAnswer(s, frozenset()) for n, s in reversed(STATEMENTS.items())}
    monkeypatch.setattr(pin, "resources", SimpleNamespace(files=lambda _: tmp_path))
    monkeypatch.setattr(pin, "coqc", lambda: "coqc")
    monkeypatch.setattr(pin, "build", lambda *_: {})
    monkeypatch.setattr(pin, "ask", lambda *_: coqc.Answers(theorems, dict(DEFINITIONS)))
    return tmp_path


def test_the_same_answers_are_written_as_the_same_bytes(folder: Path) -> None:
    pin.pin()
    written = Path(annotations.__file__).parent / "pins.json"
    assert (folder / "pins.json").read_bytes() == written.read_bytes()


def test_what_is_on_record_of_other_files_stays(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def ask(_: Path, names: set[str], texts: dict[str, str]) -> coqc.Answers:
        theorems = {n: coqc.TheoremAnswer(STATEMENTS[n], frozenset()) for n in names}
        return coqc.Answers(theorems, {n: d for n, d in DEFINITIONS.items() if f"{n.split('.')[0]}.v" in texts})

    monkeypatch.setattr(pin, "ask", ask)
    pin.pin(["Phi.v"])
    written = Path(annotations.__file__).parent / "pins.json"
    assert (folder / "pins.json").read_bytes() == written.read_bytes()


def test_nothing_is_pinned_from_answers_that_are_not_whole(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    theorems = {n: coqc.TheoremAnswer(s, frozenset()) for n, s in STATEMENTS.items()}
    less = {n: a for n, a in theorems.items() if n != "Phi.phi_identity"}
    monkeypatch.setattr(pin, "ask", lambda *_: coqc.Answers(less, dict(DEFINITIONS)))
    with pytest.raises(SystemExit, match=r"not pinned: \['Phi.phi_identity'\]"):
        pin.pin()
    monkeypatch.setattr(pin, "ask", lambda *_: coqc.Answers(theorems, {}))
    with pytest.raises(SystemExit, match=r"not pinned: .*Schedule\.schedule"):
        pin.pin()
    monkeypatch.setattr(pin, "build", lambda *_: {"Phi.v": "Error: no"})
    with pytest.raises(SystemExit, match=r"not pinned: {'Phi.v': 'Error: no'}"):
        pin.pin()
    monkeypatch.setattr(pin, "coqc", lambda: None)
    with pytest.raises(SystemExit, match="coqc is not installed"):
        pin.pin()
    assert list(folder.iterdir()) == []


def test_every_name_in_a_pinned_statement_has_a_pinned_definition() -> None:
    """Down to Coq's own library; and taking any definition away shows."""
    texts = [*STATEMENTS.values(), *DEFINITIONS.values()]
    assert pin.unpinned(texts, DEFINITIONS) == frozenset()
    for name in ("Schedule.schedule", "Wasserstein.w2_squared", "Plans.covers", "OneSided.contracting"):
        assert name in DEFINITIONS
        assert name in pin.unpinned(texts, {n: t for n, t in DEFINITIONS.items() if n != name})


def test_statements_are_pinned_without_the_kernel(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(pin, "pin", lambda files=(): asked.append(list(files)))
    monkeypatch.setattr(pin, "statements_text", lambda: "text")
    pin.main(["--statements"])
    assert asked == [] and (folder / "statements.json").read_text() == "text"
    pin.main(["--statements", "Phi.v"])
    assert asked == [["Phi.v"]]
    (folder / "statements.json").unlink()
    pin.main(["Phi.v"])
    assert asked == [["Phi.v"]] * 2 and list(folder.iterdir()) == []
    pin.main([])
    assert asked[2:] == [[]] and (folder / "statements.json").exists()
