"""Time one side's tasks: run as a script by each environment's own Python, so stdlib only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Work = Callable[[], Any]


def main(prepare: Callable[[Mapping[str, Any]], Mapping[str, Work]]) -> None:
    """Run the tasks named on the command line: FILE TASK...; print their least CPU seconds.

    One run of each is not counted: it loads what is loaded once.
    """
    given = json.loads(Path(sys.argv[1]).read_text())
    tasks = prepare(given)
    found = {}
    for name in sys.argv[2:]:
        value = tasks[name]()
        took = []
        for _ in range(3):
            start = time.process_time()
            value = tasks[name]()
            took.append(time.process_time() - start)
            if sum(took) > 20:
                break
        found[name] = {"seconds": min(took), "value": value}
    print(json.dumps(found))
