"""What is claimed, and why it is true: symbols only, no floats."""
