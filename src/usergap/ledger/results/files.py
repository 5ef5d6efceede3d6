"""Results as JSON: written whole, and read back with every field checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.ledger.results.record import (
    ACCEPTANCE,
    UNIT_TEST,
    AcceptanceResults,
    ItemResult,
    Results,
    UnitTestResults,
)
from usergap.writing import write_text

KINDS: Mapping[str, type[UnitTestResults] | type[AcceptanceResults]] = {
    UNIT_TEST: UnitTestResults,
    ACCEPTANCE: AcceptanceResults,
}
_ITEM = ("category", "passed", "origin", "cluster", "id")
DIGEST = "digest"


def write_results(results: Results, path: str | Path) -> Path:
    """Write results with the digest of their content. Raises InputError for a name that cannot be.

    The digest finds a file that was edited by hand; it is no signature.
    """
    found: dict[str, Any] = {
        "suite": results.name,
        "kind": results.kind,
        "settings": dict(results.settings),
    }
    if isinstance(results, AcceptanceResults):
        score = results.score
        found["score"] = {"value": score.value, "low": score.low, "high": score.high}
    found["items"] = [_told(item) for item in results.items]
    found[DIGEST] = digest_of(found)
    text = json.dumps(found, indent=1, ensure_ascii=True, allow_nan=False)
    return write_text(path, text + "\n")


def read_results(path: str | Path) -> Results:
    """Read a file of results, ours or that of another harness (without a digest).

    Raises InputError that names file and field: for what is of another type, for a file that
    was changed after it was written, and for an acceptance test with an item that is not real.
    """
    found = read_object(path)
    name = _field(found, "suite", str, "text", str(path))
    if not name:
        raise InputError(f"{path}: suite: expected a name, found ''")
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InputError(f"{path}: kind: expected {' or '.join(KINDS)}, found {safe_repr(kind)}")
    settings = found.get("settings", {})
    if not isinstance(settings, dict):
        raise InputError(f"{path}: settings: expected an object, found {safe_repr(settings)}")
    listed = _field(found, "items", list, "a list", str(path))
    items = tuple(_item(each, f"{path}: items[{place}]") for place, each in enumerate(listed))
    try:
        results = KINDS[kind](name, items, settings)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    if DIGEST in found and found[DIGEST] != digest_of(found):
        raise InputError(
            f"{path}: {DIGEST}: expected that of the content, found another: the file was "
            "changed after it was written"
        )
    return results


def read_object(path: str | Path) -> dict[str, Any]:
    """The object in a JSON file. Raises InputError that names the file."""
    file = Path(path)
    try:
        found = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as error:
        raise InputError(f"{file}: expected a readable file, found {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file}: expected JSON, found {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{file}: expected a JSON object, found {type(found).__name__}")
    return found


def digest_of(found: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of all other fields of a results file, in one spelling."""
    rest = {key: value for key, value in found.items() if key != DIGEST}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _told(item: ItemResult) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in _ITEM}
    return {k: v for k, v in told.items() if v is not None or k == "passed"} | {**item.facts}


def _item(found: Any, place: str) -> ItemResult:
    if not isinstance(found, dict):
        raise InputError(f"{place}: expected an object, found {safe_repr(found)}")
    category = _field(found, "category", str, "text", place)
    if "passed" not in found:
        raise InputError(f"{place}: expected the field 'passed', found none")
    passed = found["passed"]
    if passed is not None and not isinstance(passed, bool):
        raise InputError(f"{place}: passed: expected true, false or null, found {passed!r:.80}")
    texts: dict[str, str | None] = {}
    for name in ("origin", "cluster", "id"):
        value = found.get(name)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{place}: {name}: expected text, found {safe_repr(value)}")
        texts[name] = value
    facts = {key: value for key, value in found.items() if key not in _ITEM}
    origin = texts["origin"] or "not recorded"
    return ItemResult(category, passed, origin, texts["cluster"], texts["id"], facts)


def _field(found: Mapping[str, Any], name: str, kind: type, expected: str, place: str) -> Any:
    if name not in found:
        raise InputError(f"{place}: expected the field {name!r}, found none")
    if not isinstance(found[name], kind):
        raise InputError(f"{place}: {name}: expected {expected}, found {safe_repr(found[name])}")
    return found[name]


def _no_number(name: str) -> float:
    raise ValueError(f"{name}, which JSON does not know")
