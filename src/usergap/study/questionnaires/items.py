"""Items of a questionnaire study: a conversation to be judged each, or one without any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.study.artefacts import messages_of
from usergap.study.questionnaires.questionnaire import Questionnaire, from_json
from usergap.study.records import Item, Study

SUBJECTS = {"chatbot": "the chatbot", "user": "the user"}


def questionnaire_items(
    groups: Mapping[str, Sequence[Dialogue]],
    *,
    count: int,
    seed: int,
    most_turns: int | None = None,
    whole: bool = True,
) -> list[Item]:
    """``count`` conversations, as many of each group as can be; without groups one bare item.

    A group is a system or a kind of user; its name stays on the server. ``whole``: with the
    chatbot's last answer. Nobody gets two
    conversations of one scenario. Raises InputError for a group without a conversation.
    """
    if not groups:
        return [Item(0, {}, {"group": "all", "dialogue": None})]
    draw = np.random.default_rng(seed)
    items: list[Item] = []
    for at, (name, dialogues) in enumerate(groups.items()):
        said = [(one, messages_of(one, most_turns, whole=whole)) for one in dialogues]
        some = [(one, messages) for one, messages in said if messages]
        if not some:
            raise InputError(f"{name}: expected conversations, found none")
        quota = count // len(groups) + (at < count % len(groups))
        for which in draw.permutation(len(some))[:quota].tolist():
            one, messages = some[which]
            shown = {"messages": messages}
            truth = {"group": name, "dialogue": one.id, "domain": one.domain}
            apart = (one.scenario_id,) if one.scenario_id else ()
            items.append(Item(len(items), shown, truth, apart=apart, stratum=name))
    return items


def closing_item(study: Study) -> Item:
    """The item that asks a study's questionnaires after all others."""
    return Item(len(study.items), {"task": "questionnaire"}, {"group": "all", "dialogue": None})


def forms_of(study: Study) -> list[Questionnaire]:
    """The questionnaires that a study asks, in their order."""
    return [from_json(one) for one in study.settings["questionnaires"]]


def settings_of(forms: Sequence[Questionnaire], subject: str) -> dict[str, Any]:
    """What a study keeps of its questionnaires. Raises InputError where two share a name."""
    names = [one.name for one in forms]
    if not names or len(set(names)) < len(names):
        raise InputError(f"questionnaires: expected one or more, each once; found {names}")
    if subject not in SUBJECTS:
        raise InputError(f"subject: expected {' or '.join(SUBJECTS)}, found {subject!r}")
    return {"questionnaires": [one.as_json() for one in forms], "subject": subject}
