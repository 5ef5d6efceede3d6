"""MirrorBench pairs: a real and a synthetic conversation for the same task in one record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from usergap.formats.fields import text_field
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import parse_messages

_COLUMNS = {"real": "real_conversation", "simulated": "synthetic_conversation"}
_PROXY = re.compile(r"proxy:([^|]+)")


def sniff(record: Record) -> bool:
    """Both conversations."""
    return all(name in record for name in _COLUMNS.values())


def parse(record: Record, side: str | None) -> Iterable[Draft]:
    """The chosen side; the sample's id is the pair key and names the simulator."""
    notes: Counter[str] = Counter()
    column = _COLUMNS[side or "real"]
    messages = parse_messages(record.get(column), column, notes)
    fields: dict[str, Any] = {}
    sample = text_field(record.get("sample_id"), "sample_id")
    if sample:
        fields |= {"id": sample, "scenario_id": sample, "conversation_id": sample}
        if side == "simulated" and (proxy := _PROXY.search(sample)):
            fields["simulator"] = proxy[1]
    if source := text_field(record.get("dataset_name"), "dataset_name"):
        fields["source"] = source
    extra = {key: record[key] for key in ("human_label",) if key in record}
    yield Draft(messages, fields, extra, notes=notes)


FORMAT = Format(
    "mirrorbench_pairs", "MirrorBench pairs", sniff, parse, sides=("real", "simulated"), order=20
)
