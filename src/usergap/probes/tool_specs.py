"""Stronger models for probes, from what a user names: ``hf:PATH`` or a model at an endpoint.

Nothing is loaded before a probe asks for it; an endpoint's key is looked for at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.llm import Endpoint, Request, Result, default_cache
from usergap.probes.material import Tools

LOCAL = "hf:"
ENTAILMENT_WINDOW = 16


class LocalLanguageModel:
    """A ``transformers`` causal model that is loaded when it is first asked."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> Any:
        from usergap.llm.local.causal import load_causal

        return load_causal(self.name)

    def mean_logprobs(
        self, texts: Sequence[str], contexts: Sequence[str] | None = None
    ) -> list[float | None]:
        """As ``LanguageModel``. Raises EnvironmentFailure where the model cannot be loaded."""
        return list(self._model.mean_logprobs(texts, contexts))


class LocalJudge:
    """A ``transformers`` causal model that answers prompts, loaded when it is first asked."""

    def __init__(self, name: str, longest: int = 512) -> None:
        self.name, self._longest = name, longest

    @cached_property
    def _model(self) -> Any:
        from usergap.llm.local.causal import load_causal

        return load_causal(self.name)

    def __call__(self, requests: Sequence[Request]) -> list[Result]:
        """One answer a request, the likeliest. Raises EnvironmentFailure."""
        from usergap.llm import Ending

        longest = max((r.max_tokens or self._longest for r in requests), default=1)
        told = self._model.generate([r.messages for r in requests], max_new_tokens=longest)
        return [Result(Ending.ANSWERED, text, model=self.name) for text in told]


class LocalEntailment:
    """An NLI classifier of pairs, loaded when it is first asked: P(contradiction)."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _parts(self) -> tuple[Any, Any, int]:
        from usergap.llm.local.loading import load

        tokenizer, model = load("AutoModelForSequenceClassification", self.name, "cpu")
        labels = {int(i): str(label).lower() for i, label in model.config.id2label.items()}
        found = [place for place, label in labels.items() if label.startswith("contra")]
        if not found:
            raise InputError(
                f"nli {self.name}: expected a label contradiction, found {sorted(labels.values())}"
            )
        return tokenizer, model, found[0]

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability that each pair's second sentence contradicts its first."""
        from usergap.llm.local.loading import libraries, window

        torch, _ = libraries()
        tokenizer, model, place = self._parts
        found: list[float] = []
        for start in range(0, len(pairs), ENTAILMENT_WINDOW):
            batch = pairs[start : start + ENTAILMENT_WINDOW]
            inputs = tokenizer(
                [first for first, _ in batch],
                [second for _, second in batch],
                padding=True,
                truncation=True,
                max_length=window(tokenizer, model),
                return_tensors="pt",
            )
            with torch.inference_mode():
                shares = model(**inputs).logits.double().softmax(dim=-1)
            found += shares[:, place].tolist()
        return found


def tools_from(
    *,
    reference_model: str | None = None,
    judge: str | None = None,
    nli: str | None = None,
    assistant: str | None = None,
    base_url: str | None = None,
    key_env: str | None = None,
    cache: Path | None = None,
) -> Tools:
    """The tools that SPECs name: ``hf:PATH``, or the name of a model at ``base_url``.

    ``nli`` is a local classifier (``hf:PATH``). Raises InputError for a SPEC that cannot be,
    EnvironmentFailure where an endpoint's key is not there.
    """
    if base_url and not (reference_model or judge or assistant):
        raise InputError(
            "base-url: expected a --reference-model, --judge or --assistant beside it, found none"
        )
    if nli is not None and not nli.startswith(LOCAL):
        raise InputError(f"nli: expected hf:PATH, found {nli!r}")
    return Tools(
        language_model=_language_model(reference_model, base_url, key_env),
        judge=_answering(judge, "judge", base_url, key_env, cache),
        assistant=_answering(assistant, "assistant", base_url, key_env, cache),
        nli=None if nli is None else LocalEntailment(_path(nli, "nli")),
    )


def _language_model(spec: str | None, base_url: str | None, key_env: str | None) -> Any:
    if spec is None:
        return None
    if spec.startswith(LOCAL):
        return LocalLanguageModel(_path(spec, "reference-model"))
    from usergap.probes.language_models.endpoint import EndpointModel

    return EndpointModel(_endpoint(spec, "reference-model", base_url, key_env))


def _answering(
    spec: str | None, option: str, base_url: str | None, key_env: str | None, cache: Path | None
) -> Callable[[Sequence[Request]], list[Result]] | None:
    if spec is None:
        return None
    if spec.startswith(LOCAL):
        return LocalJudge(_path(spec, option))
    from usergap.llm import ask

    endpoint = _endpoint(spec, option, base_url, key_env)
    endpoint.key()  # a key that is not there is told before anything is read
    return lambda requests: ask(endpoint, list(requests), cache=cache or default_cache())


def _path(spec: str, option: str) -> str:
    name = spec.removeprefix(LOCAL).strip()
    if not name:
        raise InputError(f"{option}: expected hf:PATH, found {spec!r}")
    return name


def _endpoint(spec: str, option: str, base_url: str | None, key_env: str | None) -> Endpoint:
    if not base_url:
        raise InputError(
            f"{option}: expected hf:PATH, or --base-url beside the model {spec!r}, for instance"
            " http://127.0.0.1:8000/v1"
        )
    return Endpoint(base_url, spec, key_env=key_env)
