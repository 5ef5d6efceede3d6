"""A process that adds to a ledger and says what is safe: ``python -m tests.ledger.writer``.

Arguments: path, first number, count, dialogues to a call. A line is printed after each call:
everything up to that number was reported as added.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ledger.samples import dialogue
from usergap.ledger import Ledger


def main(path: str, first: int, count: int, each: int) -> None:
    with Ledger(Path(path), make=True) as ledger:
        for start in range(first, first + count, each):
            stop = min(start + each, first + count)
            ledger.add([dialogue(f"d{number}") for number in range(start, stop)])
            sys.stdout.write(f"{stop - 1}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
