"""Dialogue, Turn, Provenance, Corpus: the data model, and what validation means."""

from usergap.dialogues.corpus import Corpus, Reading, Remark
from usergap.dialogues.grouping import connected_groups, groups_of_people, person_of
from usergap.dialogues.ids import given_id
from usergap.dialogues.model import NOT_RECORDED, Dialogue, Message, Provenance, Role, Turn

__all__ = [
    "NOT_RECORDED",
    "Corpus",
    "Dialogue",
    "Message",
    "Provenance",
    "Reading",
    "Remark",
    "Role",
    "Turn",
    "connected_groups",
    "given_id",
    "groups_of_people",
    "person_of",
]
