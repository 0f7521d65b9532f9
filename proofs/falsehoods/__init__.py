"""False claims in the catalogue's style, each of which the checker must refuse. Imports `proofs.theory` and `proofs.logic`."""
