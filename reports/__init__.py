"""What a reader sees: evidence collected, verdicts computed, pages written."""
