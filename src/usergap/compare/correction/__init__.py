"""Label shares corrected for their annotator's errors, by its card."""
