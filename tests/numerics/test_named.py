"""An entry of a catalogue loads what it names, and only when it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from numerics.model.schedules.catalogue import FILES, SCHEDULES
from numerics.named import Named
from numerics.plans.canonical import boot
from numerics.solvers.catalogue import PLANS


def test_a_name_stands_for_what_its_module_holds() -> None:
    assert Named("the plan of T4.3", "numerics.plans.canonical", "boot").load() is boot


@pytest.mark.parametrize("entry", [*SCHEDULES.values(), *FILES.values(), *PLANS.values()], ids=lambda n: n.attribute)
def test_every_entry_says_something_and_loads(entry: Named) -> None:
    assert entry.says and "\n" not in entry.says
    assert callable(entry.load())


def test_a_name_without_its_module_or_attribute_fails_when_it_is_used() -> None:
    with pytest.raises(AttributeError):
        Named("", "numerics.plans.canonical", "no_such_plan").load()
    with pytest.raises(ModuleNotFoundError):
        Named("", "numerics.no_such_room", "boot").load()


def test_nothing_is_imported_before_it_is_used() -> None:
    script = (
        "import sys\nfrom numerics.model.schedules.catalogue import SCHEDULES\nfrom numerics.solvers.catalogue import PLANS\n"
        "before = [m for m in ('numpy', 'flint') if m in sys.modules]\n"
        "SCHEDULES['cosine'].load()\nprint(before, 'numpy' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
