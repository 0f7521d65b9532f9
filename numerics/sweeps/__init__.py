"""Many problems at once: certified scans over lambda and the table of every interval.

Imports `solvers`, `plans`, `model`, `numbers` and `errors`.
"""
