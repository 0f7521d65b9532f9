"""Judges in fresh processes: `python -m tests.mutation.forks` in a copy of the tree.

It imports the libraries that the suite uses once, and nothing of the suite; then it reads a task a line, forks a process
that carries it out with the sources as they are at that moment, and prints what came of it, a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

# Not those that register themselves with pytest, which wants to import them itself.
LIBRARIES: Final = (
    "flint", "latex2mathml.converter", "matplotlib.backends.backend_svg", "matplotlib.figure", "mpmath", "numpy", "pydantic",
    "pytest", "rich.table", "sympy", "typer",
)  # fmt: skip
_SHOWN: Final = 160
Json: TypeAlias = dict[str, Any]
Report = Callable[[str], None]


class Trace:
    """Which functions of the suite are entered, and whether processes are started that would have to be asked as well.

    Code that is run when a file is imported counts as the file's MODULE scope; a lambda or a comprehension as the function
    it is written in.
    """

    def __init__(self, root: Path) -> None:
        self.root = f"{root}{os.sep}"
        self.codes: set[Any] = set()
        self.starts_processes = False

    def start(self) -> None:
        sys.addaudithook(self._audit)
        os.register_at_fork(before=self._forks)
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    def _enter(self, frame: Any, event: str, arg: object) -> None:
        self.codes.add(frame.f_code)

    def _forks(self) -> None:
        self.starts_processes = True

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen" and "python" in str(arguments[:2]) and "z3.Solver" not in str(arguments[1]):
            self.starts_processes = True

    def entered(self) -> list[list[str]]:
        """Pairs of file and scope."""
        found = set()
        for code in list(self.codes):
            if code.co_filename.startswith(self.root):
                parts = code.co_qualname.split(".<locals>.")
                while parts and parts[-1].startswith("<"):
                    parts.pop()
                found.add((code.co_filename.removeprefix(self.root), ".<locals>.".join(parts) or "<module>"))
        return sorted(map(list, found))


def tests(task: Json, report: Report) -> str:
    """Runs test files up to the first test that fails: its name, empty when there is none."""
    import pytest

    class Failures:
        def __init__(self) -> None:
            self.names: list[str] = []

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                self.names.append(report.nodeid)

        def pytest_collectreport(self, report: Any) -> None:
            if report.failed:
                self.names.append(report.nodeid)

    failures = Failures()
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *task["files"]], plugins=[failures])
    if code in (0, 5):
        return ""
    return next(iter(failures.names), f"pytest ends with {code}")[:_SHOWN]


def verify(task: Json, report: Report) -> str:
    """Runs the command, parts of it first that may fail early: which part notices, empty when none does."""
    from tests.mutation.verifying import noticed

    return noticed(task, report)


def record(task: Json, report: Report) -> str:
    """Runs one route of the command and records what it says."""
    from tests.mutation.verifying import recorded

    return recorded(task, report)


_JUDGES: Final[dict[str, Callable[[Json, Report], str]]] = {"tests": tests, "verify": verify, "record": record}


def _judge(task: Json, out: Path) -> None:
    """In the fork: writes to the file where it stands, and last what it found."""
    trace = Trace(Path.cwd())
    stage = "start"

    def report(name: str) -> None:
        nonlocal stage
        stage = name
        write({})

    def write(found: Json) -> None:
        out.write_text(json.dumps({"stage": stage, **found}))

    sys.dont_write_bytecode = not task["clean"]
    if task["clean"]:
        trace.start()
    report(stage)
    try:
        by = _JUDGES[task["judge"]](task, report)
    except BaseException as error:
        by = f"{stage}: {type(error).__name__}: {error}"[:_SHOWN]
    sys.settrace(None)
    write({"by": by, "entered": trace.entered(), "starts_processes": trace.starts_processes})


def carried_out(task: Json) -> Json:
    """What came of a task: by, seconds of CPU and of the clock, and of a clean one what it entered.

    A fork that uses up its CPU time has noticed; so has one that dies. One that the clock ends has said nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            _in_fork(task, out)
        status, usage, late = _waited(pid, began + task["clock"])
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        found: Json = json.loads(out.read_text()) if out.is_file() else {"stage": "start"}
    if "by" not in found:
        killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        reason = "out of time" if killed == signal.SIGXCPU else f"ends with {os.waitstatus_to_exitcode(status)}"
        found["by"] = "" if late else f"{found['stage']}: {reason}"
    found |= {"cpu": usage.ru_utime + usage.ru_stime, "seconds": time.monotonic() - began, "late": late}
    return found


def _in_fork(task: Json, out: Path) -> None:
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(silence, stream)
        sys.stdin, sys.stdout, sys.stderr = (open(k, mode, closefd=False) for k, mode in enumerate("rww"))  # noqa: SIM115
        seconds = int(task["cpu"]) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        _judge(task, out)
    finally:
        os._exit(0)


def _waited(pid: int, until: float) -> tuple[int, resource.struct_rusage, bool]:
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage, False
        if time.monotonic() > until:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            return status, usage, True
        time.sleep(0.02)


def main() -> None:
    """Reads tasks and prints results until the input ends."""
    for name in LIBRARIES:
        with suppress(ImportError):
            __import__(name)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        print(json.dumps(carried_out(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
