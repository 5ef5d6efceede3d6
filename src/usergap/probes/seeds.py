"""Seeds: real dialogues that a simulator was made from are not probed with its output.

The rule and its words are those of ``usergap compare`` (``usergap.compare.barring``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from usergap.annotators import Annotation
from usergap.compare import bar_seeds
from usergap.dialogues import Corpus, Dialogue
from usergap.profiles import Profile, Texts
from usergap.profiles.batch import pair_key
from usergap.profiles.measure import groups_of
from usergap.profiles.seeds import seeds_in, seeds_metadata


class Unseeded(NamedTuple):
    """Both sides without seeds, and sentences on what was left out."""

    real: tuple[Dialogue, ...]
    simulated: tuple[Corpus, ...]
    left_out: tuple[str, ...] = ()


def without_seeds(real: Corpus | None, simulated: Sequence[Corpus]) -> Unseeded:
    """Both sides without the simulators' seeds and their partners.

    Without a real side there is nothing to leave out. Raises InputError where nothing is
    left of a side.
    """
    if real is None:
        return Unseeded((), tuple(simulated))
    kept, sides, notes = bar_seeds(_bare(real), *map(_bare, simulated))
    return Unseeded(_corpus(kept).dialogues, tuple(map(_corpus, sides)), notes)


def _bare(corpus: Corpus) -> Profile:
    """A profile that holds what tells seeds, and no measure."""
    table = pa.table(
        {
            "pair": pa.array([pair_key(dialogue) for dialogue in corpus], pa.string()),
            "group": pa.array(groups_of(corpus.dialogues)[0], pa.int32()),
        }
    )
    texts = Texts(corpus, (Annotation({}),) * len(corpus))
    return Profile(corpus.name, table, seeds_metadata(seeds_in(corpus)), texts)


def _corpus(profile: Profile) -> Corpus:
    if profile.texts is None:
        raise TypeError(f"{profile.name}: a profile of a corpus has its text")
    return profile.texts.corpus
