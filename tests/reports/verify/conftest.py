"""What all routes but the kernel find of every claim, found once."""

from __future__ import annotations

import pytest

from proofs.catalogue import CLAIMS
from reports.verify.run import investigate
from reports.verify.verdict import Findings
from tests.reports.verify.findings import CHECKS, INDEX


@pytest.fixture(scope="session")
def found() -> dict[str, Findings]:
    return {c.id: investigate(c, INDEX, CHECKS) for c in CLAIMS}
