"""The best merge plan, one method a file; `portfolio.py` lists and chooses, `solve.py` is the door.

Imports `plans` and what lies below it.
"""
