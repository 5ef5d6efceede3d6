"""Few-shot: a general model that is shown how real users write."""

from __future__ import annotations

from usergap.errors import InputError
from usergap.formats import read
from usergap.simulate.examples import Examples
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.users.chat import ChatUser


async def _make(spec: Spec, making: Making) -> ChatUser:
    path = spec.options.get("seeds")
    if path is None:
        raise InputError("fewshot: seeds: expected a file of real dialogues, found none")
    examples = Examples.of(
        list(read(path).dialogues),
        spec.whole("k", 3),
        same_domain=spec.flag("domain", default=False),
        fixed=spec.flag("fixed", default=False),
    )
    model = await making.model(spec.argument)
    return ChatUser(
        model,
        making.sampling(spec),
        flip=spec.flag("flip", default=True),
        controls=(examples,),
        label=f"{model.name} few-shot",
    )


KIND = Kind(
    name="fewshot",
    argument="MODEL",
    options=("seeds", "k", "domain", "fixed", "flip", "temperature", "top_p", "max_tokens"),
    summary="a general model that is shown k real users of the file `seeds`, which are barred"
    " from comparison; `domain`: of the scenario's domain first; `fixed`: the same ones throughout",
    make=_make,
)
