"""The graph of the claims: every claim after what it rests on."""

from __future__ import annotations

from proofs.logic.verdict import Verdict
from reports.figures.claims import VERDICTS, _layers, claims, dependency_figure
from tests.reports.figures.drawn import require_named_and_repeatable, require_own_references
from tests.reports.fixtures import catalogue_ledger


def drawn() -> str:
    return dependency_figure(catalogue_ledger())


def test_the_figure_is_named_and_repeatable() -> None:
    require_named_and_repeatable(drawn)


def test_its_references_stay_inside() -> None:
    require_own_references(drawn())


def test_layers_put_every_claim_after_what_it_rests_on() -> None:
    parents = {c.id: c.depends_on for c in catalogue_ledger().claims}
    places = _layers(parents)
    assert all(places[p][0] < places[name][0] for name in parents for p in parents[name])
    assert len(set(places.values())) == len(places)
    assert _layers({"a": ("missing",)}) == {"a": (0.0, 0.0)}


def test_a_cycle_does_not_hang_the_report() -> None:
    assert set(_layers({"a": ("b",), "b": ("a",)})) == {"a", "b"}


def test_the_verdict_is_in_the_sign_too_and_the_words_say_what_rests_on_what() -> None:
    assert len({sign for _, _, sign in VERDICTS.values()}) == len(VERDICTS) == len(Verdict)
    svg = claims(catalogue_ledger()).svg
    assert "T4.1: refuted as reconstructed, rests on A1" in svg and "P3.1: proved, rests on nothing" in svg
