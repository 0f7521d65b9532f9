"""Number systems: exact, balls, arrays of balls, decimals, boxes. No theory. Imports `errors`."""
