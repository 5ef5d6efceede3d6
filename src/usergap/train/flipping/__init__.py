"""From dialogues to samples that teach a model the user's side."""
