"""The benchmarks. Each returns rows; bench.py runs each in a process of its own. `quick` shrinks every size."""

from __future__ import annotations

import functools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from numerics.model.spectrum import Spectrum
from tests.benchmarks.measure import HERE, Row, at_least, at_most, command, compiled, exponent, only, paired, timed

Case = Callable[[Path, bool], list[Row]]

BUDGET = Fraction(32, 5)
TWO_SIDED = (Fraction(3, 10), Fraction(4))  # one contracting and one expanding coordinate of the cosine schedule


def lambdas(count: int) -> tuple[Fraction, ...]:
    """Evenly spread over 0.1 … 4.1: both sides of the window and the window itself."""
    return tuple(Fraction(1, 10) + Fraction(4 * k, count) for k in range(count)) if count > 1 else (Fraction(3, 2),)


def table(out: Path, quick: bool, steps: int, dim: int) -> list[Row]:
    """The full table against the C triple loop; both get their inputs as arrays and return new ones."""
    import ctypes

    import numpy as np

    from numerics.model.operators import float_operators
    from numerics.model.problem import Problem
    from numerics.model.schedules.cosine import Cosine
    from numerics.sweeps.interval_table import compiled_library, interval_table

    if quick:
        steps, dim = min(steps, 24), min(dim, 20)
    source = compiled(HERE / "reference.c", out / "reference.so", "-O3", "-march=native")
    ops = float_operators(Problem(Cosine(steps), Spectrum(lambdas(dim)), BUDGET))
    if source is None:
        return [only("NumPy kernel", timed(lambda: interval_table(ops, "numpy")), "s", "no C compiler: no reference")]
    reference = ctypes.CDLL(str(source)).reference_table
    reference.argtypes = [ctypes.c_ssize_t] * 2 + [ctypes.c_void_p] * 6
    numbers = [np.ascontiguousarray(x.T) for x in (ops.step, ops.complement, ops.keep, ops.shrink)]
    size = steps * (steps + 1) // 2

    def in_c() -> tuple[np.ndarray, np.ndarray]:
        error, cut = np.empty((dim, size)), np.empty((dim, size), dtype=np.int16)
        assert reference(steps, dim, *(a.ctypes.data for a in (*numbers, error, cut))) == 0
        return error, cut

    turns = 3 if quick else 15
    error, cut = in_c()
    ours = interval_table(ops)
    same = float(np.mean(ours.cut == cut))
    times = paired(lambda: interval_table(ops), in_c, turns)
    by_numpy = paired(lambda: interval_table(ops, "numpy"), in_c, 3, warm=False)
    kernel = "NumPy: no compiled kernel" if compiled_library() is None else "compiled kernel"
    own = HERE.parents[1] / "numerics" / "sweeps" / "interval_table.c"
    compiling = timed(lambda: compiled(own, out / "kernel.so", "-O3", "-ffp-contract=off"))
    loading = timed(compiled_library.__wrapped__)
    rows = [
        at_most("full table / C triple loop", times.ratio, 1.5, note=kernel),
        only("full table", times.first, "s", f"{ours.nbytes / 1e6:.1f} MB"),
        only("C triple loop", times.second, "s", "-O3 -march=native"),
        only("compiling the kernel", compiling, "s", "once, when the package is installed"),
        only("loading the kernel", loading * 1000, "ms", "once, at the first table"),
        only("NumPy kernel / C triple loop", by_numpy.ratio, "×", "where the package was installed without a compiler"),
        at_least("cuts equal to those of C", same, 0.999, "share", "they may differ where C fuses operations"),
    ]
    scale = np.max(np.abs(error), axis=1, keepdims=True)
    rows.append(at_most("largest difference", float(np.max(np.abs(ours.scaled - error) / scale)), 1e-12, "relative"))
    return rows


def enclosures(out: Path, quick: bool) -> list[Row]:
    """Operators, four strategies, the exact plan, W_2 and the comparison of all five, enclosed for every lambda."""
    from numerics.model.problem import Problem
    from numerics.model.schedules.cosine import Cosine
    from numerics.solvers.solve import solve
    from numerics.sweeps.scan import Point, scan
    from tests.benchmarks.enclosures import Yardstick

    steps, count, digits, bits = (8, 10, 50, 192) if quick else (32, 1000, 50, 192)
    lams, schedule = lambdas(count), Cosine(steps)
    start = time.perf_counter()
    optima = [solve(Problem(schedule, Spectrum((lam,)), BUDGET)) for lam in lams]
    searching, plans = time.perf_counter() - start, [found.plan for found in optima]

    def ours() -> list[Point]:
        return scan(schedule, lams, BUDGET, digits, plans)

    points, other = ours(), Yardstick(schedule, BUDGET, bits)
    some = points[:: max(1, count // 50)]
    for point, row in zip(some, other.with_flint(some), strict=True):
        place = [*other.canonical(), point.plan].index(point.plan)
        assert all(x.overlaps(y) for x, y in zip(point.w2, (*row[:4], row[place]), strict=True))
    turns = 1 if quick else 5
    whole = paired(lambda: other.with_iv(points), ours, turns, warm=False)
    same = paired(lambda: other.with_iv(points), lambda: other.with_flint(points), turns, warm=False)
    shared = paired(lambda: other.shared_with_iv(points), ours, turns, warm=False)
    exact = sum(found.certified for found in optima) / count
    return [
        at_least("mpmath.iv / certified scan", whole.ratio, 20, note=f"T = {steps}, {count} lambda, {digits} digits"),
        only("certified scan", whole.second, "s", "four strategies and the exact plan"),
        only("mpmath.iv, plan after plan", whole.first, "s", f"the same enclosures at {bits} bits"),
        only("mpmath.iv / python-flint, same code", same.ratio, "×", "plan after plan in both"),
        only("mpmath.iv, sharing work like the scan / certified scan", shared.ratio, "×"),
        only("finding the exact plans", searching, "s", f"certified optimal for {exact:.1%} of the lambda"),
        at_least("enclosures with all digits", sum(p.sharp for p in points) / count, 1, "share"),
    ]


def pareto(out: Path, quick: bool) -> list[Row]:
    """The exact plan of two one-sided coordinates against the enumeration of all plans, extrapolated by their number."""
    import numpy as np

    from numerics.model.operators import float_operators
    from numerics.model.problem import Problem
    from numerics.model.schedules.cosine import Cosine
    from numerics.plans.canonical import enumerate_plans, schroeder
    from numerics.plans.evaluate import evaluate_floats
    from numerics.solvers.solve import solve

    small, large = (5, 12) if quick else (10, 32)
    lams, budget = TWO_SIDED, Fraction(2)
    ops = float_operators(Problem(Cosine(small), Spectrum(lams), budget))

    def enumerated() -> float:
        weight = ops.weights * ops.norm[-1]
        return min(float(np.sum(weight * evaluate_floats(plan, ops)[1] ** 2)) for plan in enumerate_plans(0, small))

    best = solve(Problem(Cosine(large), Spectrum(lams), budget))
    assert best.certified and best.method == "segmentation"
    mine = statistics.median(
        timed(lambda: solve(Problem(Cosine(large), Spectrum(lams), budget))) for _ in range(1 if quick else 7)
    )
    seconds = timed(enumerated)
    extrapolated = seconds * schroeder(large) / schroeder(small)
    return [
        at_least("enumeration / exact plan", extrapolated / mine, 1000, note=f"T = {large}, d = 2"),
        only("exact plan, certified", mine, "s"),
        only(f"enumeration at T = {small}", seconds, "s", f"{schroeder(small)} plans, in doubles"),
        only(f"enumeration at T = {large}, extrapolated", extrapolated, "s", f"{schroeder(large):.2e} plans"),
    ]


def growth(out: Path, quick: bool) -> list[Row]:
    """Exponents of T, by least squares over the sizes given."""
    from flint import arb

    from numerics.model.operators import FloatOperators, ball_operators, float_operators
    from numerics.model.problem import Problem
    from numerics.model.schedules.cosine import Cosine
    from numerics.numbers.balls import precision
    from numerics.plans.canonical import boot, vanilla
    from numerics.solvers.interval_dp import interval_dp_floats
    from numerics.solvers.segmentation import pareto_search
    from numerics.solvers.solve import solve
    from numerics.sweeps.interval_table import interval_table

    @functools.cache
    def ops(steps: int) -> FloatOperators:
        return float_operators(Problem(Cosine(steps), Spectrum(lambdas(1)), BUDGET))

    def fitted(work: Callable[[FloatOperators], object], sizes: Sequence[int]) -> float:
        times = [statistics.median(timed(lambda s=s: work(ops(s))) for _ in range(3 if quick else 5)) for s in sizes]
        return exponent(sizes, times)

    def transitions(steps: int, lams: tuple[Fraction, ...], budget: Fraction) -> int:
        """Labels that the segmentation DP makes; for one contracting coordinate one per pair of cut points."""
        with precision(128):
            numbers = ball_operators(Problem(Cosine(steps), Spectrum(lams), budget))
            assert isinstance(numbers.step[0][0], arb)
            signs = [1 if lam < 1 else -1 for lam in lams]
            found = pareto_search(numbers, signs, [vanilla(steps), boot(steps)])
            assert found.complete
            return found.labels

    def exact_plan(steps: int) -> float:
        found = solve(Problem(Cosine(steps), Spectrum(TWO_SIDED), Fraction(2)))
        assert found.certified
        return statistics.median(
            timed(lambda: solve(Problem(Cosine(steps), Spectrum(TWO_SIDED), Fraction(2))))
            for _ in range(1 if quick else 3)
        )

    tables = [32, 64] if quick else [128, 256, 512, 1024]
    single = [128, 256] if quick else [512, 1024, 2048, 4096]
    cuts = [8, 16] if quick else [32, 64, 128, 256]
    fronts = [8, 16] if quick else [16, 32, 48, 64]
    return [
        at_most("full table", fitted(interval_table, tables), 3.1, "exponent", f"T = {tables}"),
        at_most("whole-trajectory answer", fitted(interval_dp_floats, single), 2.1, "exponent", f"T = {single}"),
        at_most(
            "transitions of the segmentation DP",
            exponent(cuts, [transitions(steps, (Fraction(1, 2),), BUDGET) for steps in cuts]),
            2.1,
            "exponent",
            f"T = {cuts}, counted, d = 1: one label a cut point",
        ),
        only(
            "labels of the Pareto search",
            exponent(fronts, [transitions(steps, TWO_SIDED, Fraction(2)) for steps in fronts]),
            "exponent",
            f"T = {fronts}, counted, d = 2: the front widens with T",
        ),
        only(
            "exact plan of two coordinates",
            exponent(cuts, [exact_plan(steps) for steps in cuts]),
            "exponent",
            f"T = {cuts}, d = 2: branch and bound where the front is too wide",
        ),
    ]


def start_up(out: Path, quick: bool) -> list[Row]:
    """`opmerge --help` and `opmerge phase` against `import numpy`, and what they import."""
    numpy = [sys.executable, "-c", "import numpy"]
    rows = []
    for arguments in (["--help"], ["phase", "--schedule", "cosine", "--steps", "32"]):
        times = paired(lambda a=arguments: command([*opmerge(), *a]), lambda: command(numpy), 2 if quick else 15)
        name = f"opmerge {arguments[0]}"
        rows.append(at_most(f"{name} / import numpy", times.ratio, 4, note=f"{times.first * 1000:.0f} ms"))
        heavy = [m for m in ("sympy", "matplotlib", "z3") if m in imported(arguments)]
        rows.append(
            Row(f"{name} imports", float(len(heavy)), "of SymPy, matplotlib, z3", "= 0", not heavy, ", ".join(heavy))
        )
    rows.append(only("import numpy", times.second, "s"))
    return rows


def opmerge() -> list[str]:
    return [sys.executable, "-c", "from reports.command.cli import main; main()"]


def imported(arguments: Sequence[str]) -> set[str]:
    code = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from reports.command.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def verify(out: Path, quick: bool) -> list[Row]:
    """The whole of `opmerge verify` without the kernel; the answer must not depend on --jobs."""
    yardstick = [sys.executable, "-c", "import sympy, matplotlib, flint"]
    unit = statistics.median(command(yardstick) for _ in range(2 if quick else 7))
    some = ["--claims", "D2.1"] if quick else []
    answers, seconds = {}, {}
    for jobs in sorted({1, 2, os.cpu_count() or 1}):
        start = time.perf_counter()
        done = subprocess.run(
            [*opmerge(), "verify", "--json", "--jobs", str(jobs), *some], capture_output=True, check=False
        )
        seconds[jobs] = time.perf_counter() - start
        assert done.returncode in (0, 1, 3), done.stderr.decode()[-500:]
        answers[jobs] = done.stdout
    jobs = max(seconds)
    return [
        at_most(f"verify --jobs {jobs} / imports", seconds[jobs] / unit, 30),
        *(only(f"verify --jobs {n}", s, "s", f"{s / unit:.1f} times the imports") for n, s in seconds.items()),
        only("import sympy, matplotlib, flint", unit, "s"),
        Row(
            "answers that differ between jobs",
            float(len(set(answers.values())) - 1),
            "",
            "= 0",
            len(set(answers.values())) == 1,
        ),
    ]


CASES: dict[str, tuple[str, Case]] = {
    "table-32": ("Full table, T = 32, 1 000 lambda", functools.partial(table, steps=32, dim=1000)),
    "table-128": ("Full table, T = 128, 100 lambda", functools.partial(table, steps=128, dim=100)),
    "table-1024": ("Full table, T = 1 024, 1 lambda", functools.partial(table, steps=1024, dim=1)),
    "enclosures": ("Certified enclosures of five plans", enclosures),
    "pareto": ("Exact Pareto plan", pareto),
    "growth": ("Growth with T", growth),
    "start-up": ("Start-up of the command line", start_up),
    "verify": ("Verification of every claim", verify),
}
