"""Encoding: a sample as token ids, with labels on the user's own tokens and nowhere else.

The prompt is spelled and cut exactly as a simulated user's is (``asked``, ``fitted_user``), and
apart from the target: no token can reach across the seam, whatever the template and tokenizer,
and the model meets in use the very tokens that it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from usergap.errors import InputError
from usergap.llm.local import CausalModel
from usergap.simulate.model import TURN_ENDS, fitted_user
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.prompt_room import Cut, Fitted, counted, prompt_room
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.userlm import INTENT, asked
from usergap.train.flipping.samples import Sample

IGNORED: Final = -100
"""The label of tokens that no loss is taken on (PyTorch's ``ignore_index``)."""


@dataclass(frozen=True)
class Encoded:
    """Token ids and labels of one length; ``target`` ids at the end are the user's.

    Labels are ``IGNORED`` before them. ``words``: how many of the target's tokens are words of
    the message; the one after them ends the turn. ``cut``: what the prompt lost to fit.
    """

    sample: Sample
    ids: tuple[int, ...]
    labels: tuple[int, ...]
    words: int
    cut: Cut

    @property
    def target(self) -> int:
        """The number of tokens that have a label."""
        return sum(label != IGNORED for label in self.labels)


class Encoder:
    """Spells samples for one model; ``longest`` tokens at most.

    ``intent`` is the wording, with ``{scenario}``, that the model is told what the user wants
    in; a sample without intent is shown the conversation alone. Raises InputError where the
    tokenizer has nothing to end a turn with.
    """

    def __init__(
        self, model: CausalModel, tokenizer: Any, longest: int, intent: str = INTENT
    ) -> None:
        self.model, self.longest, self.intent = model, longest, intent
        self._tokenizer = tokenizer
        self.stop = turn_end(model, tokenizer)
        if longest < 8:
            raise InputError(f"longest sample: expected 8 tokens or more, found {longest}")

    def encode(self, sample: Sample, *, with_intent: bool = True) -> Encoded | None:
        """One sample; without intent the model is shown the conversation alone.

        The prompt is the very one in use (``prompt_room``); where the message is too long to
        follow it, a shorter one. None where the message does not fit even so: it is never cut.
        """
        messages = self.messages(sample, with_intent=with_intent)
        prompt = fitted_user(self.model, messages, prompt_room(self.longest))
        target = self._target(sample, prompt)
        if len(prompt.ids) + len(target) > self.longest:
            prompt = fitted_user(self.model, messages, self.longest - len(target))
            target = self._target(sample, prompt)
        if len(prompt.ids) + len(target) > self.longest:
            return None
        labels = (*[IGNORED] * len(prompt.ids), *target)
        return Encoded(sample, (*prompt.ids, *target), labels, len(target) - 1, prompt.cut)

    def _target(self, sample: Sample, prompt: Fitted) -> list[int]:
        text = sample.target.strip()
        if prompt.plain:  # a transcript is a line for each message
            text = " " + " ".join(text.split())
        return [*self.words(text), self.stop]

    def messages(self, sample: Sample, *, with_intent: bool = True) -> Any:
        """What a simulated user would be shown at this place."""
        scenario = Scenario("", sample.intent)
        conversation = Conversation(scenario, "", sample.said, Phase.MAY_STOP, 0)
        intent = self.intent if with_intent and sample.intent else ""
        return asked(intent, conversation)

    def words(self, text: str) -> list[int]:
        """The tokens of a message's words."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def holds_marks(self, sample: Sample) -> bool:
        """Whether somebody wrote a special token of the model, which would end turns at will."""
        marks = set(self._tokenizer.all_special_tokens)
        texts = [message.content for message in sample.said]
        texts += [] if sample.ends else [sample.target]
        return any(mark in text for text in texts for mark in marks)


def turn_end(model: CausalModel, tokenizer: Any) -> int:
    """The token that ends a user's turn: the template's own mark, else the end of text."""
    known = {tokenizer.convert_tokens_to_ids(mark) for mark in TURN_ENDS} - {
        None, tokenizer.unk_token_id,
    }  # fmt: skip
    known.add(tokenizer.eos_token_id)
    after = model.closed("user")
    spelled = tokenizer(after, add_special_tokens=False)["input_ids"] if after else []
    found = next((token for token in spelled if token in known), tokenizer.eos_token_id)
    if found is None:
        raise InputError(
            f"model {model.name!r}: expected a token that ends a turn"
            f" ({', '.join(TURN_ENDS)} or an end of text), found none"
        )
    return int(found)


@dataclass(frozen=True)
class Samples:
    """Encoded samples, and how many were left out: for a special token, and for their length."""

    encoded: list[Encoded]
    marked: int
    too_long: int

    def record(self) -> dict[str, int]:
        """What was cut and left out, for a run's card."""
        return {
            **counted(each.cut for each in self.encoded),
            "left_out_too_long": self.too_long,
            "left_out_with_special_tokens": self.marked,
        }


def encode_all(encoder: Encoder, samples: Sequence[Sample]) -> Samples:
    """All samples with their intents but those that hold special tokens or do not fit."""
    kept = [each for each in samples if not encoder.holds_marks(each)]
    encoded = [found for each in kept if (found := encoder.encode(each)) is not None]
    return Samples(encoded, len(samples) - len(kept), len(kept) - len(encoded))
