"""PersonaAgent: memories of a real person, and a persona fitted to them (arXiv 2506.06254)."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.formats import read
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.made import fingerprint
from usergap.simulate.persona_agent.control import Remembering, Self
from usergap.simulate.persona_agent.episodes import USER_FIELDS, by_user, episodes_of
from usergap.simulate.persona_agent.fitting import LOSS, REWRITE, SUMMARY, Fitted, Fitting
from usergap.simulate.persona_agent.memory import Memory
from usergap.simulate.users.chat import ChatUser

FORMAT = "usergap personaagent 1"


async def fitted_persons(
    fitting: Fitting, history: Mapping[str, Sequence[Dialogue]], record: Path | None
) -> dict[str, Fitted]:
    """Everybody in ``history`` fitted; read from ``record`` where that holds the same fit.

    Written there, whole, when all are done. Raises InputError for another file.
    """
    said = [
        [name, [[m.role, m.content] for d in own for m in d.messages]]
        for name, own in history.items()
    ]
    settings = [dict(fitting.model.settings), asdict(fitting.sampling), fitting.steps, fitting.k]
    key = fingerprint([FORMAT, said, [SUMMARY, LOSS, REWRITE], settings, fitting.seed])
    if record is not None and record.exists():
        return _from_record(record, key)
    done = await asyncio.gather(*(fitting.fit(name, own) for name, own in history.items()))
    fitted = dict(zip(history, done, strict=True))
    if record is not None:
        persons = {name: own.record() for name, own in fitted.items()}
        text = json.dumps({"format": FORMAT, "made_of": key, "persons": persons}, indent=1)
        unfinished = record.with_name(record.name + ".part")
        unfinished.write_text(text + "\n", "utf-8")
        os.replace(unfinished, record)  # noqa: PTH105 - atomic on every platform
    return fitted


def _from_record(path: Path, key: str) -> dict[str, Fitted]:
    try:
        found = json.loads(read_text(str(path), "personaagent: record"))
        if found["made_of"] == key:
            return {name: Fitted.from_record(each) for name, each in found["persons"].items()}
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: expected a record of personaagent, found another file") from None
    raise InputError(
        f"{path}: expected a record of these dialogues and settings, found one of others: name"
        " another file, or remove this one to fit anew"
    )


async def _make(spec: Spec, making: Making) -> ChatUser:
    path = spec.options.get("history")
    if path is None:
        raise InputError("personaagent: history: expected a file of real dialogues, found none")
    everybody = by_user(read(path).dialogues)
    if not everybody:
        fields = ", ".join((*USER_FIELDS, "persona"))
        raise InputError(f"personaagent: {path}: expected dialogues with {fields}; found none")
    most = spec.whole("persons", 10)
    ranked = sorted(everybody, key=lambda name: -len(episodes_of(everybody[name])))
    # numbers, not names: who leads a conversation stands in the simulated dialogue
    history = {f"person {n}": everybody[name] for n, name in enumerate(ranked[:most], 1)}
    k, steps = spec.whole("k", 4), spec.whole("steps", 3)
    if min(most, k) < 1 or steps < 0:
        raise InputError(
            f"personaagent: expected persons and k from 1, steps from 0, found persons={most},"
            f" k={k}, steps={steps}"
        )
    model, sampling = await making.model(spec.argument), making.sampling(spec)
    fitting = Fitting(model, sampling, steps, k, making.seed)
    record = spec.options.get("record")
    fitted = await fitted_persons(fitting, history, Path(record) if record else None)
    selves = {
        name: Self(
            own.persona,
            own.summary,
            Memory(tuple(episodes_of(history[name])), k),
            tuple(history[name]),
        )
        for name, own in fitted.items()
    }
    return ChatUser(
        model,
        sampling,
        flip=spec.flag("flip", default=True),
        controls=(Remembering(selves),),
        label=f"{model.name} personaagent",
    )


KIND = Kind(
    name="personaagent",
    argument="MODEL",
    options=(
        *("history", "persons", "k", "steps", "record"),
        *("flip", "temperature", "top_p", "max_tokens"),
    ),
    summary="a general model with the memories of a real person of the file `history` (dialogues"
    " with a user id or persona, barred from comparison) and a persona fitted in `steps`, kept in"
    " `record`; `persons` with the most to remember, `k` memories a turn",
    make=_make,
)
