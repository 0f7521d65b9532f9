"""What every page is made from."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from reports.pages.report import NotMade, Report, ledger_json
from reports.verify.ledger import Ledger
from tests.reports.fixtures import catalogue_ledger


def test_the_ledger_is_a_page_of_its_own() -> None:
    report = Report(catalogue_ledger(), {}, {})
    assert Ledger.model_validate_json(ledger_json(report)) == report.ledger
    with pytest.raises(FrozenInstanceError):
        report.figures = {}  # type: ignore[misc]


def test_a_page_that_is_not_made_says_why_and_is_no_bad_input() -> None:
    assert str(NotMade("not run: no compiler")) == "not run: no compiler"
    assert not issubclass(NotMade, ValueError | OSError)
