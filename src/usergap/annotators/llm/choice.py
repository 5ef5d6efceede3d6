"""From what a user names (``intent=llm``) to annotators that a plan can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usergap.annotators.annotator import Annotator
from usergap.annotators.llm.tasks import in_order
from usergap.errors import InputError
from usergap.llm import Ceilings, Policy, Price, Progress

if TYPE_CHECKING:
    from usergap.annotators.llm.annotator import Ask

LABELLED: Final = ("intent", "feedback", "identity", "emotion")
"""The dimensions whose labels a plan takes from annotators."""
EXPECTED: Final = "linear, llm[:MODEL], local:MODEL, transformers[:MODEL] or a label file"
ANTHROPIC_TOKENS = 8192


@dataclass(frozen=True)
class Reach:
    """How models are reached: endpoint, patience, ceilings, cache; see ``usergap.llm``.

    ``price``: of the model, needed for a ceiling on money. ``cache`` None: none.
    """

    base_url: str | None = None
    model: str | None = None
    key_env: str | None = None
    cache: Path | None = None
    concurrency: int = 20
    ceilings: Ceilings = field(default_factory=Ceilings)
    price: Price | None = None
    dialogues_per_call: int = 1
    turns_per_call: int = 40
    max_tokens: int | None = None
    ask_again: int = 0
    device: str = "cpu"
    on_progress: Callable[[Progress], None] | None = None


def annotators_from(specs: Mapping[str, str], reach: Reach | None = None) -> tuple[Annotator, ...]:
    """The annotators of all labelled dimensions, shipped ones where nothing is named.

    ``specs`` maps a dimension, or ``all``, to ``linear``, ``llm[:MODEL]``,
    ``local:MODEL``, ``transformers[:MODEL]`` or a label file. Dimensions with the
    same source share one annotator, hence one call a dialogue. Raises
    ``InputError``, or ``EnvironmentFailure`` where a library or model is not there.
    """
    unknown = [name for name in specs if name not in (*LABELLED, "all")]
    if "knowledge" in unknown:
        raise InputError(
            "annotator of knowledge: statements are made beforehand, by "
            "`usergap annotate run --annotator llm --dimensions knowledge`, and given as a file"
        )
    if unknown:
        expected = ", ".join((*LABELLED, "all"))
        raise InputError(f"annotator: expected a dimension of {expected}; found {unknown[0]!r}")
    default = specs.get("all", "linear")
    if default.partition(":")[0] == "transformers":
        raise InputError("annotator: transformers labels only emotion: write emotion=transformers")
    chosen = {name: specs.get(name, default) for name in LABELLED}
    found: list[Annotator] = []
    for spec in dict.fromkeys(chosen.values()):
        wanted = tuple(name for name in LABELLED if chosen[name] == spec)
        found += annotators_of(spec, wanted, reach or Reach())
    return tuple(found)


def annotators_of(spec: str, dimensions: Sequence[str], reach: Reach) -> list[Annotator]:
    """The annotators of one source for ``dimensions``; raises ``InputError``."""
    kind, _, name = spec.partition(":")
    if kind == "linear" and not name:
        return _linear(dimensions)
    if kind == "llm":
        return [_endpoint(name or reach.model, in_order(dimensions), reach)]
    if kind == "local" and name:
        return [_local(name, in_order(dimensions), reach)]
    if kind == "transformers":
        return [_classifier(name, dimensions, reach)]
    return _files(spec, dimensions)


def _linear(dimensions: Sequence[str]) -> list[Annotator]:
    from usergap.annotators.emotion import EmotionAnnotator
    from usergap.annotators.offline import shipped_annotator

    unknown = [name for name in dimensions if name not in LABELLED]
    if unknown:
        raise InputError(f"annotator linear: expected {', '.join(LABELLED)}; found {unknown[0]!r}")
    turns = [name for name in dimensions if name != "emotion"]
    found: list[Annotator] = [shipped_annotator(turns)] if turns else []
    return [*found, EmotionAnnotator()] if "emotion" in dimensions else found


def _endpoint(model: str | None, dimensions: tuple[str, ...], reach: Reach) -> Annotator:
    from usergap.annotators.llm.asking import EndpointAsker
    from usergap.llm import Endpoint

    if not model:
        raise InputError("annotator llm: expected a model, found none: give --model NAME")
    if not reach.base_url:
        raise InputError(
            "annotator llm: expected the endpoint's address, found none: give --base-url, "
            "for instance https://api.openai.com/v1 or http://127.0.0.1:8000/v1"
        )
    endpoint = Endpoint(reach.base_url, model, key_env=reach.key_env)
    endpoint.key()  # a key that is not there is told before anything is read
    prices = {} if reach.price is None else {model: reach.price}
    if reach.ceilings.money is not None and not prices:
        raise InputError(
            "--max-cost: expected the price of the model beside it (--price), found none"
        )
    asker = EndpointAsker(
        endpoint,
        reach.cache,
        Policy(max_in_flight=reach.concurrency),
        reach.ceilings,
        prices,
        reach.on_progress,
    )
    tokens = reach.max_tokens
    if tokens is None and endpoint.kind == "messages":
        tokens = ANTHROPIC_TOKENS  # that interface demands a number
    return _asking(asker, f"llm:{model}", dimensions, reach, tokens)


def _local(name: str, dimensions: tuple[str, ...], reach: Reach) -> Annotator:
    from usergap.annotators.llm.asking import LocalAsker
    from usergap.llm.local import load_causal

    asker = LocalAsker(load_causal(name, device=reach.device), reach.max_tokens or 2048)
    shown = name.rstrip("/").rpartition("/")[2]  # a path tells nothing and is not shared
    return _asking(asker, f"local:{shown}", dimensions, reach, reach.max_tokens)


def _asking(
    asker: Ask,
    name: str,
    dimensions: tuple[str, ...],
    reach: Reach,
    max_tokens: int | None,
) -> Annotator:
    from usergap.annotators.llm.annotator import LlmAnnotator

    return LlmAnnotator(
        asker,
        name,
        dimensions,
        dialogues_per_call=reach.dialogues_per_call,
        turns_per_call=reach.turns_per_call,
        ask_again=reach.ask_again,
        max_tokens=max_tokens,
    )


def _classifier(name: str, dimensions: Sequence[str], reach: Reach) -> Annotator:
    from usergap.annotators.transformers_emotion import TransformersEmotion
    from usergap.llm.local import EMOTION_MODEL, load_classifier

    if tuple(dimensions) != ("emotion",):
        raise InputError(
            f"annotator transformers: expected the dimension emotion, found {', '.join(dimensions)}"
        )
    model = name or reach.model or EMOTION_MODEL
    english = frozenset({"en"}) if model == EMOTION_MODEL else frozenset[str]()
    return TransformersEmotion(load_classifier(model, device=reach.device), languages=english)


def _files(spec: str, dimensions: Sequence[str]) -> list[Annotator]:
    from usergap.annotators.people_labels import label_files

    path = Path(spec)
    if not path.is_file():
        raise InputError(f"annotator: expected {EXPECTED}; found {spec!r}")
    found = label_files(path)
    held = {name for one in found for name in one.dimensions}
    if missing := [name for name in dimensions if name not in held]:
        raise InputError(f"{path}: header: expected labels of {missing[0]}, found none")
    for one in found:
        one.dimensions = tuple(name for name in one.dimensions if name in dimensions)
    return [one for one in found if one.dimensions]
