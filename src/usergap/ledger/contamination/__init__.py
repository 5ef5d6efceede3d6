"""What training, evaluation and seeds have in common; no text filter clears data of its lineage."""
