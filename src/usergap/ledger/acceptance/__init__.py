"""Acceptance: a score on real users' requests, and on nothing else."""

from usergap.ledger.acceptance.follow_up import follow_ups
from usergap.ledger.acceptance.real_set import RealSet, real_set
from usergap.ledger.acceptance.running import Acceptance, accept

__all__ = ["Acceptance", "RealSet", "accept", "follow_ups", "real_set"]
