"""What was measured, one row per dialogue, without any text."""

from usergap.profiles.batch import Plan
from usergap.profiles.defaults import default_cards, default_plan
from usergap.profiles.measure import measure_corpus
from usergap.profiles.parquet import is_profile, read_profile, write_profile
from usergap.profiles.profile import Profile, Texts
from usergap.profiles.references import (
    load_reference,
    reference_card,
    reference_names,
    shipped_margins,
    shipped_yardsticks,
)
from usergap.profiles.references.yardstick import Apart, Yardstick

__all__ = [
    "Apart",
    "Plan",
    "Profile",
    "Texts",
    "Yardstick",
    "default_cards",
    "default_plan",
    "is_profile",
    "load_reference",
    "measure_corpus",
    "read_profile",
    "reference_card",
    "reference_names",
    "shipped_margins",
    "shipped_yardsticks",
    "write_profile",
]
