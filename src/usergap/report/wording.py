"""The words of the report: measures, labels, units and verdicts in plain language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from usergap.compare import Row, Verdict


@dataclass(frozen=True)
class Words:
    """How a measure is called, what it asks, and what its values count."""

    title: str
    asks: str
    unit: str  # of the values: "words", or of the labels: "of user turns"


MEASURES = {
    "intent": Words("Intent", "What users want done in a turn", "of user turns"),
    "feedback": Words("Feedback", "How users react to the answer before", "of user turns"),
    "emotion": Words("Emotion", "The feeling in each sentence", "of sentences"),
    "identity": Words("Self-disclosure", "What users tell about themselves", "of dialogues"),
    "knowledge": Words("Knowledge", "What users know and do not know", ""),
    "words": Words("Words", "How much users write in a dialogue", "words"),
    "turns": Words("Turns", "How many messages users send", "turns"),
    "fk_grade": Words("Reading grade", "Flesch–Kincaid grade of what users write", "grades"),
    "mtld": Words("Vocabulary", "Lexical diversity (MTLD)", "MTLD"),
    "errors": Words("Language errors", "Matches of a checker in a dialogue", "matches"),
}

LABELS = {
    "none": "none of these",
    "explicit_positive": "explicit praise",
    "explicit_negative": "explicit complaint",
    "regeneration_request": "asks to try again",
    "continuation_request": "asks to go on",
    "requesting_clarification": "asks for clarification",
    "providing_clarification": "gives clarification",
    "interpersonal_relationships": "relationships",
}

BESIDE = {
    "short_share": "under 100 tokens",
    "mtld_tokens": "tokens",
    "errors_per_100_words": "per 100 words",
}

DISTANCES = {
    "tvd": ("total variation distance", "points"),
    "half_sum": ("half the sum of rate differences", "points"),
    "w1": ("Wasserstein-1 distance", ""),
    "energy": ("energy distance", ""),
}

GLYPHS = {
    Verdict.DIFFERS: "≠",
    Verdict.CLOSE: "≈",
    Verdict.CANNOT_TELL: "?",
    Verdict.UNDEFINED: "–",
}

CLASSES = {
    Verdict.DIFFERS: "differs",
    Verdict.CLOSE: "close",
    Verdict.CANNOT_TELL: "unsure",
    Verdict.UNDEFINED: "undefined",
}


def plain(name: str) -> str:
    """An identifier as words: ``info_retrieval`` → "info retrieval"."""
    return " ".join(name.replace("_", " ").split())


def words_for(measure: str) -> Words:
    """How a measure is called; a plug-in says it itself."""
    if measure in MEASURES:
        return MEASURES[measure]
    from usergap.dimensions import MEASURES as DECLARED

    plugin = DECLARED.get(measure)
    if plugin is not None:
        return Words(plugin.title, "", plugin.scale or f"of {plugin.unit}s")
    return Words(plain(measure).capitalize(), "", "")


def label_for(label: str) -> str:
    """A label in plain words."""
    return LABELS.get(label) or plain(label)


def distance_unit(row: Row) -> str:
    """The unit of a row's distance, "" where it has none."""
    if row.distance == "w1":
        return words_for(row.measure).unit
    return DISTANCES.get(row.distance, ("", ""))[1]


def slug(name: str) -> str:
    """A name as an anchor: ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "x"


def tally_sentence(rows: list[Row]) -> str:
    """One simulator's headline rows as a sentence of counts."""
    counts = {verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    total = len(rows)
    if not total:
        return "not compared on any measure"
    parts = [
        f"{lead} on {counts[verdict]}"
        for verdict, lead in (
            (Verdict.DIFFERS, "differs from real users"),
            (Verdict.CLOSE, "close to them"),
            (Verdict.CANNOT_TELL, "cannot tell"),
            (Verdict.UNDEFINED, "undefined"),
        )
        if counts[verdict] or verdict is Verdict.DIFFERS
    ]
    parts[0] += f" of {total} measures"
    return "; ".join(parts)
