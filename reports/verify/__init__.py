"""Every route on every claim, and the ledger of what was found.

Imports `notation`, `numerics.checks`, `numerics.errors` and `proofs`.
"""
