"""The walks of CONTRIBUTING.md, carried out as they stand there in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^`(?P<file>[\w./-]+)`$|^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def walk(title: str) -> list[tuple[str, str, str]]:
    """(file, kind, body) of every block of a section that stands under a file's name, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    parts = SECTION.split(text)[1:]
    section = dict(zip(parts[::2], parts[1::2], strict=True))[title]
    found, file = [], ""
    for match in BLOCK.finditer(section):
        if match["file"]:
            file = match["file"]
        elif file:
            found.append((file, match["kind"], match["body"]))
    return found


def carry_out(folder: Path, title: str) -> list[str]:
    """Writes and edits the files of a walk; returns their names."""
    for file, kind, body in walk(title):
        path = folder / file
        if kind != "diff":
            assert not path.exists(), f"{file} exists already"
            path.write_text(body)
            continue
        lines = body.splitlines(keepends=True)
        context = "".join(line[1:] for line in lines if line.startswith(" "))
        added = "".join(line[1:] for line in lines if line.startswith("+"))
        assert context and added and path.read_text().count(context) == 1, f"{file}: the line above is not unique"
        path.write_text(path.read_text().replace(context, context + added))
    return list(dict.fromkeys(file for file, _, _ in walk(title)))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree without what is built."""
    folder = tmp_path / "tree"
    for name in ("proofs", "numerics", "reports", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.vo*", "*.glob"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs Python on the copy."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def opmerge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command of the copy."""
    program = f"import sys; sys.path.insert(0, {str(folder)!r}); from reports.command.cli import main; main()"
    return python(folder, "-c", program, *arguments)


def pytest_passes(folder: Path, *files: str) -> None:
    done = python(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_schedule(copy: Path) -> None:
    assert opmerge(copy, "phase", "--schedule", "quadratic", "--steps", "8").returncode == 2
    files = carry_out(copy, "A schedule")
    assert len(files) == 3
    done = opmerge(copy, "phase", "--schedule", "quadratic", "--steps", "8")
    assert done.returncode == 0 and "quadratic" in done.stdout, done.stderr
    assert "quadratic" in opmerge(copy, "phase", "--help").stdout
    assert "quadratic" in opmerge(copy, "phase", "--schedule", "nonsense", "--steps", "8").stderr
    pytest_passes(copy, files[-1])


KERNEL = """
from reports.verify.kernel import kernel_evidence
found = kernel_evidence(["N0"])["N0"]
print(found.verdict, f"{found.controls.rejected}/{found.controls.total}", *found.findings, sep="\\n")
"""


ROUTES = """
from numerics.checks.catalogue import all_checks
from proofs.catalogue import by_id
from reports.verify.run import investigate
for found in investigate(by_id()["N0"], by_id(), all_checks()).evidence:
    print(found.level, found.verdict, len(found.controls.survivors))
"""


def test_a_claim(copy: Path) -> None:
    assert opmerge(copy, "verify", "--claims", "N0").returncode == 2
    files = carry_out(copy, "A claim, with a numeric check and a kernel theorem")
    assert len(files) == 5
    done = opmerge(copy, "verify", "--claims", "N0", "--jobs", "1")
    assert done.returncode == 1 and "N0: is not pinned" in done.stdout, done.stdout + done.stderr
    assert python(copy, "-m", "reports.verify.pin", "--statements").returncode == 0
    done = opmerge(copy, "verify", "--claims", "N0", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    if shutil.which("coqc"):
        assert "not pinned" in python(copy, "-c", KERNEL).stdout
        done = python(copy, "-m", "reports.verify.pin", Path(files[-1]).name)
        assert done.returncode == 0, done.stderr
        assert python(copy, "-c", KERNEL).stdout.startswith("proved\n1/1\n")


def test_each_part_of_the_claim_can_fail(copy: Path) -> None:
    theory, _, check, *_ = carry_out(copy, "A claim, with a numeric check and a kernel theorem")
    assert python(copy, "-c", ROUTES).stdout == "property no counterexample 0\nsymbolic proved 0\n"
    for file, true, false in (
        (theory, "sigma_p: sigma}), 1)", "sigma_p: sigma}), 2)"),
        (check, "t: int = 2", "t: int = 3"),
    ):
        path = copy / file
        text = path.read_text()
        assert text.count(true) == 1
        path.write_text(text.replace(true, false))
        told = python(copy, "-c", ROUTES).stdout
        assert ("symbolic undecided" in told) == (file == theory) and ("property refuted" in told) == (file == check)
        path.write_text(text)


@pytest.mark.full
def test_the_claim_is_verified_by_every_route(copy: Path) -> None:
    if not shutil.which("coqc"):
        pytest.skip("coqc is not installed")
    files = carry_out(copy, "A claim, with a numeric check and a kernel theorem")
    assert python(copy, "-m", "reports.verify.pin", "--statements", Path(files[-1]).name).returncode == 0
    done = opmerge(copy, "verify", "--claims", "N0", "--kernel")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("title", ["A solver", "A figure", "An output format"])
def test_what_else_is_added(copy: Path, title: str) -> None:
    files = carry_out(copy, title)
    assert len(files) == 3
    pytest_passes(copy, files[-1])
    if title == "A solver":
        asked = ["--schedule", "cosine", "--steps", "6", "--lam", "0.3", "--budget", "0.5", "--method", "halving"]
        done = opmerge(copy, "plan", *asked, "--json")
        assert done.returncode == 0 and '"method": "halving"' in done.stdout, done.stderr
