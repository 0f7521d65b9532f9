"""What is wrong with a claim as it is stated, before any step is checked: one rule after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from proofs.logic.auxiliary import chosen_to_fit
from proofs.logic.claim import Claim, Kind
from proofs.logic.constructions import (
    no_symbol,
    nothing_built,
    one_name_for_two,
    one_time_for_all,
    unlisted_requirement,
)
from proofs.logic.definitions import exists_an_object, no_definition
from proofs.logic.derivation import Derivation, StepResult
from proofs.logic.disguise import assumed_conclusion
from proofs.logic.sources import rests_on_itself, unsupported_kind
from proofs.logic.support import unused_hypothesis
from proofs.logic.vocabulary import defined_by_what_is_bound, two_symbols_of_one_name, untrusted_word

# Each says what is wrong with a claim, given the catalogue and the derivation; an empty text if nothing is.
Rule = Callable[[Claim, Mapping[str, Claim], Derivation], str]


def nothing_concluded(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A claim concludes something or says that it exists; and of what its families build, if it speaks of any."""
    if not claim.conclusions and not claim.exists:
        return "the claim concludes nothing"
    built = {x for family in claim.families for v in (*family.variables, *family.fresh) for x in v.free_symbols}
    definitions = [a.relation.args for a in claim.assumptions if a.kind is Kind.DEFINITION]
    built |= {args[0] for args in definitions if any(x.free_symbols & built for x in args[1:])}
    if built and not any(c.free_symbols & built for c in claim.conclusions):
        return f"the claim speaks of {claim.families[0].name} and concludes nothing of them"
    return ""


RULES: dict[str, Rule] = {
    "every word is one that the checker relies on": untrusted_word,
    "symbols of one name are one": two_symbols_of_one_name,
    "no name stays while what it stands for moves": defined_by_what_is_bound,
    "what a construction says is about symbols": no_symbol,
    "something is concluded": nothing_concluded,
    "no conclusion is assumed": assumed_conclusion,
    "no hypothesis has a number of its own that makes it a conclusion": chosen_to_fit,
    "every hypothesis is used": unused_hypothesis,
    "a definition defines": no_definition,
    "what is built is not said to exist": exists_an_object,
    "constructions require nothing that the claim does not list": unlisted_requirement,
    "every operand has names of its own": one_name_for_two,
    "there is something of which the claim speaks": nothing_built,
    "the numbers of one time are new at every step": one_time_for_all,
    "no claim rests on itself": rests_on_itself,
    "what is no hypothesis follows or keeps expressions defined": unsupported_kind,
}


def faults_of_statement(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> Iterator[StepResult]:
    """A result for each rule that the claim breaks."""
    for title, rule in RULES.items():
        if fault := rule(claim, claims, steps):
            yield StepResult(title, fault)
