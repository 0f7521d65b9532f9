"""What every route finds, made once for all tests of verify: the compiled sources, and what the other routes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.catalogue import CLAIMS
from proofs.kernel.sources import sources
from reports.verify.coqc import build
from reports.verify.run import investigate
from reports.verify.verdict import Findings
from tests.reports.verify.findings import CHECKS, INDEX


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all compiled sources."""
    folder = tmp_path_factory.mktemp("kernel")
    assert build(folder, sources(), 2) == {}
    return folder


@pytest.fixture(scope="session")
def found() -> dict[str, Findings]:
    """The findings of every claim, without the kernel."""
    return {c.id: investigate(c, INDEX, CHECKS) for c in CLAIMS}
