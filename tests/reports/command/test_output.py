"""What the command writes: JSON with plans of any depth, tables at their width, progress on a terminal alone."""

from __future__ import annotations

import io
import json
import sys

import pytest
from rich.cells import cell_len
from rich.text import Text

from numerics.plans.canonical import CANONICAL, boot, consistency
from numerics.plans.plan import Plan
from reports.command.output import NARROWEST, PIPED_WIDTH, print_json, progress, show
from tests.reports.command.runs import Run, shell


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
    _, out, _ = run("plan", "--schedule", "cosine", "--json", "--budget", "6.4", "--steps", 4, "--lam", "0.5")
    assert '"plan": [[[4, 3], 2], 1],' in out
    assert json.loads(out)["strategies"]["consistency"]["plan"] == [4, [3, [2, 1]]]
    _, out, _ = run(
        "plan", "--schedule", "cosine", "--json", "--budget", "6.4", "--steps", 3, "--lam", "0.5", "--budget", "0"
    )
    assert json.loads(out)["optimal"]["ties"] == "all plans"


def test_a_list_of_plans_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    plans = [Plan.of([3, 2, 1]), Plan.of([3, [2, 1]])]
    print_json({"ties": plans, "none": [], "list": [0.5, "a"], "plan": Plan.of(1)})
    out = capsys.readouterr().out
    assert json.loads(out) == {"ties": [[3, 2, 1], [3, [2, 1]]], "none": [], "list": [0.5, "a"], "plan": 1}
    assert '"ties": [[3, 2, 1], [3, [2, 1]]],' in out


def test_a_plan_4000_merges_deep_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """json.dumps and json.loads recurse: neither could do this."""
    deep = boot(4001)
    assert len(deep.merges()) == 4000
    print_json({"plan": deep, "ties": [consistency(4001), Plan.of([2, 1])]})
    first, second = capsys.readouterr().out.splitlines()[1:3]
    assert Plan.parse(first.removeprefix('  "plan": ').removesuffix(",")) == deep
    assert second == f'  "ties": [{str(consistency(4001)).replace(",", ", ")}, [2, 1]]'
    with pytest.raises(RecursionError):
        json.dumps(deep.nested())


def test_json_keeps_its_keys_apart_and_has_no_number_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": {"b": [1, 2]}, "c": {}, 'quoted "key"': None, "λ": "µ"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"a": {"b": [1, 2]}, "c": {}, 'quoted "key"': None, "λ": "µ"}
    assert '    "b": [1, 2]\n' in out
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            print_json({"w2": number})


def test_terminal_tables_fit_80_columns() -> None:
    for arguments in ("phase --schedule cosine --steps 8", "derive N3"):
        done = shell(f"opmerge {arguments}", COLUMNS="80")
        assert done.returncode == 0
        assert max(map(len, done.stdout.splitlines())) <= 80


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


@pytest.mark.parametrize(
    ("columns", "width"),
    [("50", 50), ("1", NARROWEST), ("", PIPED_WIDTH), ("-3", PIPED_WIDTH), ("12345", PIPED_WIDTH), ("x", PIPED_WIDTH)],
)
def test_piped_lines_are_as_wide_as_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    show(Text("x " * 200))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) in (width, width - 1) and all(line == line.rstrip() for line in lines)


class Terminal(io.StringIO):
    """A stream that a reader watches."""

    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, told in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress("checking") as tell:
            tell("N1")
        assert bool(stream.getvalue()) is told
