"""From dialogues to samples that teach a model the user's side."""

from usergap.train.flipping.flipping import Flipping, flip_corpora
from usergap.train.flipping.folder import Flipped, read_flipped
from usergap.train.flipping.samples import Sample, flip, flip_all
from usergap.train.flipping.splitting import Shares, Split, split_dialogues

__all__ = [
    "Flipped",
    "Flipping",
    "Sample",
    "Shares",
    "Split",
    "flip",
    "flip_all",
    "flip_corpora",
    "read_flipped",
    "split_dialogues",
]
