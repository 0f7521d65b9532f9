"""The one exception that bad input raises."""


class InputError(ValueError):
    """Bad input. The message names the value and the rule in one line; the command exits with code 2."""
