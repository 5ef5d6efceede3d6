"""Groups of dialogues over an input of any size: sorted runs on disk instead of memory."""

from usergap.profiles.grouping.keys import Keys, number_of
from usergap.profiles.grouping.numbers import MOST, Groups
from usergap.profiles.grouping.runs import Runs, Spill

__all__ = ["MOST", "Groups", "Keys", "Runs", "Spill", "number_of"]
