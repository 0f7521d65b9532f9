"""The compiled sources, once for all tests of the kernel route."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.kernel.sources import sources
from reports.verify.coqc import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kernel")
    assert build(folder, sources(), 2) == {}
    return folder
