"""The full table: exact on dyadic numbers, against the C reference, against one end time at a time, kernel by kernel."""

from __future__ import annotations

import ctypes
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import FloatOperators, float_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.plans.canonical import boot, vanilla
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp_floats
from numerics.sweeps import interval_table as table
from numerics.sweeps.interval_table import IntervalTable, compiled_library, interval_table
from tests.benchmarks.measure import HERE, compiled
from tests.strategies import problems

F = Fraction
KERNEL = Path(table.__file__).with_name("interval_table.c")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The kernel, compiled as the package compiles it."""
    out = tmp_path_factory.mktemp("kernel") / "kernel.so"
    path = compiled(KERNEL, out, "-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror")
    if path is None:
        pytest.skip("no C compiler")
    library = compiled_library(path)
    assert library is not None
    return library


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The plain triple loop that the benchmarks measure against."""
    path = compiled(
        HERE / "reference.c", tmp_path_factory.mktemp("reference") / "reference.so", "-O3", "-Wall", "-Werror"
    )
    if path is None:
        pytest.skip("no C compiler")
    library = ctypes.CDLL(str(path))
    library.reference_table.argtypes = [ctypes.c_ssize_t] * 2 + [ctypes.c_void_p] * 6
    return library


def by_kernel(ops: FloatOperators, kernel: ctypes.CDLL) -> IntervalTable:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "compiled_library", lambda: kernel)
        return interval_table(ops, "compiled")


def by_reference(ops: FloatOperators, reference: ctypes.CDLL) -> IntervalTable:
    size = ops.steps * (ops.steps + 1) // 2
    error, cut = np.empty((ops.dim, size)), np.empty((ops.dim, size), dtype=np.int16)
    numbers = [np.ascontiguousarray(x.T) for x in (ops.step, ops.complement, ops.keep, ops.shrink)]
    assert reference.reference_table(ops.steps, ops.dim, *(a.ctypes.data for a in (*numbers, error, cut))) == 0
    return IntervalTable(error, cut, ops.keep)


def same_bits(x: IntervalTable, y: IntervalTable) -> bool:
    return np.array_equal(x.cut, y.cut) and np.array_equal(x.scaled, y.scaled)


def given_operators(step: list[Fraction], keep: list[Fraction]) -> FloatOperators:
    """One coordinate with operators and 1 - gamma as given for t = 1 … T."""

    def column(values: list[Fraction]) -> np.ndarray:
        return np.array([[float(x)] for x in values])

    a, k = [F(1), *step], [F(1), *keep]
    return FloatOperators(
        step=column(a),
        norm=np.ones((len(a), 1)),
        keep=column(k),
        shrink=column([1 - x for x in k]),
        complement=column([1 - x for x in a]),
        log_keep=np.log(column(k)),
        weights=np.ones(1),
    )


def in_fractions(step: list[Fraction], keep: list[Fraction]) -> dict[tuple[int, int], tuple[Fraction, int]]:
    """(F(i, j) - tau_{i,j}) / keep_j and the cut, straight from the definition of A1."""

    def tau(i: int, j: int) -> Fraction:
        product = F(1)
        for t in range(i + 1, j + 1):
            product *= step[t - 1]
        return product

    found: dict[tuple[int, int], tuple[Fraction, int]] = {}
    for j in range(1, len(step) + 1):
        kept, k = {j - 1: step[j - 1]}, keep[j - 1]
        found[j - 1, j] = F(0), j
        for i in range(j - 2, -1, -1):
            options = {m: kept[m] * (k + (1 - k) * tau(i, m)) for m in range(j - 1, i, -1)}
            cut = min(options, key=lambda m: abs(options[m] - tau(i, j)))
            kept[i], found[i, j] = options[cut], ((options[cut] - tau(i, j)) / k, cut)
    return found


quarters = st.integers(1, 8).map(lambda n: F(n, 4))


@given(st.lists(st.tuples(quarters, st.integers(1, 4).map(lambda n: F(n, 4))), min_size=1, max_size=7))
def test_exact_on_dyadic_numbers(kernel: ctypes.CDLL, reference: ctypes.CDLL, numbers: list[tuple[F, F]]) -> None:
    """Numbers so short that doubles do not round: every error and every cut, ties included, equals the fractions'."""
    step, keep = [a for a, _ in numbers], [k for _, k in numbers]
    ops = given_operators(step, keep)
    exact = in_fractions(step, keep)
    for found in (interval_table(ops, "numpy"), by_kernel(ops, kernel), by_reference(ops, reference)):
        for (i, j), (error, cut) in exact.items():
            assert F(float(found.scaled[0, j * (j - 1) // 2 + i])) == error
            assert found.cut[0, j * (j - 1) // 2 + i] == cut


@given(problems(max_steps=9, max_dim=4))
def test_every_end_time_alone(kernel: ctypes.CDLL, problem: Problem) -> None:
    ops = float_operators(problem)
    found = interval_table(ops, "numpy")
    assert same_bits(found, by_kernel(ops, kernel))
    for end in range(1, problem.steps + 1):
        alone, kept = interval_dp_floats(ops, shared=False, end=end), found.kept(end)
        assert np.array_equal(kept.cut, alone.cut) and np.array_equal(kept.error, alone.error)
        assert found.plan(0, end) == alone.plan()


@pytest.mark.parametrize(
    ("steps", "dim", "budget"),
    [(1, 3, "1"), (2, 2, "1"), (17, 5, "0.3"), (33, 40, "6.4"), (70, 3, "0.01"), (40, 2, "5000"), (9, 2, "0")],
)
def test_kernels_agree_to_the_last_bit(
    kernel: ctypes.CDLL, reference: ctypes.CDLL, steps: int, dim: int, budget: str
) -> None:
    lam = tuple(F(k, 7) for k in range(1, 3 * dim, 3))
    ops = float_operators(Problem(Cosine(steps), Spectrum(lam), F(budget)))
    found = interval_table(ops, "numpy")
    assert same_bits(found, by_kernel(ops, kernel))
    scale = np.max(np.abs(found.scaled), axis=1, keepdims=True)
    assert np.all(np.abs(found.scaled - by_reference(ops, reference).scaled) <= 1e-12 * scale)


def test_blocks_of_the_numpy_kernel_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    ops = float_operators(Problem(Cosine(37), Spectrum(tuple(F(k, 4) for k in range(9))), F(2)))
    whole = interval_table(ops, "numpy")
    for block, cached in ((1, 1), (5, 500), (64, 10**6)):
        monkeypatch.setattr(table, "_BLOCK", block)
        monkeypatch.setattr(table, "_CACHED", cached)
        assert same_bits(whole, interval_table(ops, "numpy"))


def test_plans_of_sub_trajectories() -> None:
    ops = float_operators(Problem(Cosine(12), Spectrum((F(1, 2), F(3, 2), F(4))), F(2)))
    found = interval_table(ops)
    assert found.plan(0, 12, 0) == boot(12) and found.plan(0, 12, 2) == vanilla(12)
    assert found.plan(3, 6) == Plan.of(((6, 5), 4)) and found.plan(4, 5) == Plan.of(5)
    found.plan(0, 12, 1).require_over(12)
    value = evaluate_floats(found.plan(0, 12, 1), ops)[1][1]
    assert found.kept(12).error[0, 1] == pytest.approx(value, rel=1e-9)
    assert found.nbytes == 3 * (78 * 10 + 13 * 8)


@pytest.mark.parametrize("name", ["numpy", "compiled"])
def test_an_infinite_budget_ties_everywhere(kernel: ctypes.CDLL, name: str) -> None:
    ops = float_operators(Problem(Cosine(6), Spectrum((F(1, 2), F(3, 2))), None))
    found = by_kernel(ops, kernel) if name == "compiled" else interval_table(ops, "numpy")
    assert not found.scaled.any()
    assert found.plan(0, 6, 1) == vanilla(6) and found.plan(2, 5) == Plan.of((5, 4, 3))


def test_bad_requests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ops = float_operators(Problem(Cosine(3), Spectrum((F(1),)), F(1)))
    found = interval_table(ops)
    for bad in (0, 4):
        with pytest.raises(InputError, match="end"):
            found.kept(bad)
    with pytest.raises(InputError, match="interval"):
        found.plan(2, 2)
    with pytest.raises(InputError, match="kernel"):
        interval_table(ops, "fast")  # type: ignore[arg-type]
    monkeypatch.setattr(table, "compiled_library", lambda: None)
    with pytest.raises(InputError, match="not installed"):
        interval_table(ops, "compiled")
    assert same_bits(interval_table(ops), found)
    monkeypatch.setattr(table, "MAX_STEPS", 2)
    with pytest.raises(InputError, match="at most 2"):
        interval_table(ops)


def test_a_kernel_that_cannot_be_used_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"not a library")
    assert compiled_library(broken) is None and compiled_library(tmp_path / "absent.so") is None
    source = tmp_path / "old.c"
    source.write_text("int opmerge_table_version(void) { return 0; }\n")
    old = compiled(source, tmp_path / "old.so")
    assert old is None or compiled_library(old) is None


def test_how_often_an_eigenvalue_occurs_does_not_matter() -> None:
    """Each coordinate is solved alone."""
    once = float_operators(Problem(Cosine(9), Spectrum((F(1, 2), F(3, 2))), F(2)))
    often = float_operators(Problem(Cosine(9), Spectrum((F(1, 2), F(3, 2), F(3, 2), F(1, 2))), F(2)))
    assert once.weights.tolist() != often.weights.tolist()
    assert same_bits(interval_table(once), interval_table(often))
