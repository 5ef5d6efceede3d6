"""Labels and expected answers that the file itself holds."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.dialogues import Dialogue
from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.ledger.suites.checks import holds

WORDS = {
    "true": True, "yes": True, "pass": True, "passed": True, "success": True,
    "false": False, "no": False, "fail": False, "failed": False, "failure": False,
}  # fmt: skip


def outcomes(dialogues: Sequence[Dialogue], field: str) -> dict[str, bool | None]:
    """The labelled outcome of each dialogue by id, None where it is null or not there.

    Raises InputError for a label that is neither yes nor no, and where no dialogue has one.
    """
    found = {each.id: _outcome(each, field) for each in dialogues}
    if all(value is None for value in found.values()):
        raise InputError(f"{field}: expected a labelled outcome in the dialogues, found none")
    return found


def as_expected(
    dialogues: Sequence[Dialogue], answers: Sequence[Dialogue], field: str
) -> dict[str, bool | None]:
    """Whether the last answer holds the expected text (one of them, for a list), by id.

    ``dialogues`` hold the field, ``answers`` the answers. None where there is no answer or
    nothing is expected. Raises InputError for a field that is neither text nor texts.
    """
    told = {each.id: _expected(each, field) for each in dialogues}
    if not any(told.values()):
        raise InputError(f"{field}: expected the right answer in the dialogues, found none")
    found: dict[str, bool | None] = {each.id: None for each in dialogues}
    for each in answers:
        said = [m.content for m in each.messages if m.role == "assistant" and m.content.strip()]
        if said and told.get(each.id):
            found[each.id] = any(holds(said[-1], text) for text in told[each.id])
    return found


def _outcome(dialogue: Dialogue, field: str) -> bool | None:
    value = dialogue.extra.get(field)
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else None
    if word not in WORDS:
        raise InputError(
            f"dialogue {dialogue.id!r}: {field}: expected true, false or a word such as success or "
            f"failure, found {safe_repr(value)}"
        )
    return WORDS[word]


def _expected(dialogue: Dialogue, field: str) -> tuple[str, ...]:
    value = dialogue.extra.get(field)
    values = [value] if isinstance(value, str) else value
    if values is None:
        return ()
    if not isinstance(values, list) or not all(isinstance(x, str) and x.strip() for x in values):
        raise InputError(
            f"dialogue {dialogue.id!r}: {field}: expected a text or a list of texts, found "
            f"{safe_repr(value)}"
        )
    return tuple(values)
