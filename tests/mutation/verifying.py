"""What `opmerge verify --kernel` says of an edited tree: its exit code, and parts of it first that may fail early.

Each part is one that makes the whole command fail when it fails, so that only what passes all of them needs the command.
A route of evidence that does not depend on the edited function says what it says of the unedited tree: it is recorded.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.mutation.forks import Json, Report

ROUTES: Final = ("symbolic", "numeric", "kernel")
DIGITS: Final = 50  # to which the command compares numbers


class _Another(Exception):
    """A claim has another verdict than expected: the command cannot exit 0 any more."""


def noticed(task: Json, report: Report) -> str:
    """Which part notices, empty when none does.

    task: path of the edited file, empty for none; given: route -> file of what it says of the unedited tree.
    """
    path, given = task["path"], task["given"]
    if not path.startswith("reports/"):  # there the command itself is what is edited
        for part, wrong in _parts(path, "numeric" in given, report):
            if wrong:
                return part
        _take(given)
        _stop_at_another_verdict()
    report("verify --kernel")
    try:
        code = _command()
    except _Another as verdict:
        return f"verify: {verdict}"
    return f"verify --kernel exits {code}" if code else ""


def recorded(task: Json, report: Report) -> str:
    """Runs one route on every claim and writes what it says to a file."""
    from numerics.checks.catalogue import all_checks
    from proofs.catalogue import CLAIMS, by_id
    from reports.verify import run

    found: dict[Any, Any] = {}
    if task["route"] == "symbolic":
        index = by_id()
        for claim in CLAIMS:
            *said, steps = run.symbolic_evidence(claim, index)
            found[claim.id] = (*said, run.smt_evidence(claim, steps))
    elif task["route"] == "numeric":
        found = {_named(check): run.check_evidence(check) for check in all_checks(DIGITS)}
        assert len(found) == len(all_checks(DIGITS))
    else:
        found = run.coqc_evidence(CLAIMS, 2, lambda _: None)
    Path(task["record"]).write_bytes(pickle.dumps(found))
    return ""


def _named(check: Any) -> tuple[Any, ...]:
    return check.claim, check.level, check.route, check.for_all, check.scope


def _parts(path: str, no_numbers: bool, report: Report) -> Iterator[tuple[str, bool]]:
    from proofs.catalogue import CLAIMS
    from reports.verify import numeric, smt, symbolic
    from reports.verify.pinned import unpinned
    from reports.verify.run import verify

    report("pins")
    yield "pins", bool(unpinned(CLAIMS))
    for name, module in (("SymPy", symbolic), ("numeric", numeric), ("z3", smt)):
        report(f"self-test, {name}")
        yield f"self-test, {name}", bool(module.self_test())
    own = [] if path.startswith("numerics/") and no_numbers else _claims(path)
    report(f"verify --claims {','.join(own)}")
    if own:
        yield f"verify --claims {','.join(own)}", verify(own).summary.exit_code != 0


def _claims(path: str) -> list[str]:
    """The claims that a file states or checks."""
    from numerics.checks.catalogue import SUBJECTS
    from proofs.catalogue import CLAIMS

    module = sys.modules.get(path.removesuffix(".py").replace("/", "."))
    stated = [c.id for c in CLAIMS if module is not None and any(c is value for value in vars(module).values())]
    if path.startswith("proofs/theory/"):
        return stated
    return sorted({check.claim for check in module.checks(DIGITS)}) if module and module in SUBJECTS else []


def _take(given: dict[str, str]) -> None:
    """From these routes, what they say of the unedited tree."""
    from reports.verify import run

    # Written by this run's own judges, into its own folder: nothing else is ever unpickled.
    said = {route: pickle.loads(Path(path).read_bytes()) for route, path in given.items()}
    if "symbolic" in said:
        run.symbolic_evidence = lambda claim, _: (*said["symbolic"][claim.id][:2], claim.derive())
        run.smt_evidence = lambda claim, _: said["symbolic"][claim.id][2]
    if "numeric" in said:
        run.check_evidence = lambda check: said["numeric"][_named(check)]
    if "kernel" in said:
        run.coqc_evidence = lambda *_: said["kernel"]


def _stop_at_another_verdict() -> None:
    from proofs.logic.claim import Claim
    from reports.verify import run
    from reports.verify.verdict import verdict_of

    whole = run.investigate

    def investigate(claim: Claim, *others: Any) -> Any:
        found = whole(claim, *others)
        verdict, _ = verdict_of(claim, found.evidence)
        if verdict is not claim.expected:
            raise _Another(f"{claim.id} is {verdict}")
        return found

    run.investigate = investigate


def _command() -> int:
    """The exit code of the command, run in this process by one job: with several the result is the same."""
    from reports.command.cli import main

    sys.argv = ["opmerge", "verify", "--kernel", "--jobs", "1"]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
