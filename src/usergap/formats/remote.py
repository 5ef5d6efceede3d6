"""Places behind URLs (object stores, ``memory://``, ``file://``), by fsspec."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError, UsergapError
from usergap.formats.source import Source, split_side
from usergap.formats.spooling import spooled
from usergap.writing import whole

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
    """A file's bytes as a seekable stream and their sha256, for which it is read once before.

    A web server that gives files only from their beginning is asked once more; ``spooled`` keeps
    what it says. Raises ``InputError`` or ``EnvironmentFailure``, reading the stream as well.
    """
    with _told(address, "read"):
        system, path = _system(address)
        digest = hashlib.sha256()
        try:
            with system.open(path, "rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            again = system.open(path, "rb")
            again.seek(0, io.SEEK_END)
            again.seek(0)
        except ValueError:  # what fsspec makes of a server without ranges
            with io.BufferedReader(
                _Telling(system.open(path, "rb", block_size=0), address)
            ) as once:
                return spooled(once)
        return io.BufferedReader(_Telling(again, address), 1 << 20), digest.hexdigest()


def send(file: Path, address: str) -> None:
    """Put a local file at a URL. Raises ``InputError`` or ``EnvironmentFailure``.

    It appears there whole or not at all, as far as the store does its part.
    """
    with _told(address, "written"):
        system, path = _system(address)
        if "file" in _protocols(system):  # a store ends an upload at once, a disk does not
            with whole(path) as draft:
                shutil.copyfile(file, draft)
            return
        parent = path.rpartition("/")[0]
        if parent:
            system.makedirs(parent, exist_ok=True)
        system.put_file(str(file), path)


class _Telling(io.RawIOBase):
    """A file of a store, whose trouble is told with its address."""

    def __init__(self, file: Any, address: str) -> None:
        self._file, self._address = file, address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _told(self._address, "read"):
            return int(self._file.readinto(buffer))

    def seek(self, place: int, whence: int = 0) -> int:
        return int(self._file.seek(place, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        self._file.close()
        super().close()


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


def _protocols(system: Any) -> tuple[str, ...]:
    names = system.protocol
    return (names,) if isinstance(names, str) else tuple(names)


@contextmanager
def _told(address: str, did: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{address}: expected a file, found nothing there") from None
    except UsergapError:
        raise
    except Exception as error:  # noqa: BLE001 - a store's library raises what it likes
        told = str(error).splitlines() or [type(error).__name__]
        raise EnvironmentFailure(f"{address}: cannot be {did}: {told[0]}") from None
