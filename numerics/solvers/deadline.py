"""A limit of time for searches that can stop at any moment."""

from __future__ import annotations

import time


class OutOfTime(Exception):
    """Raised by what cannot be stopped half-way and was not finished in time."""


class Deadline:
    """A limit of seconds from now; None: no limit."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def limited(self) -> bool:
        """Whether there is a limit; searches without one count their steps instead."""
        return self._end is not None

    def spent(self) -> bool:
        """Whether the time is over."""
        return self._end is not None and time.monotonic() >= self._end

    def check(self) -> None:
        """OutOfTime once the time is over."""
        if self.spent():
            raise OutOfTime

    def stop(self) -> None:
        """Call it a day: the time is over from now on."""
        self._end = time.monotonic()
