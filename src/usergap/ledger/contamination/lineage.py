"""Lineage: generator, target and judge of one model family grade and train on their own kind.

Judges favour their own family's text (Panickssery et al. 2024), and traits pass between
models of one initialisation through data that show nothing of them (Cloud et al. 2025,
arXiv 2507.14805). Text does not show it, so the warning goes by names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_FAMILIES: Final[dict[str, str]] = {
    "GPT": r"gpt|o[134](?:-mini|-preview|-pro)?(?![\w])|chatgpt|davinci|openai",
    "Claude": r"claude|anthropic",
    "Gemini": r"gemini|gemma|palm-?2|bard",
    "Llama": r"llama|vicuna|alpaca|userlm",
    "Mistral": r"mistral|mixtral|ministral|magistral|nemo|zephyr",
    "Qwen": r"qwen|qwq",
    "DeepSeek": r"deepseek",
    "Phi": r"phi-?\d",
    "Command": r"command-?[ar]|cohere|aya",
    "Grok": r"grok",
    "GLM": r"glm|chatglm",
    "Kimi": r"kimi|moonshot",
    "Yi": r"yi-\d",
    "Falcon": r"falcon",
    "OLMo": r"olmo|tulu",
    "Granite": r"granite",
}
_KNOWN: Final = [
    (family, re.compile(rf"(?<![a-z])(?:{pattern})")) for family, pattern in _FAMILIES.items()
]

NO_FILTER: Final = (
    "no text filter clears data: traits pass between models of one family through text that "
    "shows nothing of them (Cloud et al., arXiv 2507.14805); use another family, or a sibling "
    "control"
)


def families(name: str) -> frozenset[str]:
    """The model families that a model's or generator's name tells of; none where it tells none.

    A distilled model has two: its teacher's and its base's.

    >>> sorted(families("deepseek-r1-distill-qwen-7b"))
    ['DeepSeek', 'Qwen']
    """
    return frozenset(family for family, known in _KNOWN if known.search(name.casefold()))


def lineage_warnings(
    generators: Iterable[str], target: str | None = None, judge: str | None = None
) -> list[str]:
    """One line for every two roles of one family, and one for each name of no known family."""
    roles = [("generator", name) for name in sorted(set(generators))]
    roles += [(role, name) for role, name in (("target", target), ("judge", judge)) if name]
    told: list[str] = []
    for place, (role, name) in enumerate(roles):
        if not families(name):
            told.append(f"{role} {name!r} is of no known family: its lineage cannot be judged")
        for other_role, other in roles[place + 1 :]:
            if role == other_role:
                continue
            told += [
                f"{role} {name!r} and {other_role} {other!r} are both {family}"
                for family in sorted(families(name) & families(other))
            ]
    if any(" are both " in line for line in told):
        told.append(NO_FILTER)
    return told
