"""The public names of the library: documented, each with an example that runs, and imported only when used."""

from __future__ import annotations

import ast
import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import numerics

SOURCE = Path(numerics.__file__)


def test_the_three_lists_of_names_are_one() -> None:
    tree = ast.parse(SOURCE.read_text())
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    for_types = {
        (statement.module, alias.name) for statement in ast.walk(checked) if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }  # fmt: skip
    assert for_types == {(f"numerics.{home}", name) for name, home in numerics._HOME.items()}
    assert sorted(numerics.__all__) == sorted(numerics._HOME) == dir(numerics)


@pytest.mark.parametrize("name", numerics.__all__)
def test_a_public_name_has_an_example_that_runs(name: str) -> None:
    thing = getattr(numerics, name)
    module = inspect.getmodule(thing)
    assert module is not None and inspect.getdoc(thing)
    found = doctest.DocTestFinder(recurse=False).find(thing, name, module=module, globs=dict(vars(module)))
    assert sum(len(test.examples) for test in found) > 0, "no example"
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        told: list[str] = []
        assert runner.run(test, out=told.append).failed == 0, "".join(told)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = numerics.nonsense


def test_importing_the_library_imports_nothing_heavy() -> None:
    code = "import sys, numerics, numerics.solvers.catalogue, numerics.model.schedules.catalogue; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "sympy", "flint", "mpmath"} & set(ast.literal_eval(done.stdout))
