"""What is wrong with a claim as it is stated, before any step is checked: one rule after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from proofs.logic.claim import Claim
from proofs.logic.constructions import no_symbol, one_time_for_all, unlisted_requirement
from proofs.logic.definitions import exists_an_object, no_definition
from proofs.logic.derivation import Derivation, StepResult
from proofs.logic.disguise import assumed_conclusion
from proofs.logic.sources import unsupported_kind
from proofs.logic.vocabulary import two_symbols_of_one_name, untrusted_word

# Each says what is wrong with a claim, given the catalogue and the derivation; an empty text if nothing is.
Rule = Callable[[Claim, Mapping[str, Claim], Derivation], str]

RULES: dict[str, Rule] = {
    "every word is one that the checker relies on": untrusted_word,
    "symbols of one name are one": two_symbols_of_one_name,
    "what a construction says is about symbols": no_symbol,
    "no conclusion is assumed": assumed_conclusion,
    "a definition defines": no_definition,
    "what is built is not said to exist": exists_an_object,
    "constructions require nothing that the claim does not list": unlisted_requirement,
    "the numbers of one time are new at every step": one_time_for_all,
    "what is no hypothesis follows or keeps expressions defined": unsupported_kind,
}


def faults_of_statement(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> Iterator[StepResult]:
    """A result for each rule that the claim breaks."""
    for title, rule in RULES.items():
        if fault := rule(claim, claims, steps):
            yield StepResult(title, fault)
