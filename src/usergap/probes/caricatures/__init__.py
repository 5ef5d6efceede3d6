"""CoMPosT: what sets a persona apart, and whether it is more persona than topic."""
