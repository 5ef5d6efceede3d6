"""``write``: chat-messages JSONL (also gzipped) and Parquet, whole or not at all."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue
from usergap.dialogues.cleaning import clean_text
from usergap.errors import InputError
from usergap.formats.exports import EXPORTS
from usergap.formats.fields import TEXT_FIELDS
from usergap.writing import whole

OWN = "usergap"
"""Our own form: chat messages with every field of Dialogue beside them."""
SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".parquet")


def write(dialogues: Iterable[Dialogue], path: str | Path, *, to: str = OWN) -> Path:
    """Write dialogues as chat messages; reading them again gives the same ones.

    The suffix chooses: ``.jsonl``, ``.ndjson``, ``.jsonl.gz`` or ``.parquet``. The
    file appears whole or not at all (written beside, flushed to disk, renamed).
    Equal dialogues make equal bytes. ``to`` names one of ``EXPORTS`` in the place of our
    own form, for JSONL only. Raises InputError for another suffix or form or a place
    that cannot be written, EnvironmentFailure where the machine fails.
    """
    path = Path(path)
    if to != OWN and to not in EXPORTS:
        raise InputError(f"to: expected one of {', '.join((OWN, *EXPORTS))}; found {to!r}")
    if to != OWN and path.suffix.lower() == ".parquet":
        raise InputError(f"{path}: expected a JSONL file for the form {to}")
    if not path.name.lower().endswith(SUFFIXES):
        raise InputError(f"{path}: expected a name ending in {', '.join(SUFFIXES)}")
    with whole(path) as draft, draft.open("wb") as file:
        if path.suffix.lower() == ".parquet":
            _parquet(dialogues, file)
        else:
            _jsonl(_records(dialogues, to), file, zipped=path.suffix.lower() == ".gz")
    return path


def record(dialogue: Dialogue) -> dict[str, Any]:
    """A dialogue as chat messages: only what is known, in a fixed order."""
    found: dict[str, Any] = {"id": dialogue.id}
    for name in TEXT_FIELDS[1:]:
        value = getattr(dialogue, name)
        if value is not None:
            found[name] = value
    if dialogue.context_length:
        found["context_length"] = dialogue.context_length
    if dialogue.ended:
        found["ended"] = True
    if dialogue.provenance is not None:
        stated = asdict(dialogue.provenance)
        found["provenance"] = {k: v for k, v in stated.items() if v is not None and v != ()}
    if dialogue.extra:
        found["extra"] = _plain(dialogue.extra)
    found["messages"] = [{"role": m.role, "content": m.content} for m in dialogue.messages]
    return found


def _records(dialogues: Iterable[Dialogue], to: str) -> Iterator[dict[str, Any]]:
    runs: Counter[str] = Counter()
    for dialogue in dialogues:
        if to == OWN:
            yield record(dialogue)
            continue
        key = dialogue.scenario_id or dialogue.id
        yield EXPORTS[to](record(dialogue), runs[key])
        runs[key] += 1


def _jsonl(records: Iterable[dict[str, Any]], file: Any, *, zipped: bool) -> None:
    # Without a name and time in the gzip header equal dialogues make equal bytes.
    out = gzip.GzipFile("", "wb", 6, file, mtime=0) if zipped else file
    for row in records:
        text = json.dumps(row, ensure_ascii=False, allow_nan=False)
        out.write(_encode(text) + b"\n")
    if zipped:
        out.close()


def _parquet(dialogues: Iterable[Dialogue], file: Any) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.string()
    message = pa.struct([("role", text), ("content", text)])
    schema = pa.schema(
        [(name, text) for name in TEXT_FIELDS]
        + [("context_length", pa.int32()), ("ended", pa.bool_())]
        + [("provenance", text), ("extra", text), ("messages", pa.list_(message))]
    )
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for dialogue in dialogues:
            rows.append(_row(record(dialogue)))
            if len(rows) == 1024:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _row(found: dict[str, Any]) -> dict[str, Any]:
    for name in ("provenance", "extra"):
        if name in found:
            found[name] = json.dumps(found[name], ensure_ascii=False, allow_nan=False)
    found.setdefault("context_length", 0)
    found.setdefault("ended", False)
    return dict(json.loads(_encode(json.dumps(found, ensure_ascii=False))))


def _encode(text: str) -> bytes:
    """UTF-8; a lone surrogate, which no file can hold, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return clean_text(text, Counter()).encode()


def _plain(value: Any, depth: int = 0) -> Any:
    """What JSON can hold: NaN is null, dates are text, nesting ends at 50."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth < 50:
        if isinstance(value, Mapping):
            return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [_plain(inner, depth + 1) for inner in value]
    elif isinstance(value, Mapping | list | tuple):
        return "nested too deeply"
    return str(value)[:1000]
