"""``kernel``: inner loops in C where the installation could build them, else None.

Whoever uses it has the same in Python beside it, with the same values, only slower.
``USERGAP_PURE=1`` in the environment leaves the kernel aside; ``python -m usergap.compiled``
says which of the two is in use.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

VERSION = 5
"""Of the functions that callers expect: a kernel of another version is not used."""


def _found() -> Any:
    if os.environ.get("USERGAP_PURE", "0") not in ("", "0"):
        return None
    try:
        found = import_module("usergap._compiled")
    except ModuleNotFoundError:  # installed without it
        return None
    except ImportError as error:
        return _left_aside(str(error))
    version = getattr(found, "VERSION", None)
    if version != VERSION:
        return _left_aside(f"it is of version {version}, not {VERSION}; install again")
    return found


def _left_aside(why: str) -> None:
    # no warning: where warnings are errors, an old kernel would stop every import
    from logging import getLogger

    getLogger("usergap").warning("usergap: its compiled kernel is not used: %s", why)


kernel: Any = _found()

if __name__ == "__main__":
    print("pure Python" if kernel is None else kernel.__file__)  # noqa: T201
