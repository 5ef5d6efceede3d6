"""Options by which labels are asked for, spelled once for every verb that asks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.annotators.llm.choice import Reach
    from usergap.llm import Price

Source = Annotated[
    str,
    typer.Option(
        "--annotator",
        help="linear, llm[:MODEL], local:MODEL, transformers[:MODEL] or a label file.",
    ),
]
Model = Annotated[str | None, typer.Option("--model", help="The model's name at the endpoint.")]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Endpoint, for instance https://api.openai.com/v1."),
]
KeyEnv = Annotated[
    str | None,
    typer.Option("--key-env", help="Environment variable that holds the key."),
]
Dimensions = Annotated[
    str | None,
    typer.Option(
        "--dimensions", help="Comma-separated: intent,feedback,identity,emotion,knowledge."
    ),
]
Concurrency = Annotated[int, typer.Option("--concurrency", min=1, help="Calls in flight.")]
MaxCalls = Annotated[int | None, typer.Option("--max-calls", min=0, help="Ceiling on calls.")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", min=0, help="Ceiling on money; needs --price.")
]
PriceOf = Annotated[
    str | None,
    typer.Option("--price", metavar="IN,OUT", help="Money per million prompt,completion tokens."),
]
CacheFile = Annotated[
    Path | None, typer.Option("--cache", help="File of answers; a run resumes from it.")
]
PerCall = Annotated[
    int, typer.Option("--dialogues-per-call", min=1, help="Cheaper, and less exact, above 1.")
]
PerTurns = Annotated[
    int, typer.Option("--turns-per-call", min=1, help="Cut longer dialogues into several calls.")
]
MaxTokens = Annotated[
    int | None,
    typer.Option("--max-tokens", min=1, help="Of one answer; raise it if many are truncated."),
]
AskAgain = Annotated[
    int,
    typer.Option("--ask-again", min=0, help="Times more, where a model's answer is not valid."),
]
MaxRunTokens = Annotated[
    int | None, typer.Option("--max-run-tokens", min=0, help="Ceiling on all tokens of the run.")
]
AnnotatorOf = Annotated[
    list[str] | None,
    typer.Option(
        "--annotator",
        metavar="DIM=SPEC",
        help="linear, llm:MODEL, local:MODEL, transformers[:MODEL] or a label file; "
        "DIM a dimension or `all`. Repeat.",
    ),
]
LabelsOf = Annotated[
    list[str] | None,
    typer.Option("--labels", metavar="[SOURCE=]FILE", help="Labels of a source. Repeat."),
]
StatementsOf = Annotated[
    list[str] | None,
    typer.Option("--statements", metavar="[SOURCE=]FILE", help="Statements of knowledge. Repeat."),
]
CardFiles = Annotated[
    list[Path] | None,
    typer.Option("--card", help="A card by `annotate validate`, to correct with. Repeat."),
]


@dataclass(frozen=True)
class ModelOptions:
    """How a model is reached and what it may cost, as the command line says it."""

    model: Model = None
    base_url: BaseUrl = None
    key_env: KeyEnv = None
    concurrency: Concurrency = 20
    max_calls: MaxCalls = None
    max_run_tokens: MaxRunTokens = None
    max_cost: MaxCost = None
    price: PriceOf = None
    cache: CacheFile = None
    dialogues_per_call: PerCall = 1
    turns_per_call: PerTurns = 40
    max_tokens: MaxTokens = None
    ask_again: AskAgain = 0

    @property
    def given(self) -> tuple[str, ...]:
        """The options that are not at their default, as they are spelled."""
        changed = [f.name for f in fields(self) if getattr(self, f.name) != f.default]
        return tuple("--" + name.replace("_", "-") for name in changed)

    def used_by(self, spec: str) -> None:
        """Raises ``InputError`` where an annotator reads none of the options that were given.

        ``--model NAME`` without ``--annotator llm`` must not label with the linear model.
        """
        kind = spec.partition(":")[0]
        ignored = [] if kind in {"llm", "local"} else list(self.given)
        if kind == "transformers" and "--model" in ignored:
            ignored.remove("--model")
        if ignored:
            raise InputError(f"{ignored[0]}: expected --annotator llm beside it, found {spec}")

    def reach(self) -> Reach:
        """The record that annotators are made with. Raises ``InputError``."""
        from usergap.annotators.llm.choice import Reach
        from usergap.llm import Ceilings, default_cache

        ceilings = Ceilings(calls=self.max_calls, tokens=self.max_run_tokens, money=self.max_cost)
        return Reach(
            base_url=self.base_url,
            model=self.model,
            key_env=self.key_env,
            cache=self.cache or default_cache(),
            concurrency=self.concurrency,
            ceilings=ceilings,
            price=None if self.price is None else _price(self.price),
            dialogues_per_call=self.dialogues_per_call,
            turns_per_call=self.turns_per_call,
            max_tokens=self.max_tokens,
            ask_again=self.ask_again,
        )


@dataclass(frozen=True)
class LabelOptions:
    """Where the labels of each source of dialogues come from."""

    annotator: AnnotatorOf = None
    labels: LabelsOf = None
    statements: StatementsOf = None

    @property
    def any(self) -> bool:
        """Whether anything but the shipped annotators is asked for."""
        return bool(self.annotator or self.labels or self.statements)


def dimensions_of(value: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """The dimensions named, in the order of the prompt. Raises ``InputError``."""
    from usergap.annotators.llm.tasks import in_order

    if value is None:
        return default
    return in_order([name.strip() for name in value.split(",") if name.strip()])


def _price(text: str) -> Price:
    from usergap.llm import Price

    try:
        prompt, completion = (float(part) for part in text.split(","))
    except ValueError:
        prompt = completion = -1.0
    if not (prompt >= 0 and completion >= 0):
        raise InputError(f"--price: expected two numbers such as 0.15,0.60; found {text!r}")
    return Price(prompt, completion)
