"""Who labelled: annotators, their measured errors, and what correction did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usergap.compare import Comparison, Row
from usergap.report.numbers import DASH, count, distance, significant
from usergap.report.section import Section
from usergap.report.sides import colours, headline_rows
from usergap.report.wording import label_for, words_for


def cards(comparison: Comparison) -> Section | None:
    """One card a labelled measure; None where nothing was labelled."""
    rows = [row for row in headline_rows(comparison) if row.annotator]
    if not rows and not comparison.cards:
        return None
    own = colours(comparison)
    context = {
        "cards": [_card(measure, card) for measure, card in comparison.cards.items()],
        "effects": [_effect(row, own[row.simulator]) for row in rows],
    }
    return Section("annotators", "Annotators", "cards.html.j2", context)


def _effect(row: Row, colour: int) -> dict[str, Any]:
    state = "corrected" if row.moved else "not corrected"
    if row.corrected is not None and not row.moved:
        state = "interval widened by the card's doubt"
    return {
        "measure": words_for(row.measure).title,
        "simulator": row.simulator,
        "colour": colour,
        "annotator": row.annotator,
        "raw": distance(row.value, row.distance),
        "corrected": distance(row.corrected, row.distance),
        "state": state,
        "unverified": row.annotator_unverified,
    }


def _card(measure: str, card: Any) -> dict[str, Any]:
    fields: Mapping[str, Any] = card if isinstance(card, Mapping) else {}
    sides = [("real text", 0, fields.get("real"))]
    simulated = fields.get("simulated") or {}
    sides += [(str(name), 1, side) for name, side in simulated.items()]
    notes = fields.get("notes") or ()
    return {
        "measure": words_for(measure).title,
        "annotator": " ".join(str(fields[k]) for k in ("annotator", "version") if fields.get(k)),
        "gold": fields.get("gold") or DASH,
        "notes": [notes] if isinstance(notes, str) else list(notes),
        "sides": [_side(name, kind, side) for name, kind, side in sides if side],
    }


def _side(name: str, kind: int, side: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "unit": side.get("unit") or "",
        "units": count(side.get("units")),
        "groups": count(side.get("groups")),
        "macro_f1": significant(side.get("macro_f1")),
        "domains": len(side.get("domains") or ()),
        "labels": [_label(label, cell) for label, cell in (side.get("labels") or {}).items()],
    }


def _label(label: str, cell: Mapping[str, Any]) -> tuple[str, list[str]]:
    counts = {key: int(cell.get(key) or 0) for key in ("tp", "fp", "fn", "tn")}
    gold = counts["tp"] + counts["fn"]
    found = _rate(counts["tp"], gold, cell.get("tpr_se"))
    false = _rate(counts["fp"], counts["fp"] + counts["tn"], cell.get("fpr_se"))
    right = _rate(counts["tp"], counts["tp"] + counts["fp"], None)
    return label_for(label), [count(gold), found, right, false]


def _rate(part: int, whole: int, error: float | None) -> str:
    """A rate in percent with its standard error, a dash without any case."""
    if not whole:
        return DASH
    spread = f" ± {100 * error:.1f}" if error is not None else ""
    return f"{100 * part / whole:.1f}{spread}"
