"""All false claims."""

from __future__ import annotations

from proofs.falsehoods import constructions, definitions, guises, plans, sources, steps, words
from proofs.falsehoods.falsehood import Falsehood

FALSEHOODS: tuple[Falsehood, ...] = (
    *steps.FALSEHOODS,
    *words.FALSEHOODS,
    *definitions.FALSEHOODS,
    *constructions.FALSEHOODS,
    *sources.FALSEHOODS,
    *guises.FALSEHOODS,
    *plans.FALSEHOODS,
)
