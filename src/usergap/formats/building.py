"""From drafts to dialogues: clean text, end tokens, ids, language, and the account of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from usergap.dialogues import Dialogue, Message
from usergap.dialogues.cleaning import CONTROL, SURROGATE, clean_text
from usergap.dialogues.endings import END_TOKENS, TRAILING_END_TOKENS, strip_end_tokens
from usergap.dialogues.ids import NumberedId
from usergap.dialogues.language import detect_language, language_code
from usergap.formats.fields import TEXT_FIELDS
from usergap.formats.format import Draft, Log, Said

END_TOKEN = "user messages with an end token"  # noqa: S105
ONLY_END_TOKEN = "user messages of only an end token, dropped"  # noqa: S105
CONSECUTIVE = "consecutive user messages kept apart"
EMPTY = "empty user messages"
NO_ID = "dialogues without an id"
DETECTED = "languages detected"
ASSUMED = "languages assumed from the other dialogues"
UNDETERMINED = "languages not determined"
_TEXT_FIELDS = frozenset(TEXT_FIELDS)


@dataclass
class Builder:
    """Builds the dialogues of one corpus; ids are unique over all its files.

    Without ``detect`` only languages that are recorded are known.
    """

    end_tokens: Sequence[str] = END_TOKENS
    trailing_end_tokens: Sequence[str] = TRAILING_END_TOKENS
    detect: bool = True
    dialogues: list[Dialogue] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _hashes: Counter[str] = field(default_factory=Counter)

    def add(self, draft: Draft, line: int, log: Log) -> None:
        """Add the draft's dialogue, or log why it cannot be used."""
        changes: Counter[str] = Counter()
        messages = [_clean(message, changes) for message in draft.messages]
        fields: dict[str, Any] = {}
        for name, value in draft.fields.items():
            if name in _TEXT_FIELDS:
                value = clean_text(str(value), changes) if value else ""
                if not value or value.isspace():
                    continue
            fields[name] = value
        messages, context_length, ended = self._without_end_tokens(
            messages, draft.context_length, log
        )
        said = [m.content for m in messages[context_length:] if m.role == "user"]
        if not any(text.strip() for text in said):
            blank = f"{len(said)} without a word" if said else f"none among {len(messages)}"
            log.drop(line, "messages", "at least one message of the user", Said(blank))
            return
        if draft.notes:
            log.notes.update(draft.notes)
        if changes:
            log.notes.update(changes)
            for change in (CONTROL, SURROGATE):
                if changes[change]:
                    log.repair(line, "text", "printable text", Said(f"{changes[change]} {change}"))
        _count(messages, context_length, log.notes)
        fields["id"] = self._unique_id(fields.get("id"), messages, line, log)
        told = fields.get("language")
        fields["language"] = (
            _language(told, messages, log.notes) if self.detect else language_code(told)
        )
        fields["ended"] = bool(fields.get("ended")) or ended
        self.dialogues.append(
            Dialogue(
                messages=tuple(messages),
                context_length=context_length,
                extra=draft.extra,
                **fields,
            )
        )

    def take(self) -> list[Dialogue]:
        """Hand over what was built so far and forget it, its ids included."""
        taken, self.dialogues = self.dialogues, []
        self._ids.clear()
        self._hashes.clear()
        return taken

    def settle_languages(self, notes: Counter[str]) -> None:
        """Give dialogues that do not tell the language that four in five others have."""
        known = Counter(d.language for d in self.dialogues if d.language)
        unknown = len(self.dialogues) - known.total()
        if not unknown:
            return
        language, count = known.most_common(1)[0] if known else (None, 0)
        if language is None or count < 0.8 * known.total():
            notes[UNDETERMINED] += unknown
            return
        notes[ASSUMED] += unknown
        self.dialogues = [
            d if d.language else replace(d, language=language) for d in self.dialogues
        ]

    def _without_end_tokens(
        self, messages: list[Message], context_length: int, log: Log
    ) -> tuple[list[Message], int, bool]:
        places = [i for i, message in enumerate(messages) if message.role == "user"]
        texts = [messages[i].content for i in places]
        stripped = strip_end_tokens(texts, self.end_tokens, self.trailing_end_tokens)
        changed = {
            place: after
            for place, before, after in zip(places, texts, stripped, strict=True)
            if after is not before
        }
        if not changed:
            return messages, context_length, False
        only = [place for place, text in changed.items() if text is None]
        log.notes[END_TOKEN] += len(changed)
        log.notes[ONLY_END_TOKEN] += len(only)
        kept = [
            Message("user", changed[i] or "") if i in changed else message
            for i, message in enumerate(messages)
            if i not in only
        ]
        return kept, context_length - sum(place < context_length for place in only), True

    def _unique_id(self, given: Any, messages: list[Message], line: int, log: Log) -> str:
        if given is None:
            log.notes[NO_ID] += 1
            digest = _content_hash(messages)
            name = digest
            while name == digest or name in self._ids:
                self._hashes[digest] += 1
                name = f"{digest}-{self._hashes[digest]}"
            first = f"{digest}-1"
        else:
            name = first = str(given)
            number = 1
            while name in self._ids:
                number += 1
                name = f"{given}#{number}"
            if number > 1:
                log.repair(line, "id", "an id that is used once", Said("a duplicate, now numbered"))
        self._ids.add(name)
        return name if name == first else NumberedId(name, first)


def _clean(message: Message, changes: Counter[str]) -> Message:
    text = clean_text(message.content, changes)
    return message if text is message.content else Message(message.role, text)


def _content_hash(messages: list[Message]) -> str:
    text = json.dumps([[m.role, m.content] for m in messages], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _language(given: Any, messages: list[Message], notes: Counter[str]) -> str | None:
    recorded = language_code(given)
    if recorded:
        return recorded
    code = detect_language(
        (m.content for m in messages if m.role == "user"),
        (m.content for m in messages if m.role == "assistant"),
    )
    if code:
        notes[DETECTED] += 1
    return code


def _count(messages: list[Message], context_length: int, notes: Counter[str]) -> None:
    before = ""
    for index, message in enumerate(messages):
        if message.role == "user" and index >= context_length:
            if before == "user":
                notes[CONSECUTIVE] += 1
            if not message.content.strip():
                notes[EMPTY] += 1
        if message.role in ("user", "assistant"):
            before = message.role
