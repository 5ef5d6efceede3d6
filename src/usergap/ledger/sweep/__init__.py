"""What a student scores on real held-out data, over mix ratios and injected generator error."""
