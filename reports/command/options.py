"""The options of the command, their help built from the catalogues."""

from __future__ import annotations

from typing import Annotated

import typer

from numerics.model.catalogue import DATA_FILES, SCALES
from numerics.model.schedules.catalogue import FILES, SCHEDULES
from numerics.solvers.catalogue import METHODS, PLANS

_SCHEDULES = f"{', '.join(SCHEDULES)}, or a file: {', '.join(f'{e} ({f.says})' for e, f in FILES.items())}"
_METHODS = ", ".join(f"{name} ({PLANS[name].says})" if name in PLANS else name for name in METHODS)
_SCALES = ", ".join(f"{name}: {says}" for name, says in SCALES.items())

ScheduleOption = Annotated[str, typer.Option("--schedule", help=_SCHEDULES, metavar="S")]
StepsOption = Annotated[int, typer.Option("--steps", help="number T of teacher steps, at least 1", metavar="T")]
LamOption = Annotated[
    str | None, typer.Option("--lam", help="variances of the data, separated by commas: 0.3,4", metavar="L,L,...")
]
DataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        help=f"{', '.join(DATA_FILES)}: a list of variances, or a matrix with samples as rows",
        metavar="FILE",
    ),
]
ScaleOption = Annotated[str, typer.Option("--scale", help=_SCALES)]
BudgetOption = Annotated[str, typer.Option("--budget", help="training time s >= 0 of each merge, or inf", metavar="s")]
MethodOption = Annotated[str, typer.Option("--method", help=_METHODS)]
SecondsOption = Annotated[
    float | None, typer.Option("--seconds", help="time for the search; then the best plan so far, with its gap")
]
DigitsOption = Annotated[
    int | None, typer.Option("--digits", help="reals as decimal strings of so many certified digits", metavar="N")
]
ComparedOption = Annotated[
    int, typer.Option("--digits", help="digits at which derived values are compared", metavar="N")
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
OutOption = Annotated[str, typer.Option("--out", help="folder of the report", metavar="DIR")]
