"""Where dialogues are read from: files, folders, gz, standard input, one side of a file."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from usergap.errors import InputError
from usergap.formats.format import Log, Said
from usergap.formats.spooling import spooled

SIDES = ("real", "simulated")
_NOT_DATA = frozenset(
    ("dataset_info.json", "dataset_dict.json", "state.json", "dataset_infos.json", "thumbs.db")
)
_NOT_DATA_STEMS = ("readme", "licence", "license", "notice", "changelog", "checksums", "sha256sums")
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read (None: standard input), the side wanted, its name for people."""

    path: Path | None
    side: str | None
    shown: str

    @property
    def stem(self) -> str:
        """The file's name without suffixes: the simulator's name where none is recorded."""
        if self.path is None:
            return "stdin"
        name = self.path.name
        for suffix in (".gz", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow"):
            if name.lower().endswith(suffix) and len(name) > len(suffix):
                name = name[: -len(suffix)]
        return name


def split_side(spec: str | Path) -> tuple[str, str | None]:
    """``FILE#real`` as file and side; a file whose name really ends so wins."""
    text = str(spec)
    for side in SIDES:
        if text.endswith(f"#{side}") and not Path(text).exists():
            return text[: -len(side) - 1], side
    return text, None


def expand(specs: str | Path | Sequence[str | Path]) -> tuple[list[Source], list[str]]:
    """The files behind paths and folders, in order, and the names of files passed over.

    Raises InputError for what does not exist, cannot be read or is an empty folder.
    """
    given = [specs] if isinstance(specs, str | Path) else list(specs)
    if not given:
        raise InputError("nothing to read: expected at least one file or folder")
    sources: list[Source] = []
    passed_over: list[str] = []
    for spec in given:
        text, side = split_side(spec)
        if text == "-":
            sources.append(Source(None, side, "stdin"))
            continue
        if not text.strip():  # Path("") is the working directory, which nobody named
            raise InputError("expected a file or folder, found an empty name")
        path = Path(text)
        try:
            if path.is_dir():
                files, skipped = _files(path)
                sources += [Source(file, side, str(file)) for file in files]
                passed_over += skipped
            elif path.exists():
                sources.append(Source(path, side, str(path)))
            else:
                raise InputError(f"{text}: expected a file or folder, found nothing there")
        except (OSError, ValueError) as error:
            raise InputError(f"{text}: cannot be read: {error}") from None
    if sum(source.path is None for source in sources) > 1:
        raise InputError("stdin (-) can be read only once")
    return sources, passed_over


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    files: list[Path] = []
    skipped: list[str] = []
    entries = sorted(folder.iterdir(), key=lambda path: path.name)
    for path in entries:
        if path.is_file() and not path.name.startswith("."):
            stem = path.name.lower().split(".")[0]
            if path.name.lower() in _NOT_DATA or stem in _NOT_DATA_STEMS or path.suffix == ".md":
                skipped.append(str(path))
            else:
                files.append(path)
    if not files:
        inside = [path.name for path in entries if path.is_dir()][:3]
        hint = f" (it has folders: {', '.join(inside)})" if inside else ""
        raise InputError(f"{folder}: expected a folder with data files, found none{hint}")
    return files, skipped


def open_source(
    source: Source, stdin: BinaryIO | None = None, folder: Path | None = None
) -> tuple[io.BufferedReader, str]:
    """The file's bytes as a seekable stream, and their sha256 as they lie on disk.

    ``folder``: where a pipe or standard input that is long is put, as in ``spooled``.
    """
    if source.path is None:
        if stdin is None:
            raise InputError("stdin: expected input, found none")
        return spooled(stdin, folder)
    try:
        stream = source.path.open("rb")
        if not stream.seekable():  # a pipe, as in <(command): it can be read only once
            with stream:
                return spooled(stream, folder)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
    except OSError as error:
        raise InputError(f"{source.shown}: cannot be read: {error.strerror}") from None
    return stream, digest


def unzipped(stream: io.BufferedReader, log: Log) -> io.BufferedReader:
    """The stream itself, or what is inside where it is gzip; a broken end is remarked."""
    if stream.peek(2)[:2] != b"\x1f\x8b":
        return stream
    return io.BufferedReader(_Gunzip(stream, log), _CHUNK)


class _Gunzip(io.RawIOBase):
    """Gzip that yields everything up to a break, where gzip.open would raise and lose it."""

    def __init__(self, stream: BinaryIO, log: Log) -> None:
        self._stream, self._log = stream, log
        self._inflate = zlib.decompressobj(31)
        self._pending = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ended:
            try:
                found = self._more(len(buffer))
            except zlib.error:
                self._broken("damaged data")
                break
            if found:
                buffer[: len(found)] = found
                return len(found)
        return 0

    def _more(self, size: int) -> bytes:
        fresh = self._inflate.unconsumed_tail or self._pending or self._stream.read(_CHUNK)
        self._pending = b""
        if self._inflate.eof:
            fresh = (self._inflate.unused_data or fresh).lstrip(b"\0")
            if not fresh:
                self._ended = True
                return b""
            self._inflate = zlib.decompressobj(31)
        elif not fresh:
            self._broken("an early end")
            return b""
        found = self._inflate.decompress(fresh, size)
        if self._inflate.eof:
            self._pending = self._inflate.unused_data
        return found

    def _broken(self, found: str) -> None:
        self._ended = True
        self._log.drop(0, "file", "a whole gzip stream", Said(found))


def combined_hash(digests: Iterable[str]) -> str:
    """The sha256 of one file, or of the sorted hashes of several."""
    known = sorted(digests)
    return known[0] if len(known) == 1 else hashlib.sha256("\n".join(known).encode()).hexdigest()
