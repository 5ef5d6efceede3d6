"""Error rates of the verdicts, in short."""

from benchmarks.calibration import few_groups, table_verdicts, verdicts

CELL = {"way": "fewer", "runs": 100, "differs": 0, "close": 0, "cannot tell": 100}
WHOLE = {
    "kind": "verdicts",
    "margin": 1.0,
    "cells": [{**CELL, "gap": 0.0}, {**CELL, "gap": 1.0}],
}


def share(result, gap, verdict):
    cells = [cell for cell in result["cells"] if cell["gap"] == gap]
    return sum(c[verdict] for c in cells) / sum(c["runs"] for c in cells)


def test_both_promises_and_some_power(people):
    # The margin is what 100 groups a side show in most samples at three times its size.
    found = verdicts.run(people, "turns", 1.0, 100, 60, 1, replicates=200, gaps=(0, 1, 3))
    assert table_verdicts.missed([found]) == []
    # 5 % + 3 Monte-Carlo errors of 60 runs: 13 %
    assert share(found, 0, "differs") <= 0.13
    assert share(found, 1, "close") <= 0.13
    assert share(found, 3, "differs") > 0.8
    assert share(found, 3, "found") <= share(found, 3, "differs")


def test_a_broken_promise_is_reported():
    cell = {"gap": 1.0, "way": "fewer", "runs": 100, "differs": 0, "close": 40, "cannot tell": 60}
    none = {**cell, "gap": 0.0, "differs": 30, "close": 0}
    result = {
        "kind": "verdicts",
        "measure": "words",
        "margin": 40.0,
        "n": 50,
        "cells": [none, cell],
    }
    lines = table_verdicts.missed([result])
    assert any("close in 40.0 %" in line for line in lines)
    assert any("differs in 30.0 %" in line for line in lines)


def test_a_handful_is_not_called_close_however_wide_the_margin(people):
    found = few_groups.run(people, "words", 10, 30, 1, replicates=100)
    assert all(cell["close"] == 0 for cell in found["cells"])
    more = few_groups.run(people, "turns", 50, 30, 1, replicates=100)
    assert all(cell["close"] <= cell["alone"] for cell in more["cells"])
    assert table_verdicts.missed([more]) == []
    text = table_verdicts.markdown([more, {**more, **WHOLE}])
    assert "**From few groups**" in text
    broken = {**more, "cells": [{**more["cells"][0], "close": 20}]}
    assert any("floors" in line for line in table_verdicts.missed([broken]))
