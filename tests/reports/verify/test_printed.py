"""The evidence of the claims as printed: what it covers, what it says is missing, and when it is not believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from proofs.catalogue import by_id
from proofs.logic.verdict import Level, Verdict
from reports.verify import printed
from reports.verify.generated import Generated
from reports.verify.ledger import Evidence
from reports.verify.printed import printed_evidence, printed_falsehoods, self_test
from reports.verify.trials import Outcome
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")
INDEX = by_id()
Say = Callable[[Generated], Evidence | None]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """The evidence that follows from what coqc is made to say of a claim."""
    monkeypatch.setattr(printed, "coqc", lambda: "coqc")
    monkeypatch.setattr(printed, "version", lambda: "8.16.1")
    monkeypatch.setattr(printed, "self_test", lambda *_: "")

    def of(found: Generated) -> Evidence | None:
        monkeypatch.setattr(printed, "generated", lambda *_, **__: {found.claim: found})
        return printed_evidence([found.claim]).get(found.claim)

    return of


def test_the_whole_claim(say: Say) -> None:
    axioms = frozenset({"b", "a"})
    found = say(Generated("N1", 18, "N1.claim", tuple(range(1, 19)), rejected=3, sha256="ab", axioms=axioms))
    assert found is not None and found.verdict is Verdict.PROVED and found.level is Level.KERNEL
    assert found.route == "coqc, the claim as printed" and found.partial == () and found.for_all == INDEX["N1"].for_all
    assert (found.controls.rejected, found.controls.total) == (3, 3)
    assert found.kernel is not None and found.kernel.theorems == ("N1.claim",) and found.kernel.axioms == ("a", "b")
    assert found.kernel.replayed[:2] == ("1", "1a.1") and found.kernel.sources_sha256 == "ab"


def test_a_part_is_said_step_by_step(say: Say) -> None:
    replayed = tuple(n for n in range(1, 19) if n != 3)
    found = say(Generated("N1", 18, "N1.claim", replayed, ((3, "a limit"), (0, "conclusion 2 cannot be printed"))))
    assert found is not None and found.verdict is Verdict.PROVED
    assert found.partial == ("step 1a.2: a limit", "conclusion 2 cannot be printed")
    assert found.scope.startswith("only in part") and found.findings[2:] == found.partial
    assert found.kernel is not None and "1a.2" not in found.kernel.replayed and len(found.kernel.replayed) == 17


def test_steps_without_a_theorem_refute_in_part(say: Say) -> None:
    found = say(Generated("T4.1", 5, "", (1, 2), ((0, "the claim as a whole: x"), (3, "y")), rejected=2))
    assert found is not None and found.verdict is Verdict.REFUTED and found.partial and "each by itself" in found.scope
    assert found.kernel is not None and found.kernel.theorems == ()


def test_what_coqc_refuses_is_undecided_and_what_is_not_printed_is_silent(say: Say) -> None:
    found = say(Generated("N1", 18, "", (1,), ((0, "no proof"),), refused="Error: no proof"))
    assert found is not None and found.verdict is Verdict.UNDECIDED and found.findings[0] == "Error: no proof"
    assert say(Generated("N1", 18, "", (), ((1, "a limit"),))) is None


def test_a_surviving_mutant_is_named(say: Say) -> None:
    found = say(Generated("N1", 18, "N1.claim", (1,), rejected=2, survivors=("flipped: accepted",)))
    assert found is not None and found.controls.survivors == ("flipped: accepted",)
    assert (found.controls.rejected, found.controls.total) == (2, 3)


def test_the_self_test_has_enough_to_refuse() -> None:
    texts = printed_falsehoods()
    assert len(texts) >= 10 and set(printed._ABOUT_PLANS) < set(texts)
    assert all("Definition statement : Prop" in text for text in texts.values())


@needs_coqc
def test_the_self_test_passes(tmp_path: Path) -> None:
    assert self_test(tmp_path) == ""


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(("in_a_proof", "outside"), ""), "it is accepted"),
        (Outcome(("in_a_proof",), "Syntax error"), "Syntax error"),
        (Outcome((), "has type R", True), "has type R"),
    ],
)
def test_a_falsehood_that_is_not_refused_in_a_proof_spoils_the_route(
    monkeypatch: pytest.MonkeyPatch, outcome: Outcome, words: str
) -> None:
    def outcomes(_: Path, texts: dict[str, str], __: int) -> dict[str, Outcome]:
        fine = dict.fromkeys(texts, Outcome(("in_a_proof",), "No applicable tactic.", True))
        return fine | {"every square is positive": outcome}

    def never(*_: object, **__: object) -> Sequence[str]:
        raise AssertionError

    monkeypatch.setattr(printed, "coqc", lambda: "coqc")
    monkeypatch.setattr(printed, "build", lambda *_: {})
    monkeypatch.setattr(printed, "outcomes", outcomes)
    monkeypatch.setattr(printed, "generated", never)
    (found,) = printed_evidence(["N1"]).values()
    assert found.verdict is Verdict.UNDECIDED
    (said,) = found.findings
    assert said.startswith("the printed route fails its self-test: 'every square is positive'") and words in said


def test_without_coqc_it_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "coqc", lambda: None)
    (found,) = printed_evidence(["D2.1"]).values()
    assert found.verdict is Verdict.NOT_RUN and "not installed" in found.scope
