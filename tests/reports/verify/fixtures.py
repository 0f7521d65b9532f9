"""What the tests of the kernel route share."""

from __future__ import annotations

import pytest

from reports.verify.coqc import coqc

needs_coqc = pytest.mark.skipif(coqc() is None, reason="coqc is not installed")
