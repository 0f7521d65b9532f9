"""Hypothesis profiles: fast for every run, thorough for `make test-full`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

COMMON = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("fast", max_examples=40, **COMMON)
settings.register_profile("thorough", max_examples=1_000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
