"""Profiles on disk: Parquet, with the metadata in the file's schema."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from usergap.errors import InputError
from usergap.profiles.profile import Profile
from usergap.writing import whole

KEY = b"usergap"


def write_profile(profile: Profile, path: str | Path) -> Path:
    """Write a profile as Parquet, all or nothing; the texts are never written.

    Raises ``InputError`` or ``EnvironmentFailure`` where the file cannot be written.
    """
    path = Path(path)
    metadata = json.dumps(profile.metadata, sort_keys=True, ensure_ascii=False)
    table = profile.table.replace_schema_metadata({KEY: metadata.encode()})
    with whole(path) as draft, draft.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
    return path


def is_profile(path: str | Path) -> bool:
    """Whether a file is a profile: Parquet that carries usergap's metadata."""
    path = Path(path)
    try:
        if not path.is_file():  # what is read of a pipe is lost to its reader
            return False
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                return False
        return KEY in (pq.read_schema(path).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def read_profile(path: str | Path, name: str | None = None) -> Profile:
    """Read a profile back. Raises ``InputError`` where the file is none."""
    path = Path(path)
    if not is_profile(path):
        raise InputError(
            f"{path}: expected a profile made by `usergap measure`, found another file"
        )
    table = pq.read_table(path)
    metadata = json.loads(table.schema.metadata[KEY])
    table = table.replace_schema_metadata(None)
    return Profile(name or metadata.get("name") or path.stem, table, metadata)
