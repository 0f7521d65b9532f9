"""The command: exit codes, what is on stdout and stderr, and what it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from numerics.errors import InputError
from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Verdict
from reports.command import cli
from reports.pages import publish
from reports.verify import run as engine
from tests.reports.command.runs import Run, shell
from tests.reports.fixtures import catalogue_ledger


def test_jobs_are_capped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def fake(*_: Any, jobs: int, **__: Any) -> Any:
        seen.append(jobs)
        raise InputError("stopped here")

    monkeypatch.setattr(engine, "verify", fake)
    for jobs in (1, 100_000):
        run("verify", "--jobs", jobs)
    assert seen == [1, min(64, len(CLAIMS))]


def test_an_empty_output_folder_is_refused(run: Run) -> None:
    code, out, err = run("report", "--out", "")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "out = ''" in err


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
    monkeypatch.setattr(engine.verify, "__kwdefaults__", {**engine.verify.__kwdefaults__, "catalogue": broken})
    code, out, _ = run("verify", "--claims", "P3.1")
    assert code == expected_code
    assert "P3.1" in out


def test_verify_exits_3_when_a_step_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple(replace(c, derive=lambda: ()) if c.id == "D2.1" else c for c in CLAIMS)
    monkeypatch.setattr(engine.verify, "__kwdefaults__", {**engine.verify.__kwdefaults__, "catalogue": broken})
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


def test_derive_has_one_form(run: Run) -> None:
    code, out, err = run("derive", "D2.1", "--latex", "--json")
    assert (code, out, err) == (2, "", "opmerge: --latex, --json: only one of them may be given\n")


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"expected": Verdict.REFUTED}, 1), ({"derive": lambda: ()}, 3), ({}, 0)],
    ids=["another verdict", "undecided", "as expected"],
)
def test_derive_exits_like_verify(
    run: Run, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], expected: int
) -> None:
    index = {c.id: replace(c, **change) if c.id == "P3.1" else c for c in CLAIMS}  # type: ignore[arg-type]
    monkeypatch.setattr(engine, "by_id", lambda: index)
    assert run("derive", "P3.1", "--json")[0] == expected


@pytest.mark.parametrize("command", [("derive", "D2.1"), ("phase", "--schedule", "cosine", "--steps", 4)])
def test_what_can_take_long_shows_that_it_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[object, ...]
) -> None:
    seen: list[str] = []

    @contextmanager
    def progress(what: str) -> Iterator[Callable[[str], None]]:
        seen.append(what)
        yield lambda _: None

    monkeypatch.setattr(cli, "progress", progress)
    assert run(*command)[0] == 0
    assert seen


def test_light_commands_import_no_heavy_library() -> None:
    code = (
        "import sys\nsys.argv = ['opmerge', 'phase', '--schedule', 'cosine', '--steps', '4', '--json']\n"
        "from reports.command.cli import main\ntry:\n main()\nexcept SystemExit:\n pass\n"
        "print([m for m in ('sympy', 'matplotlib', 'z3', 'hypothesis') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


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


def test_without_arguments_it_says_what_it_can_do(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert all(command in out for command in ("verify", "derive", "plan", "phase", "advise", "report"))
    code, out, err = run("nonsense")
    assert (code, out, err.count("\n")) == (2, "", 1) and "nonsense" in err


def test_an_interrupted_command_says_so_with_its_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "derivation_record", interrupted)
    assert run("derive", "D2.1") == (130, "", "")


def test_a_report_is_verified_written_and_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is that of the run; what was not made is told line by line before the page."""
    out, ledger = tmp_path / "out", catalogue_ledger()
    monkeypatch.setattr(engine, "verify", lambda *_, **__: ledger)
    monkeypatch.setattr(
        publish, "write_report", lambda found, folder: ((folder / "index.html",), ("not run: a reason",))
    )
    code, shown, err = run("report", "--out", out)
    assert (code, err) == (ledger.summary.exit_code, "") == (1, "")
    assert shown.splitlines()[-2:] == ["not run: a reason", f"report: {out / 'index.html'}"]
