"""Causal language models: answers, and how likely they find a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.llm.local.loading import libraries, load, window
from usergap.llm.request import Message

Prompt = str | Sequence[Message]
_MARK = "\u2063usergap\u2063"  # invisible separators: no message holds it


class CausalModel:
    """A causal language model and its tokenizer."""

    def __init__(self, name: str, tokenizer: Any, model: Any) -> None:
        self.name = name
        self._tokenizer, self._model = tokenizer, model
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token

    @property
    def tokenizer(self) -> Any:
        """Its tokenizer, of ``transformers``."""
        return self._tokenizer

    @property
    def window(self) -> int:
        """The most tokens that it takes at once, prompt and answer together."""
        return window(self._tokenizer, self._model)

    def generate(
        self,
        prompts: Sequence[Prompt],
        *,
        max_new_tokens: int = 256,
        temperature: float = 0.0,
        top_p: float | None = None,
        ends: Sequence[str] = (),
        kept: Sequence[str] = (),
        seed: int = 0,
        batch_size: int = 8,
    ) -> list[str]:
        """One continuation per prompt, in order; temperature 0 takes the likeliest token.

        A list of messages is spelled by the model's chat template; raises ValueError
        where it has none, or refuses them. Prompts that do not fit the window are cut at their
        beginning. ``ends``: further tokens that end an answer; ``kept``: those that end
        it and are part of it. Tokens that the model does not have end nothing.
        """
        torch, _ = libraries()
        torch.manual_seed(seed)
        room = max(1, self.window - max_new_tokens)
        stops = {t: (word, word in kept) for word in (*ends, *kept) for t in self._token(word)}
        answers: list[str] = []
        for start in range(0, len(prompts), batch_size):
            ids = [self.spell(p)[-room:] for p in prompts[start : start + batch_size]]
            tokens, mask = self._padded(ids, left=True)
            ways: dict[str, Any] = {"do_sample": temperature > 0}
            if temperature > 0:
                ways |= {"temperature": temperature, "top_p": 1.0 if top_p is None else top_p}
            if stops:
                ways["eos_token_id"] = [*self._own_ends(), *stops]
            with torch.inference_mode():
                out = self._model.generate(
                    input_ids=tokens,
                    attention_mask=mask,
                    max_new_tokens=max_new_tokens,
                    pad_token_id=self._tokenizer.pad_token_id,
                    **ways,
                )
            new = out[:, tokens.shape[1] :].tolist()
            answers += [self._read(row, stops) for row in new]
        return answers

    def spell(self, prompt: Prompt) -> list[int]:
        """The tokens that a prompt is given to the model as.

        Raises ValueError for messages that the chat template refuses, or where there is none.
        """
        if isinstance(prompt, str):
            begun = prompt.startswith(self._tokenizer.bos_token or "\0")
            ids = self._ids(prompt, begin=not begun)
        else:
            said = [{"role": m.role, "content": m.content} for m in prompt]
            ids = self._ids(self._templated(said, add_generation_prompt=True))
        return ids or [self._tokenizer.pad_token_id]

    def opened(self, messages: Sequence[Message], role: str) -> str:
        """The text that the chat template spells up to the words of a next message of ``role``.

        Raises ValueError where the model has no template, or one that refuses this.
        """
        said = [{"role": m.role, "content": m.content} for m in messages]
        text = self._templated([*said, {"role": role, "content": _MARK}])
        return text.rpartition(_MARK)[0]

    def closed(self, role: str) -> str:
        """The text that the chat template spells after the words of a message of ``role``.

        Empty without a template, or with one that refuses a message of ``role`` alone.
        """
        try:
            return self._templated([{"role": role, "content": _MARK}]).rpartition(_MARK)[2]
        except ValueError:
            return ""

    def _templated(self, said: list[dict[str, str]], **options: bool) -> str:
        try:
            return str(self._tokenizer.apply_chat_template(said, tokenize=False, **options))
        except ValueError:
            raise
        except Exception as error:  # noqa: BLE001 - templates raise errors of their own
            raise ValueError(f"the chat template refuses these messages: {error}") from None

    def _token(self, word: str) -> list[int]:
        ids = self._ids(word)
        return ids if len(ids) == 1 and ids[0] != self._tokenizer.unk_token_id else []

    def _own_ends(self) -> list[int]:
        own = self._model.generation_config.eos_token_id
        return own if isinstance(own, list) else [own] if own is not None else []

    def _read(self, row: list[int], stops: dict[int, tuple[str, bool]]) -> str:
        cut = next((place for place, token in enumerate(row) if token in stops), len(row))
        text = str(self._tokenizer.decode(row[:cut], skip_special_tokens=True))
        word, stays = stops[row[cut]] if cut < len(row) else ("", False)
        return text + word if stays else text

    def mean_logprobs(
        self,
        texts: Sequence[str],
        contexts: Sequence[str] | None = None,
        *,
        batch_size: int = 8,
    ) -> list[float | None]:
        """Mean natural log-probability per token of each text after its context.

        (1/|y|) Σ log p(yₜ | x, y₍<t₎). The first token of a text without context
        follows the beginning-of-text token; it is not scored where the model has
        none. None where nothing can be scored. What does not fit the window is cut:
        the context at its beginning, then the text at its end.
        """
        torch, _ = libraries()
        befores = contexts if contexts is not None else [""] * len(texts)
        pairs = [self._pair(x, y) for x, y in zip(befores, texts, strict=True)]
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
        found: list[float | None] = [None] * len(pairs)
        for start in range(0, len(order), batch_size):
            batch = [i for i in order[start : start + batch_size] if pairs[i][1] > 0]
            if not batch:
                continue
            tokens, mask = self._padded([pairs[i][0] for i in batch], left=False)
            with torch.inference_mode():
                logits = self._model(input_ids=tokens, attention_mask=mask).logits
            told = logits[:, :-1].float().log_softmax(dim=-1)
            chosen = told.gather(2, tokens[:, 1:].unsqueeze(2)).squeeze(2)
            for row, i in enumerate(batch):
                length, scored = len(pairs[i][0]), pairs[i][1]
                found[i] = float(chosen[row, length - 1 - scored : length - 1].double().mean())
        return found

    def _pair(self, context: str, text: str) -> tuple[list[int], int]:
        """The tokens of context and text, and how many at the end are scored."""
        longest = self.window
        y = self._ids(text)[: longest - 1]
        x = self._ids(context)
        begin = self._tokenizer.bos_token_id
        head = [begin] if begin is not None else []
        room = longest - len(y) - len(head)
        x = [*head, *(x[-room:] if room > 0 else [])]
        return [*x, *y], len(y) if x else max(0, len(y) - 1)

    def _ids(self, text: str, *, begin: bool = False) -> list[int]:
        # Not verbose: it would warn of what is too long, and is cut afterwards.
        told = self._tokenizer(text, add_special_tokens=begin, verbose=False)
        return list(told["input_ids"]) if text or begin else []

    def _padded(self, ids: list[list[int]], *, left: bool) -> tuple[Any, Any]:
        torch, _ = libraries()
        longest = max(len(i) for i in ids)
        pad = self._tokenizer.pad_token_id
        gaps = [longest - len(i) for i in ids]
        if left:
            rows = [[pad] * gap + i for gap, i in zip(gaps, ids, strict=True)]
            masks = [[0] * gap + [1] * len(i) for gap, i in zip(gaps, ids, strict=True)]
        else:
            rows = [i + [pad] * gap for gap, i in zip(gaps, ids, strict=True)]
            masks = [[1] * len(i) + [0] * gap for gap, i in zip(gaps, ids, strict=True)]
        device = self._model.device
        return torch.tensor(rows, device=device), torch.tensor(masks, device=device)


def load_causal(name: str, *, device: str = "cpu") -> CausalModel:
    """A causal model by name or path. Raises EnvironmentFailure if it cannot be loaded."""
    return CausalModel(name, *load("AutoModelForCausalLM", name, device))
