"""Who notices an edit: `opmerge verify --kernel`, or the tests. Where the first notices, the second is not asked.

Every judge is asked in a fresh process on a copy of the tree. Where a judge, run on the unedited tree, never enters the
function that holds the edit, it cannot notice it, as all of them are deterministic: then it is not asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.mutation.edit import Edit
from tests.mutation.verifying import ROUTES

Json: TypeAlias = dict[str, Any]
FLOORS: Final = ("proofs", "numerics", "reports")
VERIFY: Final = "verify --kernel"
# What measures, what runs other tests or the whole command anew, and this script's own tests.
NO_JUDGES: Final = ("tests/benchmarks/", "tests/mutation/", "tests/test_readme.py", "tests/test_walks.py")
# Judges of the text of a file rather than of what it does: its statements are pinned.
_PINNED_AS_WRITTEN: Final = "numerics/checks/"
_READS_KERNEL: Final = ("proofs/kernel/sources.py", "sources")
_PATIENCE: Final = 3  # times what a judge takes on the unedited tree, in seconds of CPU
LEAST_SECONDS: Final = 10  # more than that


@dataclass(frozen=True)
class Answer:
    """Who noticed an edit; empty texts for nobody. asked: how many judges were."""

    verify: str
    tests: str
    asked: int
    seconds: float


class Copy:
    """A copy of the tree, and the process that forks judges in it."""

    def __init__(self, root: Path, folder: Path, store: Path) -> None:
        self.root = folder
        self._keep(root)
        self._process = self._start(store)

    def _keep(self, root: Path) -> None:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
        built = [str(path.relative_to(root)) for path in (root / "numerics").rglob("*.so")]
        for name in (*filter(None, listed), *built):
            if (root / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, self.root / name)

    def _start(self, store: Path) -> subprocess.Popen[str]:
        tools = self.root / "build" / "bin"
        tools.mkdir(parents=True)
        if coqc := shutil.which("coqc"):
            cache = Path(__file__).with_name("coqc_cache.py")
            command = " ".join(f"'{part}'" for part in (sys.executable, "-ES", cache, coqc, store))
            (tools / "coqc").write_text(f'#!/bin/sh\nexec {command} "$@"\n')
            (tools / "coqc").chmod(0o755)
        return subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.forks"],
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(self.root),
                "PYTHONHASHSEED": "0",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )

    def ask(self, task: Json) -> Json:
        """What comes of a task; see forks.py."""
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(task), file=self._process.stdin, flush=True)
        return dict(json.loads(self._process.stdout.readline()))

    @contextmanager
    def edited(self, edit: Edit) -> Iterator[None]:
        """The file as edited; afterwards as it was. Its time differs, so that no older bytecode is taken for it."""
        path = self.root / edit.path
        text, times = path.read_text(encoding="utf-8"), path.stat()
        path.write_text(edit.applied(text), encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 10**10))
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def close(self) -> None:
        """Ends the process that forks."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def test_files(self) -> list[str]:
        """The test files that may judge."""
        found = sorted(str(path.relative_to(self.root)) for path in (self.root / "tests").rglob("test_*.py"))
        return [name for name in found if not name.startswith(NO_JUDGES)]

    def sources(self) -> str:
        """Digest of the suite: what the command does on the unedited tree depends on nothing else."""
        return _digest(path for floor in FLOORS for path in (self.root / floor).rglob("*"))

    def tests(self, name: str) -> str:
        """Digest of a test file and of what test files share."""
        shared = (path for path in (self.root / "tests").rglob("*") if not path.name.startswith("test_"))
        return _digest([self.root / name, *(p for p in shared if "mutation" not in p.parts)])


def _digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        found.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:20]


class Unedited:
    """What each judge does on the unedited tree: what it enters, and how long it takes. Kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "judges.json"
        self.keys: dict[str, str] = {}
        self.locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.known: dict[str, Json] = json.loads(self.path.read_text()) if self.path.is_file() else {}

    def of(self, name: str, copy: Copy) -> Json:
        """Of one judge, by running it in an unedited copy, if that has not been done."""
        with self.locks[name]:
            key = self._key(name, copy)
            if key not in self.known:
                self.known[key] = self._found(name, copy)
                self.path.write_text(json.dumps(dict(self.known)))
        return self.known[key]

    def known_of(self, name: str, copy: Copy) -> Json | None:
        """The same if it is known already."""
        return self.known.get(self._key(name, copy))

    def _key(self, name: str, copy: Copy) -> str:
        if name not in self.keys:
            self.keys[name] = name if name in (VERIFY, *ROUTES) else f"{name} {copy.tests(name)}"
        return self.keys[name]

    def _found(self, name: str, copy: Copy) -> Json:
        found = copy.ask({**self._task(name), "clean": True, "cpu": 36_000, "clock": 36_000})
        if found["by"] and name in (VERIFY, *ROUTES):
            raise RuntimeError(f"{name} fails on the unedited tree: {found['by']}")
        if found["by"]:
            print(f"{name} fails on the unedited tree and is no judge: {found['by']}", file=sys.stderr, flush=True)
        return found

    def recorded(self, route: str) -> str:
        """The file of what a route says."""
        return str(self.folder / f"{route}.pickle")

    def _task(self, name: str) -> Json:
        if name == VERIFY:
            return {"judge": "verify", "path": "", "given": {route: self.recorded(route) for route in ROUTES}}
        if name in ROUTES:
            return {"judge": "record", "route": name, "record": self.recorded(name)}
        return {"judge": "tests", "files": [name]}


class Judge:
    """Asks who notices an edit. near: of the tests only those of the edited file and of its room."""

    def __init__(self, copy: Copy, unedited: Unedited, near: bool = False) -> None:
        self.copy, self.unedited, self.near = copy, unedited, near
        self.asked, self.seconds = 0, 0.0

    def judge(self, edit: Edit, tests_first: bool = False) -> Answer:
        """The first that notices, verify before the tests unless told otherwise; the copy is afterwards as it was."""
        self.asked, self.seconds = 0, 0.0
        tests = self._tests(edit) if tests_first else ""
        by = "" if tests else self._verify(edit)
        if not (tests_first or by):
            tests = self._tests(edit)
        return Answer(by, tests, self.asked, round(self.seconds, 1))

    def _verify(self, edit: Edit) -> str:
        routes = {route: self.unedited.of(route, self.copy) for route in ROUTES}
        command = self.unedited.of(VERIFY, self.copy)
        again = [route for route, clean in routes.items() if _depends(edit, clean)]
        if not again and not _depends(edit, command) and not edit.path.startswith(_PINNED_AS_WRITTEN):
            return ""
        given = {route: self.unedited.recorded(route) for route in ROUTES if route not in again}
        if edit.path.startswith("reports/"):
            again, given = list(ROUTES), {}
        clean = [command, *(routes[route] for route in again)]
        return self._ask({"judge": "verify", "path": edit.path, "given": given}, edit, clean)

    def _tests(self, edit: Edit) -> str:
        for name in self._in_order(edit):
            clean = self.unedited.of(name, self.copy)
            if not clean["by"] and (_depends(edit, clean) or clean["starts_processes"]):
                by = self._ask({"judge": "tests", "files": [name]}, edit, [clean])
                if by:
                    return by
        return ""

    def _ask(self, task: Json, edit: Edit, clean: Sequence[Json]) -> str:
        cpu, seconds = (sum(found[key] for found in clean) for key in ("cpu", "seconds"))
        with self.copy.edited(edit):
            limits = {"cpu": LEAST_SECONDS + _PATIENCE * cpu, "clock": 60 + 20 * seconds}
            found = self.copy.ask({**task, "clean": False, **limits})
        self.asked, self.seconds = self.asked + 1, self.seconds + found["seconds"]
        return str(found["by"]).replace(str(self.copy.root), ".")

    def _in_order(self, edit: Edit) -> list[str]:
        """The tests of the edited file, those of its room, all others, what starts processes last."""
        path = Path(edit.path)
        mirror = str(Path("tests") / path.with_name(f"test_{path.stem}.py"))
        room = str(Path("tests") / path.parent)

        def distance(name: str) -> tuple[bool, bool, bool, float]:
            known = self.unedited.known_of(name, self.copy) or {"cpu": 5, "starts_processes": False}
            return name != mirror, str(Path(name).parent) != room, known["starts_processes"], known["cpu"]

        names = self.copy.test_files()
        if self.near:
            names = [name for name in names if name == mirror or str(Path(name).parent) == room]
        return sorted(names, key=distance)


def _depends(edit: Edit, clean: Json) -> bool:
    """Whether a judge that does this on the unedited tree enters what is edited."""
    place = list(_READS_KERNEL) if edit.path.endswith(".v") else [edit.path, edit.scope]
    return place in clean["entered"]
