"""User simulators, one a file."""
