"""What was measured, one row per dialogue, without any text."""

from usergap.profiles.profile import Profile, Texts

__all__ = ["Profile", "Texts"]
