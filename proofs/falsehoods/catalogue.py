"""All false claims."""

from __future__ import annotations

from proofs.falsehoods import (
    analysis,
    citations,
    constructions,
    definitions,
    guises,
    hypotheses,
    objects,
    plans,
    sources,
    steps,
    words,
)
from proofs.falsehoods.falsehood import Falsehood

FALSEHOODS: tuple[Falsehood, ...] = (
    *steps.FALSEHOODS,
    *words.FALSEHOODS,
    *definitions.FALSEHOODS,
    *constructions.FALSEHOODS,
    *sources.FALSEHOODS,
    *guises.FALSEHOODS,
    *plans.FALSEHOODS,
    *objects.FALSEHOODS,
    *citations.FALSEHOODS,
    *hypotheses.FALSEHOODS,
    *analysis.FALSEHOODS,
)
