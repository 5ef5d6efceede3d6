"""Checkers of the user's own: a Python function, or a command that is run for each dialogue."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from usergap.dialogues import Dialogue
from usergap.dialogues.cleaning import safe_repr
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats.write import record
from usergap.simulate.kind import Spec, python_object

Checker = Callable[[Dialogue], bool | None]
SECONDS = 120
AT_ONCE = 4
_WORDS = {"pass": True, "fail": False, "unsure": None}


def checker_of(text: str) -> Checker:
    """``MODULE:NAME`` is a function of a Dialogue, anything else a command. Raises InputError.

    A command gets the dialogue as one JSON object on stdin and prints pass, fail or unsure.
    """
    module, colon, name = text.partition(":")
    if colon and module.replace(".", "").isidentifier() and name.isidentifier():
        found = python_object(Spec("checker", text))
        if not callable(found):
            raise InputError(f"--checker: {text}: expected a function of a dialogue")
        return _function(found, text)
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise InputError(f"--checker: {text!r}: {error}") from None
    if not words:
        raise InputError("--checker: expected MODULE:NAME or a command, found none")
    return _command(words)


def checked(dialogues: Sequence[Dialogue], checker: Checker) -> dict[str, bool | None]:
    """What a checker says of each dialogue, by id. Raises InputError for what it cannot say."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(checker, dialogues))
    return {each.id: value for each, value in zip(dialogues, found, strict=True)}


def _function(function: Callable[[Dialogue], object], name: str) -> Checker:
    def check(dialogue: Dialogue) -> bool | None:
        try:
            found = function(dialogue)
        except Exception as error:  # noqa: BLE001 - the user's own code
            raise EnvironmentFailure(
                f"--checker {name}: dialogue {dialogue.id!r}: {type(error).__name__}: {error}"
            ) from None
        if found is not None and not isinstance(found, bool):
            raise InputError(
                f"--checker {name}: dialogue {dialogue.id!r}: expected True, False or None, found "
                f"{safe_repr(found)}"
            )
        return found

    return check


def _command(words: list[str]) -> Checker:
    def check(dialogue: Dialogue) -> bool | None:
        where = f"--checker {words[0]}: dialogue {dialogue.id!r}"
        try:
            done = subprocess.run(  # noqa: S603 - the user's own command
                words,
                input=json.dumps(record(dialogue)),
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise EnvironmentFailure(f"{where}: no answer in {SECONDS} s") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{where}: cannot be run: {error}") from None
        said = done.stdout.strip().casefold()
        if done.returncode or said not in _WORDS:
            last = (done.stderr.strip().splitlines() or ["no word on stderr"])[-1][:200]
            found = f"{safe_repr(done.stdout.strip())}, {done.returncode} and {last}"
            raise InputError(
                f"{where}: expected pass, fail or unsure and exit code 0, found {found}"
            )
        return _WORDS[said]

    return check
