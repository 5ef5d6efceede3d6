"""One file per format; each declares its record as ``FORMAT``."""
