"""Students: what is trained on a mix and scored on real held-out turns."""

from __future__ import annotations

import json
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues.cleaning import printable
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.sweep.commands import finished
from usergap.ledger.sweep.units import Ints, Units
from usergap.probes.discrimination.ridge import Gram

Floats = NDArray[np.float64]
BITS: Final = 18
WAIT: Final = 3600.0
"""Seconds that a command may take for one training."""


class Student(Protocol):
    """Learns ``train`` turns by each row of ``taught`` labels; scores on ``test`` turns."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def scores(self, units: Units, train: Ints, taught: Ints, test: Ints) -> Floats:
        """(variants,) scores for ``taught`` (variants, train) codes; higher is better."""


def balanced_accuracy(gold: Ints, given: Ints) -> float:
    """The mean over labels in ``gold`` of the share of their turns that are recognised."""
    return float(np.mean([(given[gold == one] == one).mean() for one in np.unique(gold)]))


def hashed_features(texts: Sequence[str]) -> object:
    """(texts, 2^18) sparse rows of length 1: words, pairs of words, four characters, hashed."""
    from scipy import sparse

    from usergap.annotators.hashing import batch, buckets, char_ngrams, tokens, word_ngrams

    whole = batch(texts)
    words = tokens(whole)
    blocks = [word_ngrams(words, 1), word_ngrams(words, 2), char_ngrams(whole, 4)]
    parts = []
    for number, (text, hashes) in enumerate(blocks):
        shape = (len(texts), 2**BITS)
        columns = buckets(hashes, number, BITS)
        part = sparse.csr_matrix((np.ones(len(text)), (text, columns)), shape)
        part.data = np.log1p(part.data)
        size = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        parts.append(sparse.diags_array(1 / np.where(size > 0, size, 1.0)) @ part)
    return sparse.csr_matrix(sum(parts[1:], parts[0]) / np.sqrt(len(parts)))


class LinearStudent:
    """Ridge regressions on hashed features, one a label, scored by balanced accuracy.

    Each label's target has mean 0 and SD 1 over the training turns, so that rare labels
    are not drowned; the label with the largest score is given.
    """

    name = "linear model over hashed features"

    def __init__(self) -> None:
        self._known: tuple[Units, Gram] | None = None

    def scores(self, units: Units, train: Ints, taught: Ints, test: Ints) -> Floats:
        """One factorisation serves all variants. Labels that are not taught are never given."""
        gram = self._gram(units)
        classes = len(units.labels)
        hot = (taught[:, :, None] == np.arange(classes)).astype(float)
        share = hot.mean(axis=1, keepdims=True)
        seen = (share > 0) & (share < 1)
        target = np.where(seen, (hot - share) / np.sqrt(np.where(seen, share * (1 - share), 1)), 0)
        flat = np.moveaxis(target, 1, 0).reshape(len(train), -1)
        weights = gram.solver(train)(flat)
        kernel = gram.products[np.ix_(test, train)]
        level = gram.products[np.ix_(train, train)].mean(axis=0) @ weights
        told = (kernel @ weights - level).reshape(len(test), len(taught), classes)
        told = np.where(share[:, 0] > 0, told, -np.inf)
        given = told.argmax(axis=2)
        gold = units.codes[test]
        return np.array([balanced_accuracy(gold, given[:, one]) for one in range(len(taught))])

    def _gram(self, units: Units) -> Gram:
        if self._known is None or self._known[0] is not units:
            self._known = units, Gram.of(hashed_features(units.texts), scale=False)  # type: ignore[arg-type]
        return self._known[1]


@dataclass(frozen=True)
class CommandStudent:
    """Any command: it gets two JSONL files and prints a score as its last line.

    ``{train}`` and ``{test}`` in the command stand for the files, which are put at its end
    where it names neither. Lines: ``text, answer, label, origin``. It runs without a shell.
    """

    command: str
    real: NDArray[np.bool_]
    """Which units are real, for the field ``origin``."""
    wait: float = WAIT

    @property
    def name(self) -> str:
        """The command itself."""
        return self.command

    def scores(self, units: Units, train: Ints, taught: Ints, test: Ints) -> Floats:
        """Runs once a variant. Raises EnvironmentFailure where no score comes back."""
        with tempfile.TemporaryDirectory(prefix="usergap-sweep-") as folder:
            files = Path(folder, "train.jsonl"), Path(folder, "test.jsonl")
            self._write(files[1], units, test, units.codes[test])
            found = []
            for codes in taught:
                self._write(files[0], units, train, codes)
                found.append(self._run(*files))
        return np.array(found)

    def _write(self, path: Path, units: Units, places: Ints, codes: Ints) -> None:
        with path.open("w", encoding="utf-8") as file:
            for place, code in zip(places.tolist(), codes.tolist(), strict=True):
                line = {
                    "text": units.texts[place],
                    "answer": units.answers[place],
                    "label": units.labels[code],
                    "origin": "real" if self.real[place] else "synthetic",
                }
                file.write(json.dumps(line) + "\n")

    def _run(self, train: Path, test: Path) -> float:
        try:
            words = shlex.split(self.command)
        except ValueError as error:
            raise InputError(
                f"--student: expected a command, found {self.command!r}: {error}"
            ) from None
        if not words:
            raise InputError("--student: expected a command, found nothing")
        if "{train}" not in self.command and "{test}" not in self.command:
            words += ["{train}", "{test}"]
        words = [w.replace("{train}", str(train)).replace("{test}", str(test)) for w in words]
        done = finished(words, self.wait, f"--student {words[0]}")
        lines = done.out.split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        try:
            value = float(last)
        except ValueError:
            value = np.nan
        if done.code or not np.isfinite(value):
            told = printable(done.err.strip().split("\n")[-1], 200)
            raise EnvironmentFailure(
                f"--student {words[0]}: expected exit code 0 and a score in the last line, found "
                f"exit code {done.code} and {last[:80]!r} {told}"
            )
        return value
