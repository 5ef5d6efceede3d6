"""OpenAssistant trees (nested, or one message a row): one dialogue per tree.

A tree's branches are other answers and other people's follow-ups to the same
opening; taking them all would count the opening many times. So one path is taken:
the longest in user messages, then the one whose replies the tree ranks best.
Synthetic and deleted messages are left out with whatever hangs below them. What
lies off the path is counted. Where a tree ends, its annotators stopped, not a user:
the number of turns says little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from usergap.dialogues import Message
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row, Said
from usergap.formats.messages import parse_content, parse_role

SYNTHETIC = "synthetic or deleted messages left out"
OFF_PATH = "messages of side branches left out"


def sniff(record: Record) -> bool:
    """A nested tree, or a message that names its tree."""
    prompt = record.get("prompt")
    if isinstance(prompt, Mapping):
        return "replies" in prompt and "role" in prompt
    return "message_tree_id" in record and "text" in record and "role" in record


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """Nested trees as they are; flat messages joined into trees at the end."""
    messages: dict[Any, tuple[int, dict[str, Any]]] = {}
    for line, record in rows:
        if isinstance(record.get("prompt"), Mapping):
            yield line, record
        elif isinstance(key := record.get("message_id"), str | int):
            messages[key] = (line, {**record, "replies": []})
        else:
            log.drop(line, "message_id", "text", key)
    roots: list[tuple[int, dict[str, Any]]] = []
    for line, message in messages.values():
        parent = message.get("parent_id")
        if parent is None or parent == "":
            roots.append((line, message))
        elif isinstance(parent, str | int) and parent in messages:
            messages[parent][1]["replies"].append(message)
        else:
            log.drop(line, "parent_id", "a message of this file", Said("one that is not here"))
    for line, root in roots:
        yield line, {"message_tree_id": root.get("message_tree_id"), "prompt": root}


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """The best path of the tree."""
    root = record.get("prompt")
    if not isinstance(root, Mapping):
        raise BadRowError("prompt", "a message with replies", root)
    if _left_out(root):
        expected = "a tree begun by a person"
        raise BadRowError("prompt.synthetic", expected, Said("a synthetic message"))
    path, kept = _best_path(root)
    notes: Counter[str] = Counter()
    messages = tuple(
        Message(
            parse_role(node.get("role"), "role"), parse_content(node.get("text"), "text", notes)
        )
        for node in path
    )
    tree = record.get("message_tree_id") or root.get("message_tree_id") or root.get("message_id")
    fields: dict[str, Any] = {}
    if isinstance(tree, str):
        fields |= {"id": tree, "conversation_id": tree}
    if isinstance(root.get("lang"), str):
        fields["language"] = root["lang"]
    notes[OFF_PATH] += kept - len(path)
    notes[SYNTHETIC] += sum(1 for _ in _walk(root, everything=True)) - kept
    yield Draft(messages, fields, notes=+notes)


def _left_out(node: Mapping[str, Any]) -> bool:
    return bool(node.get("synthetic")) or bool(node.get("deleted"))


def _replies(node: Mapping[str, Any], *, everything: bool = False) -> list[Mapping[str, Any]]:
    replies = node.get("replies")
    found = [r for r in replies if isinstance(r, Mapping)] if isinstance(replies, list) else []
    return [reply for reply in found if everything or not _left_out(reply)]


def _walk(
    root: Mapping[str, Any], *, everything: bool
) -> Iterator[tuple[Mapping[str, Any], int | None, tuple[tuple[int, int], ...]]]:
    """Every node with its parent's number and its ranks from the root; no recursion."""
    stack: list[tuple[Mapping[str, Any], int | None, tuple[tuple[int, int], ...]]]
    stack = [(root, None, ())]
    number = 0
    while stack:
        node, parent, ranks = stack.pop()
        yield node, parent, ranks
        for place, reply in enumerate(_replies(node, everything=everything)):
            rank = reply.get("rank")
            known = rank if isinstance(rank, int) else 1_000_000
            stack.append((reply, number, (*ranks, (known, place))))
        number += 1


def _best_path(root: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], int]:
    nodes = list(_walk(root, everything=False))
    users: list[int] = []
    for node, parent, _ in nodes:
        mine = node.get("role") in ("prompter", "user")
        users.append((users[parent] if parent is not None else 0) + mine)
    # Most user messages, then the longest, then the smallest ranks from the root down.
    best: int | None = min(
        range(len(nodes)), key=lambda i: (-users[i], -len(nodes[i][2]), nodes[i][2])
    )
    path: list[Mapping[str, Any]] = []
    while best is not None:
        path.append(nodes[best][0])
        best = nodes[best][1]
    return path[::-1], len(nodes)


FORMAT = Format("oasst", "OpenAssistant trees", sniff, parse, gather=gather, order=40)
