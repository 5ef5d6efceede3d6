"""Several simulators against the same real users."""
