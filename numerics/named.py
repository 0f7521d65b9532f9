"""What a user can name: an entry of a catalogue says what a name stands for, and loads it when it is used.

So a catalogue costs nothing to import, and help texts, option values and error messages are built from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Named:
    """says: what the name stands for, in a few words. module, attribute: where it is."""

    says: str
    module: str
    attribute: str

    def load(self) -> Any:
        """What the name stands for."""
        return getattr(import_module(self.module), self.attribute)
