"""The parts of the page, one file each: from a comparison to a ``Section``."""
