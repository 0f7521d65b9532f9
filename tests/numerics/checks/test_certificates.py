"""Certificates: exact numbers that say what they bound, and the checks that give them."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from numerics.checks.catalogue import all_checks
from numerics.checks.certificates import (
    Certificate,
    CounterexampleCertificate,
    EnclosureCertificate,
    PlanValue,
    schedule_json,
)
from numerics.checks.check import Check, NotAccepted, Violation
from numerics.errors import InputError, NotDecided
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.numbers.subdivision import Cell, Cover, interval
from numerics.plans.plan import Plan
from tests.numerics.checks.running import DIGITS, each

F = Fraction
CHECKS = [
    check for check in all_checks(DIGITS) if check.route == "boxes" or (check.refutes and check.route == "Fractions")
]
BOX = (interval("1/4", 1),)
COVER = Cover(BOX, (Cell((interval("1/4", "1/2"),), F(1, 8)), Cell((interval("1/2", 1),), F(1, 16))), 1)


@functools.cache
def given_by(check: Check) -> list[Certificate]:
    return list(check.run() or ())


def test_five_checks_give_certificates() -> None:
    assert sorted(check.claim for check in CHECKS) == ["N1", "N2", "N3", "P3.2", "T4.1"]


@each(CHECKS)
def test_the_claim_holds_and_its_mutants_do_not(check: Check) -> None:
    certificates = given_by(check)
    assert certificates
    assert all(c.claim == check.claim for c in certificates)
    assert len(check.mutants) >= 4
    for _, search in check.mutants:
        with pytest.raises((Violation, NotDecided) if isinstance(search, NotAccepted) else Violation):
            search()


def test_most_mutants_are_refuted_not_merely_undecided() -> None:
    refuted = 0
    for check in CHECKS:
        for _, search in check.mutants:
            try:
                search()
            except NotDecided:
                continue
            except Violation:
                refuted += 1
    assert refuted >= 15


@each(CHECKS)
def test_certificates_are_exact_and_survive_json(check: Check) -> None:
    """Every number is an integer or a fraction in text: no double, which would have been rounded."""

    def exact(value: object) -> bool:
        if isinstance(value, dict):
            return all(map(exact, value.values()))
        if isinstance(value, list):
            return all(map(exact, value))
        return not isinstance(value, float)

    for certificate in given_by(check):
        written = certificate.to_json()
        assert exact(written) and json.loads(json.dumps(written)) == written
        assert written["claim"] == check.claim and written["kind"] == certificate.kind
        if isinstance(certificate, EnclosureCertificate):
            assert len(written["cells"]) == len(certificate.cover.cells)
            assert min(F(cell["margin"]) for cell in written["cells"]) == certificate.cover.margin > 0


def test_schedules_are_written_by_their_formula_or_exactly() -> None:
    assert schedule_json(Cosine(5)) == {"family": "cosine", "steps": 5}
    assert schedule_json(FlowMatching(2)) == {
        "family": "rational",
        "alpha": ["1", "1/2", "0"],
        "sigma": ["0", "1/2", "1"],
    }
    with pytest.raises(InputError, match="irrational"):
        schedule_json(VarianceExploding(4))


def test_what_an_enclosure_says() -> None:
    certificate = EnclosureCertificate("P3.2", "lambda - tau", ("lambda",), FlowMatching(2), COVER, F(1, 3))
    assert certificate.summary == (
        "flow, T = 2, lambda in [1/4, 1]: 2 cells tile the box, depth 1, least margin 6.2e-02"
    )
    written = certificate.to_json()
    assert (written["bounded"], written["variables"]) == ("lambda - tau", ["lambda"])
    assert written["box"] == [["1/4", "1"]] and written["at_centre"] == "1/3"
    assert written["cells"][1] == {"box": [["1/2", "1"]], "margin": "1/16"}
    with pytest.raises(ValueError, match="zip"):  # a box of one variable states nothing of two
        _ = replace(certificate, variables=("lambda", "s")).summary


def test_what_a_counterexample_says() -> None:
    kept = PlanValue(Plan.of([[3, 2], 1]), (F(1, 2),), F(4))
    better = PlanValue(Plan.of([3, [2, 1]]), (F(1, 3),), F(1))
    certificate = CounterexampleCertificate("T4.1", FlowMatching(3), (F(2),), F(1, 2), 3, (F(1, 4),), kept, better)
    assert certificate.summary == (
        "T = 3, lambda = 2, exp(-2s/3) = 1/2: the program keeps [[3,2],1], whose squared distance is 4 times that of "
        "[3,[2,1]]"
    )
    written = certificate.to_json()
    assert written["kept"] == {"plan": [[3, 2], 1], "operator": ["1/2"], "w2_squared": "4"}
    assert written["budget"] == {"root": "1/2", "order": 3} and written["others"] == []
