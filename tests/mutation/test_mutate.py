"""The command's table and its list of equivalent edits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.mutation.mutate import EQUIVALENT, ROOT, counts, main, share, summary, table, unexplained


def record(path: str, verify: str = "", tests: str = "") -> dict[str, Any]:
    return {"path": path, "before": "no such line", "after": "nor this", "verify": verify, "tests": tests}


RECORDS = [
    record("proofs/logic/algebra.py", verify="pins"),
    record("proofs/logic/algebra.py"),
    record("numerics/numbers/balls.py", tests="a test"),
]


def test_what_nobody_notices_needs_a_reason(monkeypatch: Any) -> None:
    assert unexplained(RECORDS) == [RECORDS[1]]
    known = {(RECORDS[1]["path"], RECORDS[1]["before"], RECORDS[1]["after"]): "because"}
    monkeypatch.setattr("tests.mutation.mutate.equivalent", lambda: known)
    assert unexplained(RECORDS) == []
    assert counts(RECORDS) == {"edits": 3, "verify": 1, "tests": 1, "equivalent": 1, "nobody": 0}
    assert share(counts(RECORDS)) == 0.5


def test_the_table() -> None:
    found = summary(RECORDS, 8)
    assert found["proofs and checks"] == {"edits": 2, "verify": 1, "tests": 0, "equivalent": 0, "nobody": 1}
    assert table(found).splitlines()[2:] == [
        "| proofs/logic | 2 | 1 | 0 | 0 | 1 | 50% |",
        "| numerics | 1 | 0 | 1 | 0 | 0 | tests first |",
        "| proofs and checks | 2 | 1 | 0 | 0 | 1 | 50% |",
        "| all | 3 | 1 | 1 | 0 | 1 | tests first |",
    ]


def test_equivalent_edits_have_a_reason_and_are_of_lines_that_are_there() -> None:
    for entry in json.loads(EQUIVALENT.read_text()):
        assert len(entry["reason"]) > 20
        assert entry["before"] in " ".join((ROOT / entry["path"]).read_text().split()), entry
        assert entry["before"] != entry["after"]


def test_edits_on_file_are_not_judged_again(tmp_path: Path, capsys: Any) -> None:
    arguments = ["--out", str(tmp_path), "--only", "numerics/numbers/reals.py"]
    main([*arguments, "--list"])
    assert "numerics/numbers/reals.py" in capsys.readouterr().out
    from tests.mutation.draw import drawn

    (edit,) = drawn(ROOT, 8, only=["numerics/numbers/reals.py"])
    text = (ROOT / edit.path).read_text()
    (tmp_path / "results.jsonl").write_text(
        json.dumps({**record(edit.path, tests="a test"), "key": edit.key(text)}) + "\n"
    )
    assert main(arguments) == 0
    assert "| numerics | 1 | 0 | 1 | 0 | 0 | tests first |" in capsys.readouterr().out
