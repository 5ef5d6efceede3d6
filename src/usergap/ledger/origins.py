"""What shows that a dialogue was made, whatever somebody says of its origin."""

from __future__ import annotations

from usergap.dialogues import NOT_RECORDED, Dialogue, Provenance
from usergap.ledger.suites.item import EXTRA


def made_by(dialogue: Dialogue) -> str:
    """The simulator, generator or program that a dialogue names, in words; "" for none."""
    stated = dialogue.provenance or Provenance()
    if dialogue.simulator:
        return f"the simulator {dialogue.simulator!r}"
    if stated.generator != NOT_RECORDED:
        return f"the generator {stated.generator!r}"
    return "usergap" if {EXTRA, "simulation"} & set(dialogue.extra) else ""
