"""Places behind URLs (object stores, ``memory://``, ``file://``), by fsspec."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError
from usergap.formats.source import Source, split_side

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


def is_url(place: str | Path) -> bool:
    """Whether a place is named by a URL, ``scheme://...``; a path never is."""
    return isinstance(place, str) and _SCHEME.match(place) is not None


def urls(spec: str) -> list[Source]:
    """The files behind a URL, which may hold ``*``, in order. Raises ``InputError``."""
    address, side = split_side(spec)
    if not any(sign in address for sign in "*?["):
        return [Source(None, side, address)]
    with _told(address, "read"):
        system, path = _system(address)
        found = sorted(str(system.unstrip_protocol(each)) for each in system.glob(path))
    if not found:
        raise InputError(f"{address}: expected files, found none")
    return [Source(None, side, each) for each in found]


def open_url(address: str) -> tuple[io.BufferedReader, str]:
    """A file's bytes as a seekable stream and their sha256, for which it is read once before."""
    with _told(address, "read"):
        system, path = _system(address)
        digest = hashlib.sha256()
        with system.open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return io.BufferedReader(system.open(path, "rb"), 1 << 20), digest.hexdigest()


def send(file: Path, address: str) -> None:
    """Put a local file at a URL. Raises ``InputError`` or ``EnvironmentFailure``."""
    with _told(address, "written"):
        system, path = _system(address)
        parent = path.rpartition("/")[0]
        if parent:
            system.makedirs(parent, exist_ok=True)
        system.put_file(str(file), path)


def _system(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise EnvironmentFailure(
            f"{address}: a URL needs fsspec: pip install 'usergap[cluster]'"
        ) from None
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:  # the store's own library is missing, or unknown
        raise EnvironmentFailure(f"{address}: {error}") from None
    return system, str(path)


@contextmanager
def _told(address: str, did: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{address}: expected a file, found nothing there") from None
    except OSError as error:
        raise EnvironmentFailure(f"{address}: cannot be {did}: {error}") from None
