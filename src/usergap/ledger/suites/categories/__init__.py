"""Categories of stress probes, one a file."""
