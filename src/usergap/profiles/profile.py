"""Profile: what was measured, one row per dialogue, without any text.

Columns (Arrow types): ``dialogue`` and ``group`` running numbers (int32),
``pair`` a hash of the scenario id (string, null without one), ``simulator,
domain, source, assistant_model, language`` (string, nullable), ``turns, words``
(int32), label counts (int32), flags (int8, nullable), numbers (float64,
nullable), vectors (fixed-size binary, nullable), ``seen`` (int32: user turns
that an annotator had been trained on).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from usergap.annotators import Annotation
from usergap.dialogues import Corpus
from usergap.profiles.labels_on_demand import LabelsOnDemand


@dataclass(frozen=True)
class Texts:
    """The dialogues and labels behind a profile; in memory only, never written.

    ``annotations`` may be made when they are looked at (``LabelsOnDemand``): whoever needs
    several asks for them at once, by ``labels_of``.
    """

    corpus: Corpus
    annotations: Sequence[Annotation]

    def labels_of(self, places: Sequence[int]) -> list[Annotation]:
        """The annotations of some dialogues, by their places."""
        if isinstance(self.annotations, LabelsOnDemand):
            return self.annotations.at(places)
        return [self.annotations[place] for place in places]

    def keeping(self, kept: Sequence[bool]) -> Texts:
        """What lies behind the dialogues that are kept; ``kept`` has one entry a dialogue."""
        dialogues = [d for d, stays in zip(self.corpus, kept, strict=True) if stays]
        labels = self.annotations
        if isinstance(labels, LabelsOnDemand):
            labels = labels.keeping(kept)
        else:
            labels = tuple(one for one, stays in zip(labels, kept, strict=True) if stays)
        return Texts(self.corpus.with_dialogues(dialogues), labels)


@dataclass(frozen=True)
class Profile:
    """A table of measurements and how they were made.

    ``metadata`` (JSON-safe): ``usergap`` version, ``annotators`` {measure:
    "name version"}, ``dimensions`` {measure: version}, ``sha256`` of the data,
    ``settings``, ``dropped``, ``notes``. ``texts`` is there only while the
    dialogues are at hand, row by row in the table's order.
    """

    name: str
    table: pa.Table
    metadata: Mapping[str, Any]
    texts: Texts | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of table and metadata: equal profiles have equal fingerprints."""
        import hashlib

        # values, not Arrow's bytes: what lies under a null differs from run to run
        digest = hashlib.sha256(repr(self.table.schema.names).encode())
        for column in self.table.columns:
            digest.update(repr(column.to_pylist()).encode())
        digest.update(json.dumps(self.metadata, sort_keys=True).encode())
        return digest.hexdigest()
