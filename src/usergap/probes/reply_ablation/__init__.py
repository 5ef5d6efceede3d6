"""What users' replies contribute: conversations run again with and without them."""
