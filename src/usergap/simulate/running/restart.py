"""Beginning anew: a run's journals are removed, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from usergap.errors import InputError
from usergap.simulate.running.journal import FORMAT


def rounds_of(journal: Path) -> Path:
    """The folder for the rounds of a run that matches real users."""
    return journal.with_name(f"{journal.name}.match")


def discard(journal: Path) -> None:
    """Removes the journals of a run, with those of its rounds, so that it begins anew.

    Raises InputError, and removes nothing, where ``journal`` is another file.
    """
    journals = [journal, *rounds_of(journal).glob("*.journal")]
    found = [path for path in journals if _is_journal(path)]
    for path in found:
        path.unlink()


def _is_journal(path: Path) -> bool:
    """Whether it is there. Raises InputError for another file."""
    try:
        with path.open("rb") as file:
            first = file.readline(10_000)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        known = not first or json.loads(first)["journal"] == FORMAT
    except (ValueError, TypeError, KeyError):
        known = False
    if not known:
        raise InputError(f"{path}: expected a journal of usergap, found another file")
    return True
