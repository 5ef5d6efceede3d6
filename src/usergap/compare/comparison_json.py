"""comparison.json and rows.csv: writing and reading a comparison."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from usergap.compare.across_domains.record import AcrossDomains
from usergap.compare.comparison import Comparison, Input, Row, Verdict
from usergap.compare.confounds.record import Confound
from usergap.compare.faults.record import FaultAudit
from usergap.compare.ranking.record import Ranking
from usergap.errors import InputError
from usergap.writing import write_text

NESTED = ("real", "simulated")


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON-safe values; evidence holds text and is left out."""
    return {
        "version": comparison.version,
        "settings": dict(comparison.settings),
        "inputs": [asdict(entry) for entry in comparison.inputs],
        "rows": [{**asdict(row), "verdict": row.verdict.value} for row in comparison.rows],
        "headlines": list(comparison.headlines),
        "notes": list(comparison.notes),
        "cards": dict(comparison.cards),
        "confounds": [asdict(entry) for entry in comparison.confounds],
        "across_domains": [asdict(entry) for entry in comparison.across_domains],
        "ranking": None if comparison.ranking is None else asdict(comparison.ranking),
        "faults": [asdict(entry) for entry in comparison.faults],
    }


def from_json(found: Mapping[str, Any], name: str = "comparison") -> Comparison:
    """A comparison from what ``to_json`` gave; unknown keys of later versions are ignored.

    Raises InputError that names the missing field.
    """
    try:
        return Comparison(
            version=found["version"],
            settings=found["settings"],
            inputs=tuple(_record(Input, entry) for entry in found["inputs"]),
            rows=tuple(
                _record(Row, {**row, "verdict": Verdict(row["verdict"])}) for row in found["rows"]
            ),
            headlines=tuple(found.get("headlines", ())),
            notes=tuple(found.get("notes", ())),
            cards=found.get("cards", {}),
            confounds=tuple(Confound.from_json(x) for x in found.get("confounds", ())),
            across_domains=tuple(
                AcrossDomains.from_json(x) for x in found.get("across_domains", ())
            ),
            ranking=Ranking.from_json(found["ranking"]) if found.get("ranking") else None,
            faults=tuple(FaultAudit.from_json(x) for x in found.get("faults", ())),
        )
    except KeyError as error:
        raise InputError(f"{name}: expected the field {error}, found none") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{name}: expected a comparison by usergap, found {error}") from error


def write_json(comparison: Comparison, path: str | Path) -> Path:
    """Write comparison.json, first beside it and then in one move; never a NaN.

    Raises ValueError if a number is not finite: a fault of ours, not of the data.
    """
    text = json.dumps(to_json(comparison), indent=1, ensure_ascii=False, allow_nan=False)
    return write_whole(text + "\n", Path(path))


def read_json(path: str | Path) -> Comparison:
    """Read comparison.json. Raises InputError where it is none."""
    file = Path(path)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: expected a readable file, found {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{file}: expected JSON, found {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{file}: expected a JSON object, found {type(found).__name__}")
    return from_json(found, str(file))


def write_rows_csv(comparison: Comparison, path: str | Path) -> Path:
    """Write rows.csv: one line a row, empty where undefined; nested figures stay in the JSON."""
    import io

    names = [field.name for field in fields(Row) if field.name not in NESTED]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in comparison.rows:
        writer.writerow(["" if (x := getattr(row, name)) is None else x for name in names])
    return write_whole(stream.getvalue(), Path(path))


def _record(kind: type[Any], found: Mapping[str, Any]) -> Any:
    return kind(**{field.name: found[field.name] for field in fields(kind)})


def write_whole(content: str, target: Path) -> Path:
    """Write a text file in one move, durable before it appears under its name."""
    return write_text(target, content)
