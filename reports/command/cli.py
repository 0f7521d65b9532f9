"""The command `opmerge`. Heavy imports happen inside the commands that need them."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from numerics.errors import InputError
from reports.command.options import (
    BudgetOption,
    ClaimsOption,
    ComparedOption,
    DataOption,
    DigitsOption,
    JobsOption,
    JsonOption,
    KernelOption,
    LamOption,
    MethodOption,
    OutOption,
    ScaleOption,
    ScheduleOption,
    SecondsOption,
    StepsOption,
)
from reports.command.output import print_json, progress, show

if TYPE_CHECKING:
    from reports.verify.ledger import Ledger


EXIT_BAD_INPUT = 2
MOST_JOBS = 64

# The base of all usage errors. Typer may bring its own copy of click, so it is named through a public class.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    name="opmerge",
    help="Derives, verifies and reports the theory of diffusion trajectory distillation by operator merging.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _positive(name: str, value: int) -> int:
    if value < 1:
        raise InputError(f"{name} = {value}: must be at least 1")
    return value


def _processes(jobs: int | None) -> int:
    if jobs is not None:
        return _positive("jobs", jobs)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.command()
def verify(
    claims: ClaimsOption = None,
    digits: ComparedOption = 50,
    kernel: KernelOption = False,
    jobs: JobsOption = None,
    json_: JsonOption = False,
) -> None:
    """Verify the claims by every route. Exit 0: all as expected; 1: another verdict; 3: undecided or not run."""
    from numerics.numbers.balls import require_digits

    require_digits(digits)
    ledger = _verified(claims, digits, kernel, _processes(jobs))
    if json_:
        print(ledger.to_json(), end="")
    else:
        _show(ledger)
    raise typer.Exit(ledger.summary.exit_code)


def _verified(claims: str | None, digits: int, kernel: bool, jobs: int) -> Ledger:
    from proofs.catalogue import CLAIMS
    from reports.verify.run import verify as run

    jobs = min(jobs, MOST_JOBS, len(CLAIMS))  # more processes than claims would only cost memory
    wanted = None if claims is None else [c.strip() for c in claims.split(",")]
    with progress("verifying") as tell:
        return run(wanted, digits=digits, kernel=kernel, jobs=jobs, progress=tell)


def _show(ledger: Ledger) -> None:
    from reports.pages.terminal import claims_table, summary_lines

    show(claims_table(ledger), *summary_lines(ledger))


@app.command()
def derive(
    claim: Annotated[str, typer.Argument(help="id of a claim, for instance T4.3")],
    latex: Annotated[bool, typer.Option("--latex", help="the steps as LaTeX")] = False,
    json_: JsonOption = False,
) -> None:
    """Show the derivation of a claim step by step, each step re-checked. Exit codes as of verify."""
    if latex and json_:
        raise InputError("--latex, --json: only one of them may be given")
    from reports.pages.latex import render_claim
    from reports.pages.terminal import derivation
    from reports.verify.run import derivation_record
    from reports.verify.verdict import verdict_code

    with progress(f"checking {claim}"):
        record = derivation_record(claim)
    if json_:
        print(record.model_dump_json(indent=2, exclude={"evidence", "strength"}))
    elif latex:
        print(render_claim(record))
    else:
        show(derivation(record))
    raise typer.Exit(verdict_code(record))


@app.command()
def plan(
    schedule: ScheduleOption,
    steps: StepsOption,
    budget: BudgetOption,
    lam: LamOption = None,
    data: DataOption = None,
    scale: ScaleOption = "none",
    method: MethodOption = "auto",
    digits: DigitsOption = None,
    seconds: SecondsOption = None,
    json_: JsonOption = False,
) -> None:
    """Find the best merge plan, with a certificate of how good it is, beside the four canonical plans."""
    from numerics.model.parse import parse_problem
    from numerics.solvers.solve import require_search
    from reports.command.answers import plan_answer

    require_search(method, digits, seconds)
    problem = parse_problem(schedule, steps, lam, data, scale, budget)
    with progress("solving"):
        answer = plan_answer(problem, method, digits, seconds)
    if json_:
        print_json(answer)
        return
    from reports.pages.terminal import plan_table

    show(plan_table(answer, method))


@app.command()
def phase(schedule: ScheduleOption, steps: StepsOption, json_: JsonOption = False) -> None:
    """Critical variances: BOOT is optimal up to lam_boot, vanilla from lam_vanilla on."""
    from numerics.model.schedules.catalogue import parse_schedule
    from reports.command.answers import phase_answer

    with progress("computing"):
        answer = phase_answer(parse_schedule(schedule, steps))
    if json_:
        print_json(answer)
        return
    from reports.pages.terminal import phase_table

    show(phase_table(answer))


@app.command()
def advise(
    schedule: ScheduleOption,
    steps: StepsOption,
    budget: BudgetOption,
    lam: LamOption = None,
    data: DataOption = None,
    scale: ScaleOption = "none",
    json_: JsonOption = False,
) -> None:
    """Say which strategy fits this schedule and these data, and why."""
    from numerics.model.parse import parse_problem
    from reports.command.answers import advice_answer

    problem = parse_problem(schedule, steps, lam, data, scale, budget)
    with progress("solving"):
        answer = advice_answer(problem)
    if json_:
        print_json(answer)
        return
    from reports.pages.terminal import advice_text

    show(advice_text(answer))


@app.command()
def report(
    out: OutOption = "build/report",
    digits: ComparedOption = 50,
    kernel: KernelOption = False,
    jobs: JobsOption = None,
) -> None:
    """Verify everything and write the report: pages, ledger, figures."""
    from numerics.numbers.balls import require_digits
    from reports.pages.files import folder_named
    from reports.pages.publish import prepare_report, write_report

    require_digits(digits)
    processes = _processes(jobs)
    folder = prepare_report(folder_named(out))
    ledger = _verified(None, digits, kernel, processes)
    with progress("writing the report"):
        paths, notes = write_report(ledger, folder)
    _show(ledger)
    for note in notes:
        print(note)
    print(f"report: {paths[-1]}")
    raise typer.Exit(ledger.summary.exit_code)


def main() -> None:
    """Entry point: one line on stderr and exit code 2 for bad usage or input, never a traceback for either."""
    arguments = sys.argv[1:] or ["--help"]
    _never_unprintable()
    try:
        code = app(arguments, standalone_mode=False)
        sys.stdout.flush()  # now, while a failure can still be told in one line
    except InputError as error:
        _fail(str(error))
    except UsageError as error:
        message = getattr(error, "format_message", None)
        _fail(str(error) if message is None else message())
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader went away; what it wanted has been written.
        _discard_output()
        sys.exit(0)
    except SystemExit as stop:
        # rich and click turn a broken pipe into exit code 1, which here means another verdict.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        _discard_output()
        sys.exit(0)
    except OSError as error:
        _discard_output()
        _fail(f"{error.filename or 'stdout'}: cannot be written or read ({error.strerror or error})")
    sys.exit(code if isinstance(code, int) else 0)


def _never_unprintable() -> None:
    """An output without λ, as under PYTHONIOENCODING=ascii, gets it escaped; a closed one is no reason to fail."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (stays open until exit)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """What is still buffered goes nowhere, so that the flush at exit cannot fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str) -> None:
    print(f"opmerge: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(EXIT_BAD_INPUT)
