"""Rules of the repository itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("proofs", "numerics", "reports")
SOURCES = sorted(p for room in FLOORS for p in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_job(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_and_public_class_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_evaluates_text(path: Path) -> None:
    """No eval, exec, pickle or sympify; numpy never unpickles."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert name not in {"eval", "exec", "sympify", "parse_expr", "lambdify"}, name
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            assert isinstance(node.value, ast.Constant) and node.value.value is False
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not {"pickle", "dill", "cloudpickle", "marshal"} & set(names)


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = imports()
    assert len(graph.modules) > 100
    order = TopologicalSorter({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
    order.prepare()  # raises CycleError, which names the circle


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*FLOORS)


def imported_by(room: str) -> set[str]:
    """The files outside a room that the room imports itself."""
    graph = imports()
    inside = {m for m in graph.modules if f"{m}.".startswith(f"{room}.")}
    return {other for m in inside for other in graph.find_modules_directly_imported_by(m)} - inside


def rooms(floor: str) -> list[Path]:
    """The folders of a floor, and those inside them, that hold code."""
    return sorted(path.parent for path in (ROOT / floor).rglob("__init__.py") if path.parent != ROOT / floor)


@pytest.mark.parametrize(("floor", "most"), [("proofs", 4), ("numerics", 7), ("reports", 7)])
def test_a_floor_has_few_rooms_and_each_says_what_lives_there(floor: str, most: int) -> None:
    assert 0 < len(rooms(floor)) <= most
    for room in rooms(floor):
        tree = ast.parse((room / "__init__.py").read_text())
        said = ast.get_docstring(tree) or ""
        assert len(tree.body) == 1, f"{room.name} does more than say what it is"
        named = re.search(r"Imports (.+?)\.(\s|$)", said, re.DOTALL)
        assert named is not None, f"{room.name} does not say what it may import"
        allowed = {
            name if name.split(".")[0] in FLOORS else f"{floor}.{name}" for name in re.findall(r"`(.+?)`", named[1])
        }
        own = str(room.relative_to(ROOT)).replace("/", ".")
        for other in imported_by(own):
            assert any(f"{other}.".startswith(f"{name}.") for name in allowed), (
                f"{own} imports {other} and does not say so"
            )


def test_what_is_private_stays_in_its_file() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {
                "proofs",
                "numerics",
                "reports",
            }:
                assert not [a.name for a in node.names if a.name.startswith("_")], f"{path}:{node.lineno}"


def test_every_test_file_has_its_module() -> None:
    for path in (ROOT / "tests").rglob("test_*.py"):
        place = path.relative_to(ROOT / "tests")
        if len(place.parts) > 1 and place.parts[0] in {"proofs", "numerics", "reports"}:
            module = ROOT / place.with_name(place.name.removeprefix("test_"))
            assert module.is_file(), f"{place} tests no module of that name"


# Data, tested where it is used: the false claims by their catalogue, the tactics by the proofs that use them.
USED_ELSEWHERE = {ROOT / "proofs/logic/coqtactics.py"}.union(
    path for path in SOURCES if path.parent.name == "falsehoods" and path.stem not in ("catalogue", "falsehood")
)


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.stem != "__init__" and path not in USED_ELSEWHERE],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_every_module_has_its_test_file(path: Path) -> None:
    assert (ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")).is_file()


# The options of the commands that take a problem: typer reads them from each command's own signature.
SHARED_ON_PURPOSE = {("reports/command/cli.py", "reports/command/cli.py")}


def test_no_two_places_share_six_lines() -> None:
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for path in SOURCES:
        name = str(path.relative_to(ROOT))
        code = [(n, " ".join(line.split())) for n, line in enumerate(path.read_text().splitlines(), 1)]
        imports = {n for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)
                   for n in range(node.lineno, (node.end_lineno or 0) + 1)}  # fmt: skip
        code = [(n, line) for n, line in code if n not in imports and re.search(r"\w", line) and line[0] != "#"]
        for k in range(len(code) - 5):
            run = tuple(line for _, line in code[k : k + 6])
            other, place = seen.setdefault(run, (name, code[k][0]))
            same = (other, place) == (name, code[k][0])
            assert same or (other, name) in SHARED_ON_PURPOSE, f"{other}:{place} and {name}:{code[k][0]}"


def test_dependencies_between_rooms_run_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_proofs_import_sympy_alone() -> None:
    for path in (ROOT / "proofs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                modules.append(node.module or "")
            for module in modules:
                top = module.split(".")[0]
                assert top in {"sympy", "proofs"} or top in sys.stdlib_module_names, f"{path}: {module}"


def test_proofs_hold_no_floats() -> None:
    for path in (ROOT / "proofs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}:{node.lineno}"


def test_kernel_sources_prove_what_they_state() -> None:
    for path in (ROOT / "proofs" / "kernel").glob("*.v"):
        code = re.sub(r"\(\*.*?\*\)", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\b(Admitted|admit|Axiom|Parameter|Conjecture|Abort)\b", code), path.name


def test_no_addresses_in_the_tree() -> None:
    for path in tracked():
        if path.suffix in {".woff", ".npy", ".npz"} or path.name == "LICENSE" or not path.exists():
            continue
        found = [line for line in path.read_text(errors="replace").splitlines() if re.search(r"https?" + "://", line)]
        assert all("www.w3.org" in line for line in found), f"{path}: {found[:1]}"


def test_every_requirement_is_locked_with_hashes() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pins = [i for i, line in enumerate(lines) if re.match(r"[a-z0-9._-]+==", line)]
    assert len(pins) > 20
    assert all("--hash=sha256:" in lines[i + 1] for i in pins)
