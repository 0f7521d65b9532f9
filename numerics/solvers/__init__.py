"""The best merge plan, one method a file; `catalogue.py` lists them, `portfolio.py` chooses, `solve.py` is the door.

Imports `plans`, `model`, `numbers`, `errors` and `named`.
"""
