"""Records of JSON and JSONL: streamed, salvaged around damage, each with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any, BinaryIO

from usergap.formats.format import Log, Said
from usergap.formats.json_window import Window

#: Keys under which files wrap their list of records.
WRAPPERS = (
    "data", "dialogues", "dialogs", "records", "items", "results", "samples", "examples", "traces",
    "observations", "rows", "conversations",
)  # fmt: skip
FIRST = 1 << 24
"""Bytes of the first line that are looked at to tell a list from lines of lists."""

_SPACE = b" \t\r\n"


class _Pairs:
    """A hook that counts keys given twice, of which JSON keeps the last."""

    def __init__(self) -> None:
        self.twice: list[str] = []

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) != len(pairs):
            seen: set[str] = set()
            self.twice += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        return record


class JsonRows:
    """Rows of a JSON document or of JSON lines; damage goes to the log.

    A row is anything JSON can hold: what is a record is for the caller to say.
    """

    def __init__(self, stream: BinaryIO, log: Log) -> None:
        self._stream, self._log = stream, log
        self._pairs = _Pairs()
        self._decoder = json.JSONDecoder(object_pairs_hook=self._pairs, strict=False)

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        first, number = self._first_line()
        if not first:
            return
        if first[:1] == b"[":
            lists = self._lists(first)
            if lists is None:
                yield from self._items(Window(first, self._stream, number))
                return
            lines = lists
        elif self._is_json(first):
            lines = chain([first], self._stream)
        else:
            text = self._text(first + self._stream.read(), number)
            document = self._document(text, number)
            if document is not None:
                yield from document
                return
            lines = iter(text.encode("utf-8", "surrogatepass").split(b"\n"))
        for offset, line in enumerate(lines):
            if line.strip(_SPACE):
                yield from self._one(line, number + offset)

    def _lists(self, first: bytes) -> Iterator[bytes] | None:
        """The lines of a file of which each holds a list; None where the file is one list."""
        if not first.endswith(b"\n"):
            return None
        text = first.decode("utf-8", "replace")
        try:
            end = json.JSONDecoder(strict=False).raw_decode(text)[1]
        except (ValueError, RecursionError):
            return None
        for blank, line in enumerate(self._stream):
            if text[end:].strip() or line.strip(_SPACE):
                return chain([first], repeat(b"\n", blank), [line], self._stream)
        return chain([first]) if text[end:].strip() else None

    def _first_line(self) -> tuple[bytes, int]:
        number = 0
        while line := self._stream.readline(FIRST):
            number += 1
            if number == 1 and line.startswith(b"\xef\xbb\xbf"):
                line = line[3:]
            line = line.lstrip(_SPACE)
            if line and line[:1] != b"[" and not line.endswith(b"\n"):
                line += self._stream.readline()
            if line:
                return line, number
        return b"", number

    def _is_json(self, line: bytes) -> bool:
        try:
            json.loads(line.decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            return False
        return True

    def _text(self, raw: bytes, line: int) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "replace")
            count = text.count("�") - raw.count("�".encode())
            self._log.repair(line, "text", "valid UTF-8", _invalid(count))
            return text

    def _one(self, raw: bytes, line: int) -> Iterator[tuple[int, Any]]:
        text = self._text(raw, line)
        try:
            value = self._decoder.decode(text.strip())
        except RecursionError:
            self._log.drop(line, "row", "JSON", Said("JSON nested too deeply"))
        except ValueError as error:
            self._log.drop(line, "row", "one JSON object a line", _what(error))
        else:
            self._twice(line)
            yield line, value

    def _document(self, text: str, line: int) -> Iterator[tuple[int, Any]] | None:
        """A JSON object of several lines, or several, or None where the text is JSON lines."""
        start = len(text) - len(text.lstrip())
        try:
            value, end = self._decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return None
        if text[end:].strip():
            several = "\n" in text[start:end] and text[end:].lstrip()[:1] == "{"
            return self._objects(text, start, line) if several else None
        self._twice(line)
        return iter([(line, value)])

    def _objects(self, text: str, position: int, line: int) -> Iterator[tuple[int, Any]]:
        """Objects of several lines one after the other, as jq prints them."""
        counted = 0
        while (position := _skip(text, position)) < len(text):
            line += text.count("\n", counted, position)
            counted = position
            try:
                value, position = self._decoder.raw_decode(text, position)
            except (ValueError, RecursionError) as error:
                self._log.drop(line, "file", "JSON to the end", _what(error, " (rest not read)"))
                return
            self._twice(line)
            yield line, value

    def _items(self, window: Window) -> Iterator[tuple[int, Any]]:
        """The items of one list, of any number: only a part of its text is held."""
        window.at += 1
        first, line = window.line(), 0
        while True:
            sign = window.next()
            line = window.line()
            if sign == "]":
                window.at += 1
                if not window.blank():
                    self._log.drop(line, "file", "the end of the file", Said("text after the list"))
                break
            try:
                value = window.value(self._decode)
            except (ValueError, RecursionError) as error:
                self._log.drop(line, "file", "JSON to the end", _what(error, " (rest not read)"))
                break
            self._twice(line)
            yield line, value
            sign = window.next()
            if sign == ",":
                window.at += 1
            elif sign != "]":
                found = Said("something else (rest not read)")
                self._log.drop(line, "file", "a comma or the end of the list", found)
                break
        if window.damaged:
            self._log.repair(first, "text", "valid UTF-8", _invalid(window.damaged))

    def _decode(self, text: str, position: int) -> tuple[Any, int]:
        self._pairs.twice.clear()  # of a first try, with less of the text
        return self._decoder.raw_decode(text, position)

    def _twice(self, line: int) -> None:
        if self._pairs.twice:
            for key in sorted(set(self._pairs.twice))[:3]:
                self._log.repair(
                    line, key[:40], "a key once (the last one counts)", Said("it twice")
                )
            self._pairs.twice.clear()


def unwrap(value: object) -> list[Any] | None:
    """The records inside an object that only wraps them, else None."""
    if not isinstance(value, dict):
        return None
    for key in WRAPPERS:
        inside = value.get(key)
        if isinstance(inside, list) and inside and all(isinstance(i, dict | list) for i in inside):
            return [_unrow(item) for item in inside]
    return None


def _unrow(item: Any) -> Any:
    """Rows of a data set viewer lie one level deeper, under "row"."""
    return item["row"] if isinstance(item, dict) and isinstance(item.get("row"), dict) else item


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _invalid(count: int) -> Said:
    return Said(f"{count} invalid bytes")


def _what(error: Exception, more: str = "") -> Said:
    if isinstance(error, json.JSONDecodeError):
        return Said(f"{error.msg.removesuffix(' at')} at column {error.colno}{more}")
    if isinstance(error, RecursionError):
        return Said(f"JSON nested too deeply{more}")
    return Said(f"a number too large{more}")
