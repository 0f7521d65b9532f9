"""The command `opmerge`. Heavy imports happen inside the commands that need them."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from numerics.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from numerics.operators import Problem
    from reports.ledger import Ledger

EXIT_BAD_INPUT = 2
MOST_JOBS = 64
PIPED_WIDTH, NARROWEST = 100, 40
# The base of all usage errors. Typer may bring its own copy of click, so it is named through a public class.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    name="opmerge",
    help="Derives, verifies and reports the theory of diffusion trajectory distillation by operator merging.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

ScheduleOption = Annotated[
    str,
    typer.Option(
        "--schedule",
        help="cosine, flow, ve, linear, scaled_linear, squaredcos_cap_v2, a scheduler_config.json, or an .npz/.csv "
        "with columns alpha, sigma",
        metavar="S",
    ),
]
StepsOption = Annotated[int, typer.Option("--steps", help="number T of teacher steps, at least 1", metavar="T")]
LamOption = Annotated[
    str | None, typer.Option("--lam", help="variances of the data, separated by commas: 0.3,4", metavar="L,L,...")
]
DataOption = Annotated[
    str | None,
    typer.Option(
        "--data", help=".npy, .npz or .csv: a list of variances, or a matrix with samples as rows", metavar="FILE"
    ),
]
ScaleOption = Annotated[
    str, typer.Option("--scale", help="none, or global-std: divide the data by their overall standard deviation")
]
BudgetOption = Annotated[str, typer.Option("--budget", help="training time s >= 0 of each merge, or inf", metavar="s")]
DigitsOption = Annotated[
    int | None, typer.Option("--digits", help="reals as decimal strings of so many certified digits", metavar="N")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON alone on stdout")]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", help="processes, else one a core; the result does not depend on it", metavar="N"),
]
KernelOption = Annotated[bool, typer.Option("--kernel", help="ask for the proof kernel (coqc) as well")]
ClaimsOption = Annotated[
    str | None, typer.Option("--claims", help="only these claims and what they rest on: T4.3,N1", metavar="ID,ID,...")
]


def _print(*parts: RenderableType) -> None:
    """At the width of the terminal; elsewhere at that of COLUMNS, else 100, and without blanks at the ends of lines."""
    from rich.console import Console

    if sys.stdout.isatty():
        console = Console(highlight=False)
        for part in parts:
            console.print(part)
        return
    columns = os.environ.get("COLUMNS", "")
    width = max(NARROWEST, int(columns)) if re.fullmatch("[0-9]{1,4}", columns) else PIPED_WIDTH
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    for line in captured.get().splitlines():
        print(line.rstrip())


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str], None]]:
    """A spinner on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda item: status.update(f"{what}: {item}")


def _print_json(value: Any) -> None:
    """JSON with one key a line, lists on one line: a plan stays readable."""
    from numerics.plans import to_json

    def text(item: Any, margin: str) -> str:
        if isinstance(item, tuple):  # a plan: json.dumps recurses, and a plan can be thousands of merges deep
            return to_json(item).replace(",", ", ")
        if isinstance(item, list):
            return f"[{', '.join(text(entry, margin) for entry in item)}]"
        if not isinstance(item, dict):
            return json.dumps(item, allow_nan=False)
        inner = margin + "  "
        lines = [f"{inner}{json.dumps(key)}: {text(entry, inner)}" for key, entry in item.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"

    print(text(value, ""))


def _positive(name: str, value: int) -> int:
    if value < 1:
        raise InputError(f"{name} = {value}: must be at least 1")
    return value


def _processes(jobs: int | None) -> int:
    if jobs is not None:
        return _positive("jobs", jobs)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _problem(
    schedule: str, steps: int, lam: str | None, data: str | None, scale: str, budget: str
) -> tuple[Problem, str]:
    """The problem and where its spectrum comes from. The options are checked before anything is read."""
    from numerics.operators import Problem, parse_budget, require_moderate_budget
    from numerics.schedules import parse_schedule
    from numerics.spectrum import load_spectrum, parse_lam

    if (lam is None) == (data is None):
        raise InputError("--lam, --data: exactly one of them must be given")
    scaling = _scale(scale)
    if lam is not None and scaling != "none":
        raise InputError(f"scale = {scale!r}: must be none with --lam; variances that are given are not scaled")
    parsed = parse_schedule(schedule, steps)
    spectrum = parse_lam(lam) if lam is not None else load_spectrum(_file("data", data), scale=scaling)
    problem = Problem(parsed, spectrum.eigenvalues, parse_budget(budget))
    return require_moderate_budget(problem), spectrum.source


def _file(name: str, text: str | None) -> str:
    if not (text or "").strip():
        raise InputError(f"{name} = {text!r}: must name a file")
    return str(text)


def _scale(text: str) -> Literal["none", "global-std"]:
    match text:
        case "none" | "global-std":
            return text
    raise InputError(f"scale = {text!r}: must be none or global-std")


@app.command()
def verify(
    claims: ClaimsOption = None,
    digits: Annotated[
        int, typer.Option("--digits", help="digits at which derived values are compared", metavar="N")
    ] = 50,
    kernel: KernelOption = False,
    jobs: JobsOption = None,
    json_: JsonOption = False,
) -> None:
    """Verify the claims by every route. Exit 0: all as expected; 1: another verdict; 3: undecided or not run."""
    from reports.answers import checked_digits

    checked_digits(digits)
    ledger = _verified(claims, digits, kernel, _processes(jobs))
    if json_:
        print(ledger.to_json(), end="")
    else:
        _show(ledger)
    raise typer.Exit(ledger.summary.exit_code)


def _verified(claims: str | None, digits: int, kernel: bool, jobs: int) -> Ledger:
    from proofs.catalogue import CLAIMS
    from reports.evidence import verify as run

    jobs = min(jobs, MOST_JOBS, len(CLAIMS))  # more processes than claims would only cost memory
    wanted = None if claims is None else [c.strip() for c in claims.split(",")]
    with _progress("verifying") as progress:
        return run(wanted, digits=digits, kernel=kernel, jobs=jobs, progress=progress)


def _show(ledger: Ledger) -> None:
    from reports.terminal import claims_table, summary_lines

    _print(claims_table(ledger), *summary_lines(ledger))


@app.command()
def derive(
    claim: Annotated[str, typer.Argument(help="id of a claim, for instance T4.3")],
    latex: Annotated[bool, typer.Option("--latex", help="the steps as LaTeX")] = False,
    json_: JsonOption = False,
) -> None:
    """Show the derivation of a claim step by step, each step re-checked. Exit codes as of verify."""
    if latex and json_:
        raise InputError("--latex, --json: only one of them may be given")
    from reports.evidence import derivation_record, verdict_code
    from reports.latex import render_claim
    from reports.terminal import derivation

    with _progress(f"checking {claim}"):
        record = derivation_record(claim)
    if json_:
        print(record.model_dump_json(indent=2, exclude={"evidence", "strength"}))
    elif latex:
        print(render_claim(record))
    else:
        _print(derivation(record))
    raise typer.Exit(verdict_code(record))


@app.command()
def plan(
    schedule: ScheduleOption,
    steps: StepsOption,
    budget: BudgetOption,
    lam: LamOption = None,
    data: DataOption = None,
    scale: ScaleOption = "none",
    method: Annotated[
        str,
        typer.Option(
            "--method",
            help="auto, vanilla, progressive, consistency, boot, interval-dp, segmentation or enumeration",
        ),
    ] = "auto",
    digits: DigitsOption = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="time for the search; then the best plan so far, with its gap")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Find the best merge plan, with a certificate of how good it is, beside the four canonical plans."""
    from numerics.solve import METHODS
    from reports.answers import checked_digits, plan_answer

    checked_digits(digits)
    if seconds is not None and not seconds > 0:
        raise InputError(f"seconds = {seconds}: must be > 0")
    if method not in METHODS:
        raise InputError(f"method = {method!r}: must be one of {', '.join(METHODS)}")
    problem, _ = _problem(schedule, steps, lam, data, scale, budget)
    with _progress("solving"):
        answer = plan_answer(problem, method, digits, seconds)
    if json_:
        _print_json(answer)
        return
    from reports.terminal import plan_table

    _print(plan_table(answer, method))


@app.command()
def phase(schedule: ScheduleOption, steps: StepsOption, json_: JsonOption = False) -> None:
    """Critical variances: BOOT is optimal up to lam_boot, vanilla from lam_vanilla on."""
    from numerics.schedules import parse_schedule
    from reports.answers import phase_answer

    with _progress("computing"):
        answer = phase_answer(parse_schedule(schedule, steps))
    if json_:
        _print_json(answer)
        return
    from reports.terminal import phase_table

    _print(phase_table(answer))


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
    from reports.advice import advice

    problem, _ = _problem(schedule, steps, lam, data, scale, budget)
    with _progress("solving"):
        answer = advice(problem)
    if json_:
        _print_json(answer)
        return
    from reports.terminal import advice_text

    _print(advice_text(answer))


@app.command()
def report(
    out: Annotated[str, typer.Option("--out", help="folder of the report", metavar="DIR")] = "build/report",
    digits: Annotated[
        int, typer.Option("--digits", help="digits at which derived values are compared", metavar="N")
    ] = 50,
    kernel: KernelOption = False,
    jobs: JobsOption = None,
) -> None:
    """Verify everything and write index.html, report.tex, ledger.json and the figures."""
    from reports.answers import checked_digits
    from reports.files import folder_named
    from reports.publication import prepare_report, write_report

    checked_digits(digits)
    processes = _processes(jobs)
    folder = prepare_report(folder_named(out))
    ledger = _verified(None, digits, kernel, processes)
    with _progress("writing the report"):
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
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """What is still buffered goes nowhere, so that the flush at exit cannot fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str) -> None:
    print(f"opmerge: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(EXIT_BAD_INPUT)
