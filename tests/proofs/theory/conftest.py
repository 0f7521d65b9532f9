"""Gives each test of a subject its claims, or the ablations of its claims, one by one."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.proofs.theory.subject")

from proofs.logic.ablation import ablations  # noqa: E402
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis  # noqa: E402


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    tests = metafunc.cls
    if tests is None or not issubclass(tests, OfEveryClaim | OfEveryHypothesis):
        return
    if "claim" in metafunc.fixturenames:
        metafunc.parametrize("claim", tests.claims, ids=[c.id for c in tests.claims])
    if "ablation" in metafunc.fixturenames:
        found = [(claim, ablation) for claim in tests.claims for ablation in ablations(claim)]
        names = [f"{claim.id}: {ablation.dropped}" for claim, ablation in found]
        metafunc.parametrize("ablation", [ablation for _, ablation in found], ids=names)
