"""Files appear whole or not at all: written beside, flushed to disk, renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from usergap.errors import EnvironmentFailure, InputError, UsergapError

SCRATCH = ".usergap-"
"""How the names of files begin that lie beside an output while it is made."""

# What a wrong name leads to; everything else (a full disk, a broken one) is the machine's.
_NAME = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM, errno.EROFS,
     errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}
)  # fmt: skip


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """Yields the name of a draft, which takes the place of ``path`` if all went well.

    Folders above ``path`` are made. A link is followed; what is no plain file (a pipe,
    a device) is yielded itself. Raises InputError for a name that no file can have, and
    EnvironmentFailure where the machine fails; both name ``path``.
    """
    path = Path(path)
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise InputError(f"{path}: expected the name of a file to write, found a folder")
    if target.exists() and not target.is_file():
        yield target
        return
    draft = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield draft
            _flush(draft)
            draft.replace(target)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    except OSError as error:
        ours = {str(draft), str(target), str(target.parent)}
        if error.filename is not None and str(error.filename) not in ours:
            place = Path(str(error.filename)).absolute()
            if place.parent != target.absolute().parent or not place.name.startswith(SCRATCH):
                raise  # about another file
        raise unwritable(path, error) from None


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file as UTF-8, line ends as they are; returns its path. Raises as ``whole``."""
    path = Path(path)
    with whole(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _flush(draft: Path) -> None:
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def unwritable(path: str | Path, error: OSError) -> UsergapError:
    """Why ``path`` is not written: InputError for its name, EnvironmentFailure for the machine."""
    kind = InputError if error.errno in _NAME else EnvironmentFailure
    reason = str(error.strerror or error)
    if isinstance(error, FileExistsError) and error.filename is not None:
        reason = f"{error.filename} is a file, not a folder"  # found in the way of mkdir
    return kind(f"{path}: cannot be written: {reason}")
