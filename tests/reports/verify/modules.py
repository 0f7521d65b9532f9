"""The files of the numeric checks, by the names under which they are pinned."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from reports.verify.pinned import on_record

MODULES: Final = {f: import_module(f.removesuffix(".py").replace("/", ".")) for f in on_record()["checks"]}
