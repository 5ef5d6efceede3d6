"""Error rates of the statistics: false alarms, coverage, power."""
