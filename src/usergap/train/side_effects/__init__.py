"""What else moved when a simulator was trained: rewarded behaviours bring others along."""

from usergap.train.side_effects.effects import Effect, SideEffects, side_effects
from usergap.train.side_effects.models import effects_of_models, simulated_by

__all__ = ["Effect", "SideEffects", "effects_of_models", "side_effects", "simulated_by"]
