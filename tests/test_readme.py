"""The README shows what its commands print."""

from __future__ import annotations

import pytest

from tests.readme import README, regenerated


def test_the_readme_shows_real_output() -> None:
    pytest.importorskip("sklearn")
    text = README.read_text()
    assert "```console" in text
    assert regenerated(text) == text
