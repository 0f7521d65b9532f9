"""Every route on every claim, and the ledger of what was found. Imports `proofs`, `numerics.checks` and `reports.notation`."""
