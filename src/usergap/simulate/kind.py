"""Kinds of simulators and assistants: what a SPEC on the command line can name.

A SPEC is ``KIND[:ARGUMENT][,OPTION=VALUE]…``, for instance ``markov:real.jsonl,order=3``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.formats import read
from usergap.simulate.model import Model, Sampling

_OPTION = re.compile(r"([a-z][a-z0-9_]*)=(.*)", re.DOTALL)


@dataclass(frozen=True)
class Spec:
    """A participant as it was asked for: kind, argument and options."""

    kind: str
    argument: str
    options: Mapping[str, str] = field(default_factory=dict)

    def flag(self, name: str, *, default: bool) -> bool:
        """An option that is yes or no. Raises InputError."""
        value = self.options.get(name)
        if value is None:
            return default
        if value.lower() not in ("yes", "no", "true", "false", "1", "0"):
            raise InputError(f"{self.kind}: {name}: expected yes or no, found {value!r}")
        return value.lower() in ("yes", "true", "1")

    def number(self, name: str, default: float | None = None) -> float | None:
        """An option that is a number. Raises InputError."""
        value = self.options.get(name)
        if value is None:
            return default
        try:
            return float(value)
        except ValueError:
            raise InputError(f"{self.kind}: {name}: expected a number, found {value!r}") from None

    def whole(self, name: str, default: int) -> int:
        """An option that is a whole number. Raises InputError."""
        value = self.options.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise InputError(f"{self.kind}: {name}: expected a whole number, found {value!r}")
        return int(value)


class Making(Protocol):
    """What a kind may use to make its participant: models, and the run's own seed."""

    seed: int

    async def model(self, name: str) -> Model:
        """The model of a SPEC: ``NAME`` at the run's endpoint, or ``hf:PATH`` on this machine."""

    def sampling(self, spec: Spec) -> Sampling:
        """``temperature``, ``top_p`` and ``max_tokens`` of a SPEC. Raises InputError."""

    def text(self, spec: Spec, option: str) -> str | None:
        """The text of the file that an option names. Raises InputError."""


@dataclass(frozen=True)
class Kind:
    """A kind of participant: declared by each file in ``users/`` and ``assistants/``.

    ``argument``: what stands behind the colon, for the help; empty where nothing does.
    ``make`` gives the participant, or raises InputError for a SPEC that cannot be.
    """

    name: str
    argument: str
    options: tuple[str, ...]
    summary: str
    make: Callable[[Spec, Making], Awaitable[Any]] = field(repr=False)

    @property
    def usage(self) -> str:
        """How it is written."""
        tail = "".join(f"[,{name}=…]" for name in self.options)
        return f"{self.name}{':' + self.argument if self.argument else ''}{tail}"


def parse_spec(text: str) -> Spec:
    """Kind, argument and options of a SPEC; a comma in the argument is kept.

    Raises InputError for an empty kind and for an option given twice.
    """
    kind, _, rest = text.partition(":")
    if "," in kind:  # no argument: options follow the kind
        kind, _, options = text.partition(",")
        rest = "," + options
    parts = rest.split(",")
    options_found: dict[str, str] = {}
    while len(parts) > 1 and (option := _OPTION.fullmatch(parts[-1])):
        if option[1] in options_found:
            raise InputError(f"{text!r}: {option[1]}: expected it once, found it twice")
        options_found[option[1]] = option[2]
        parts.pop()
    if not kind.strip():
        raise InputError(f"expected KIND[:ARGUMENT][,OPTION=VALUE], found {text!r}")
    ordered = dict(reversed(options_found.items()))
    return Spec(kind.strip(), ",".join(parts).strip(), ordered)


def read_text(path: str, what: str) -> str:
    """The text of a file that an option names. Raises InputError."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{what}: {path}: cannot be read: {reason}") from None


def real_dialogues(spec: Spec) -> list[Dialogue]:
    """The dialogues of the file that a SPEC's argument names. Raises InputError."""
    return list(read(spec.argument).dialogues)


def python_object(spec: Spec) -> Any:
    """What ``MODULE:NAME`` of a SPEC's argument names. Raises InputError.

    Modules in the folder where the command runs are found too.
    """
    module, _, name = spec.argument.partition(":")
    if not module or not name:
        raise InputError(f"{spec.kind}: expected MODULE:NAME, found {spec.argument!r}")
    if "" not in sys.path and os.curdir not in sys.path:
        sys.path.insert(0, "")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise InputError(f"{spec.kind}: {spec.argument}: {error}") from None
