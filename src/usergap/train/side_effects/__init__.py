"""What else moved when a simulator was trained: rewarded behaviours bring others along."""

from usergap.train.side_effects.effects import Effect, SideEffects, side_effects

__all__ = ["Effect", "SideEffects", "side_effects"]
