"""Judges in a small tree of its own: who notices what, and what nobody does."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutation.edit import Edit
from tests.mutation.edits import python_edits
from tests.mutation.judge import Copy, Judge, Unedited

SUMS = '''"""Sums."""


def total(numbers: list[int]) -> int:
    found = 0
    for n in numbers:
        found += n
    return found


def largest(numbers: list[int]) -> int:
    return max(numbers)


def spare() -> int:
    return 1 + 1


def idle(numbers: list[int]) -> int:
    if len(numbers) > 5:
        return 0
    return 0
'''
TESTS = """from proofs.sums import idle, largest


def test_largest():
    assert largest([1, 2]) == 2 and idle([]) == 0
"""
# The command of this tree adds two numbers.
VERIFYING = """from pathlib import Path


def noticed(task, report):
    from proofs.sums import total

    report("command")
    return "" if total([1, 2]) == 3 else "another sum"


def recorded(task, report):
    Path(task["record"]).write_text("")
    return ""
"""


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    root = tmp_path_factory.mktemp("tree")
    for name, text in {
        "proofs/sums.py": SUMS,
        "tests/__init__.py": "",
        "tests/proofs/test_sums.py": TESTS,
        "tests/proofs/test_broken.py": "assert False\n",
        "tests/mutation/__init__.py": "",
        "tests/mutation/forks.py": Path(__file__).with_name("forks.py").read_text(),
        "tests/mutation/verifying.py": VERIFYING,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "numerics").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    folder = tmp_path_factory.mktemp("out")
    copy = Copy(root, folder / "copy", folder / "coqc")
    yield Judge(copy, Unedited(folder / "unedited"))
    copy.close()


def edit(scope: str, kind: str, new: str | None = None) -> Edit:
    found = python_edits("proofs/sums.py", SUMS)
    return next(e for e in found if (e.scope, e.kind) == (scope, kind) and new in (None, e.new))


def test_verify_notices_first(judge: Judge) -> None:
    answer = judge.judge(edit("total", "statement removed"))
    assert (answer.verify, answer.tests, answer.asked) == ("another sum", "", 1)


def test_the_tests_may_be_asked_first(judge: Judge) -> None:
    answer = judge.judge(edit("largest", "another function"), tests_first=True)
    assert not answer.verify and answer.tests.endswith("::test_largest") and answer.asked == 1
    answer = judge.judge(edit("total", "statement removed"), tests_first=True)
    assert (answer.verify, answer.tests, answer.asked) == ("another sum", "", 1)


def test_a_crash_is_noticed_with_the_part_that_crashes(judge: Judge) -> None:
    text = SUMS.replace("found = 0", "found = zero")
    place = SUMS.index("0\n")
    crash = Edit("proofs/sums.py", "constant", "total", place, place + 1, "zero")
    assert crash.applied(SUMS) == text
    assert judge.judge(crash).verify.startswith("command: NameError")


def test_the_tests_notice_what_verify_never_enters(judge: Judge) -> None:
    answer = judge.judge(edit("largest", "another function"))
    assert not answer.verify and answer.tests.endswith("::test_largest") and answer.asked == 1


@pytest.mark.parametrize(("scope", "kind", "asked"), [("spare", "plus and minus", 0), ("idle", "test fixed", 1)])
def test_an_edit_that_changes_nothing_survives(judge: Judge, scope: str, kind: str, asked: int) -> None:
    answer = judge.judge(edit(scope, kind))
    assert (answer.verify, answer.tests, answer.asked) == ("", "", asked)


def test_an_endless_loop_is_noticed(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    place = SUMS.index("found += n")
    endless = Edit("proofs/sums.py", "endless", "total", place, place + 10, "while True:\n            found += n")
    monkeypatch.setattr("tests.mutation.judge.LEAST_SECONDS", 1)
    assert judge.judge(endless).verify == "command: out of time"


def test_the_copy_is_afterwards_as_it_was(judge: Judge) -> None:
    path = judge.copy.root / "proofs" / "sums.py"
    before = path.stat().st_mtime_ns
    judge.judge(edit("total", "statement removed"))
    assert path.read_text() == SUMS and path.stat().st_mtime_ns == before


def test_tests_that_fail_on_the_unedited_tree_are_no_judges(judge: Judge) -> None:
    name = "tests/proofs/test_broken.py"
    assert judge.unedited.of(name, judge.copy)["by"]
    assert not judge.judge(edit("spare", "plus and minus")).tests
