"""New dialogues from old ones by rules, kept only where the annotator hears the same labels."""
