"""Follow-up signals: what real users said next, as the shipped annotator labels it.

A user who complains or asks for the same again was not served. One who does not may have been, or
may have left: the score is an upper bound of satisfaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from usergap.dialogues import Dialogue

COMPLAINTS = ("explicit_negative", "regeneration_request")


def follow_ups(dialogues: Sequence[Dialogue]) -> dict[str, bool | None]:
    """Whether no later turn of a user complains, by id; None where no label can be given.

    Dialogues with fewer than two user turns hold no follow-up and are not in the answer.
    """
    from usergap.annotators.offline import shipped_annotator

    asked = [each for each in dialogues if len(each.turns) > 1]
    annotator = shipped_annotator(("feedback",))
    spoken = [each for each in asked if each.language in (None, *annotator.languages)]
    found: dict[str, bool | None] = {each.id: None for each in asked}
    for dialogue, annotation in zip(spoken, annotator.annotate(spoken), strict=True):
        later = annotation.units["feedback"][1:]
        if any(set(COMPLAINTS) & set(labels) for labels in later if labels is not None):
            found[dialogue.id] = False
        elif None not in later:
            found[dialogue.id] = True
    return found


def annotator_told() -> str:
    """What the annotator finds of complaints in real text, from its card."""
    from usergap.annotators.cards import load_card

    side = load_card("feedback").real
    labels = {} if side is None else side.labels
    parts = [f"{name} {labels[name].tpr:.2f}" for name in COMPLAINTS if name in labels]
    return f"the annotator finds of real complaints: {', '.join(parts)} (its card)"
