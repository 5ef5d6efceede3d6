"""How far dialogues of one persona are alike, and those of several are not."""
