"""The options of the command, their help built from the catalogues."""

from __future__ import annotations

from typing import Annotated

import typer

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
