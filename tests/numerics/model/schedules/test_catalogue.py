"""Schedules by name and by file: what is known, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from numerics.model.schedules.base import Schedule
from numerics.model.schedules.catalogue import FILES, SCHEDULES, parse_schedule
from numerics.model.schedules.cosine import Cosine
from tests.numerics.model.schedules.schedule_models import write_config
from tests.numerics.refusals import refused


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_name_is_a_schedule(name: str) -> None:
    schedule = parse_schedule(name, 7)
    assert isinstance(schedule, Schedule) and (schedule.name, schedule.steps) == (name, 7)
    assert schedule == SCHEDULES[name].load()(7) != parse_schedule(name, 6)


@pytest.mark.parametrize("ending", FILES)
def test_every_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = str(tmp_path / f"s{ending.upper()}")
    if ending == ".json":
        Path(path).write_text(Path(write_config(tmp_path, _class_name="DDIMScheduler")).read_text())
    elif ending == ".csv":
        Path(path).write_text("alpha,sigma\n1,0\n0.6,0.8\n")
    else:
        with Path(path).open("wb") as file:
            np.savez(file, alpha=np.array([1, 0.6]), sigma=np.array([0, 0.8]))
    schedule = parse_schedule(path, 1)
    assert isinstance(schedule, Schedule) and (schedule.name, schedule.steps) == (path, 1)


def test_names_are_told_from_files() -> None:
    assert parse_schedule("cosine", 3) == Cosine(3)
    refused(lambda: parse_schedule("cosine.txt", 3), "must be one of cosine, flow", "or a .json, .npz or .csv file")


@pytest.mark.parametrize("text", ["", "Cosine", "cosine ", "cos\nine", "x" * 500, "schedule.yaml", "\0.json"])
def test_unknown_schedules(text: str) -> None:
    refused(lambda: parse_schedule(text, 4))


@pytest.mark.parametrize("ending", ["json", "npz", "csv"])
def test_missing_and_unreadable_files(tmp_path: Path, ending: str) -> None:
    refused(lambda: parse_schedule(str(tmp_path / f"absent.{ending}"), 4), f"absent.{ending}", "no such file")
    folder = tmp_path / f"folder.{ending}"
    folder.mkdir()
    refused(lambda: parse_schedule(str(folder), 4), f"folder.{ending}")
    if ending != "npz":
        (tmp_path / f"latin.{ending}").write_bytes(b"\xff\xfe\x00")
        refused(lambda: parse_schedule(str(tmp_path / f"latin.{ending}"), 4), "UTF-8")
