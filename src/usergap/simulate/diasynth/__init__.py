"""DiaSynth: three layers of diversity, planned evenly (arXiv 2409.19020)."""
