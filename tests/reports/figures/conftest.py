"""Assertions of the shared questions are shown as those of a test."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.reports.figures.drawn")
