"""Exports: dialogues as other tools expect them, one JSON object a line.

What a format has no place for stands under ``metadata`` (see ``stated``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from usergap.formats.stated import MARK
from usergap.version import __version__

Stated = Mapping[str, Any]
_SHAREGPT = {"user": "human", "assistant": "gpt"}


def openai(stated: Stated, trial: int) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """OpenAI chat messages: ``messages`` with role and content."""
    return {"messages": stated["messages"], "metadata": _metadata(stated)}


def sharegpt(stated: Stated, trial: int) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """ShareGPT: ``conversations`` of human and gpt."""
    said = [
        {"from": _SHAREGPT.get(each["role"], each["role"]), "value": each["content"]}
        for each in stated["messages"]
    ]
    return {"id": stated["id"], "conversations": said, "metadata": _metadata(stated)}


def tau(stated: Stated, trial: int) -> dict[str, Any]:
    """As τ-bench's results: ``traj`` by ``task_id`` and ``trial``.

    The task is the scenario. ``reward`` is null: nothing here says whether it was solved.
    """
    return {
        "task_id": stated.get("scenario_id", stated["id"]),
        "trial": trial,
        "reward": None,
        "info": {"task": {"instruction": stated.get("scenario", "")}},
        "traj": stated["messages"],
        "metadata": _metadata(stated),
    }


def inspect(stated: Stated, trial: int) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """Samples for Inspect's ``json_dataset``: ``input`` as messages, ``target`` the scenario.

    Inspect takes a target as text for a grader: what the user wanted.
    """
    return {
        "id": stated["id"],
        "input": stated["messages"],
        "target": stated.get("scenario", ""),
        "metadata": _metadata(stated),
    }


EXPORTS: Mapping[str, Callable[[Stated, int], dict[str, Any]]] = MappingProxyType(
    {"openai": openai, "sharegpt": sharegpt, "tau": tau, "inspect": inspect}
)
"""Each takes a dialogue's record and which run of its scenario it is, from 0."""


def _metadata(stated: Stated) -> dict[str, Any]:
    facts = {key: value for key, value in stated.items() if key != "messages"}
    return {MARK: __version__, **facts}
