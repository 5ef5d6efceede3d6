"""How many dialogues a gap needs to be found."""
