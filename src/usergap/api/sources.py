"""What the flat API takes: files, corpora and profiles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from usergap.dialogues import Corpus
from usergap.profiles import Profile

Source = str | Path | Sequence[str | Path] | Corpus | Profile
"""A file, folder or list of them, ``FILE#real``, a corpus, or a profile."""
