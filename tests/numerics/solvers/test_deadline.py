"""Limits of time."""

from __future__ import annotations

import time

import pytest

from numerics.solvers.deadline import Deadline, OutOfTime


def test_no_limit_is_never_reached() -> None:
    assert not Deadline().limited and not Deadline().spent() and not Deadline(1e9).spent()
    Deadline().check()


def test_a_limit_is_reached_when_its_seconds_have_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(5)
    assert deadline.limited
    for moment, over in ((100.0, False), (104.9, False), (105.0, True), (200.0, True)):
        now[0] = moment
        assert deadline.spent() is over
    with pytest.raises(OutOfTime):
        deadline.check()
    now[0] = 104.0
    deadline.check()


def test_a_deadline_can_be_called_off() -> None:
    for deadline in (Deadline(), Deadline(1e9)):
        assert not deadline.spent()
        deadline.stop()
        assert deadline.limited and deadline.spent()
        with pytest.raises(OutOfTime):
            deadline.check()
