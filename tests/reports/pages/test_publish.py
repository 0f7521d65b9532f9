"""The report as files: its formats, what is in their way, and what was not made."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.errors import InputError
from numerics.named import Named
from reports.figures import gaps, window
from reports.figures.catalogue import FIGURES
from reports.pages import files, publish
from reports.pages.publish import FORMATS, prepare_report, write_report
from reports.pages.report import NotMade, Report
from reports.verify.ledger import Ledger
from tests.reports.fixtures import catalogue_ledger


def names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


@pytest.mark.parametrize("name", ["index.html", "figures/gaps.svg", "report.pdf"])
def test_obstacles_are_seen_before_anything_is_computed(tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / name).mkdir(parents=True)
    before = names(tmp_path)
    with pytest.raises(InputError, match="a folder is in the way"):
        prepare_report(tmp_path / "out")
    with pytest.raises(InputError, match="a folder is in the way"):
        files.publish(tmp_path / "out", {"new/a.txt": "x", name: "x"})
    assert names(tmp_path) == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "figures").write_text("mine")
    with pytest.raises(InputError, match=r"figures: an output folder is needed here, but a file is in the way"):
        prepare_report(tmp_path / "other")


def refused(_: Report) -> str:
    """A format that cannot be made here."""
    raise NotMade("not run: refused")


def counted(report: Report) -> str:
    """A format of its own."""
    return f"{len(report.ledger.claims)} claims, {len(report.figures)} figures"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figures, and no tables."""
    monkeypatch.setattr(publish, "figures", lambda _: {})
    monkeypatch.setattr(publish, "tables", dict)


def test_the_whole_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures first and the page that shows them last; the PDF, which is not made, is noted."""
    monkeypatch.setattr(gaps, "STRIDE", Fraction(1))
    monkeypatch.setattr(window, "WINDOW_POINTS", 3)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    out = prepare_report(tmp_path / "out")
    paths, notes = write_report(catalogue_ledger(), out)
    shown = [f"figures/{name}.svg" for name in FIGURES]
    assert [str(path.relative_to(out)) for path in paths] == [*shown, "ledger.json", "report.tex", "index.html"]
    assert names(out) == {*shown, "figures", "ledger.json", "report.tex", "index.html"}
    assert len(notes) == 1 and notes[0].startswith("not run: none of latexmk")
    assert Ledger.model_validate_json((out / "ledger.json").read_text("utf-8")) == catalogue_ledger()
    page = (out / "index.html").read_text("utf-8")
    assert all(f'id="figure-{name}"' in page for name in FIGURES) and 'id="numbers-w2"' in page
    assert "best found" in (out / "report.tex").read_text("utf-8")


@pytest.mark.usefixtures("quick")
def test_a_format_that_is_not_made_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"a.txt": Named("", __name__, "counted"), "b.txt": Named("", __name__, "refused")}
    monkeypatch.setattr(publish, "FORMATS", made)
    paths, notes = write_report(catalogue_ledger(), tmp_path / "out")
    assert [path.name for path in paths] == ["a.txt"] and notes == ("not run: refused",)
    assert paths[0].read_text() == "21 claims, 0 figures"
    assert names(tmp_path / "out") == {"a.txt"}


@pytest.mark.usefixtures("quick")
def test_a_format_that_fails_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only NotMade is expected: anything else is a mistake, and no half of a report hides it."""
    broken = {"a.txt": Named("", __name__, "counted"), "b.txt": Named("", __name__, "absent")}
    monkeypatch.setattr(publish, "FORMATS", broken)
    with pytest.raises(AttributeError):
        write_report(catalogue_ledger(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_format_says_what_it_is_and_where() -> None:
    assert tuple(FORMATS)[-1] == "index.html"
    for entry in FORMATS.values():
        assert entry.says and callable(entry.load())
