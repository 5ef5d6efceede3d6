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
    except ImportError:
        return None
    return found if found.VERSION == VERSION else None


kernel: Any = _found()

if __name__ == "__main__":
    print("pure Python" if kernel is None else kernel.__file__)  # noqa: T201
