"""How bad input is refused: one line that names the value and the rule."""

from __future__ import annotations

from typing import Any

import pytest

from numerics.errors import InputError


def refused(call: Any, *parts: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message, message
