"""An audit as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Found = Mapping[str, Any]


def told(found: Found) -> Iterator[str]:
    """A line per fact of what ``usergap mix audit --json`` gives."""
    for one in found["teachers"]:
        yield from _teacher(one, found["teachers"][0]["teacher"])
    for one in found["choices"]:
        yield (
            f"{one['teacher']}: chosen {_shown(one['chosen'])} of the time over another "
            f"({one['choices']} choices)"
        )
        if one["behind"] is not None:
            yield f"  behind {found['choices'][0]['teacher']} by {_shown(one['behind'])}"
    if zone := found["gray_zone"]:
        yield _gray(zone, "real")
        if zone["synthetic"]:
            yield _gray(zone["synthetic"], "synthetic")
            yield f"  synthetic minus real {_shown(zone['difference'])}"
    for sign in found["mirage"]:
        yield f"mirage, {sign['title']}: {_shown(sign['index'])}"
    if "conditional" in found:
        yield f"  {found['conditional']}"


def _teacher(one: Found, best: str) -> Iterator[str]:
    yield f"{one['teacher']}: {one['turns']} real turns ({one['missing']} not labelled)"
    yield f"  error {_shown(one['error'])}; {one['conditional']}"
    if one["trained_on"]:
        yield f"  {_trained_on(one['trained_on'])}"
    if one["behind"] is not None:
        yield f"  behind {best} by {_shown(one['behind'])}"
    for each in one["classes"]:
        yield (
            f"  {each['label']:<26}{each['turns']:>6} missed {_shown(each['missed'])}"
            f"  given minus gold {_shown(each['bias'])}"
        )
    for name, turns, error in one["styles"]:
        yield f"  {name:<26}{turns:>6} error  {_shown(error)}"


def _trained_on(one: Found) -> str:
    """What the shipped annotator knew of the turns that it is audited on."""
    if not one["known"]:
        return (
            "none of these turns, by their exact text, is among those that it was trained on; "
            "edited copies would not be noticed"
        )
    seen = f" ({one['seen']} turns had none)" if one["seen"] else ""
    return (
        f"{one['known']} of these {one['turns']} turns are among those that it was trained on. "
        f"They are labelled by a model that never saw their dialogue{seen}, but it learned from "
        "their topics and annotator: the error is optimistic, expect more on other people's turns"
    )


def _gray(zone: Found, side: str) -> str:
    return (
        f"gray zone: annotators differ on {_shown(zone['share'])} of {zone['turns']} {side} turns"
    )


def _shown(one: Found) -> str:
    if one["value"] is None:
        return "undefined"
    ends = ""
    if one["low"] is not None and one["high"] is not None:
        ends = f" [{one['low']:.3f}, {one['high']:.3f}]"
    return f"{one['value']:.3f}{ends}"
