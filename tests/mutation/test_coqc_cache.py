"""The cache of coqc's answers, with a coqc that counts how often it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COQC = """#!/bin/sh
for file in "$@"; do :; done
echo asked >> "$(dirname "$0")/count"
if grep -q wrong "$file"; then echo "$file is wrong" >&2; exit 1; fi
cat "$file" > "${file%.v}.vo"
echo said
"""


@pytest.fixture
def coqc(tmp_path: Path) -> Path:
    path = tmp_path / "coqc"
    path.write_text(COQC)
    path.chmod(0o755)
    return path


def run(coqc: Path, folder: Path, name: str, text: str) -> tuple[int, str, str]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    script = Path(__file__).with_name("coqc_cache.py")
    command = [sys.executable, "-ES", script, coqc, coqc.parent / "store", "-Q", folder, "Top", folder / name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def asked(coqc: Path) -> int:
    return coqc.with_name("count").read_text().count("asked")


def test_the_same_question_is_asked_once(coqc: Path, tmp_path: Path) -> None:
    for n in range(2):
        assert run(coqc, tmp_path / str(n), "A.v", "Theorem a.") == (0, "said\n", "")
        assert (tmp_path / str(n) / "A.vo").read_text() == "Theorem a."
    assert asked(coqc) == 1
    assert run(coqc, tmp_path / "0", "A.v", "Theorem b.")[0] == 0 and asked(coqc) == 2


def test_an_error_is_told_as_of_the_folder_at_hand(coqc: Path, tmp_path: Path) -> None:
    for n in range(2):
        assert run(coqc, tmp_path / str(n), "A.v", "wrong") == (1, "", f"{tmp_path}/{n}/A.v is wrong\n")
    assert asked(coqc) == 1


def test_another_file_below_is_another_question(coqc: Path, tmp_path: Path) -> None:
    for base, count in (("Theorem a.", 3), ("Theorem a.", 3), ("Theorem b.", 6)):
        run(coqc, tmp_path / "x", "A.v", base)
        run(coqc, tmp_path / "x", "B.v", "Require A.")
        run(coqc, tmp_path / "x", "C.v", "Require B.")
        assert asked(coqc) == count
