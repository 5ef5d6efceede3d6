"""GRPO of a causal language model over whole conversations, by a rollout function of our own.

A conversation is one completion: the user's tokens, and between them the chatbot's, which the
model sees but is not taught.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.llm.local.loading import window
from usergap.simulate.participant import Assistant
from usergap.train.rewards.reward import Score
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.conversations import Talk, lead, line_rewards, mean_known
from usergap.train.rl.curve import Curve
from usergap.train.rl.drawing import chosen
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.multi_turn import begun
from usergap.train.rl.ngram_run import Keeping
from usergap.train.rl.trl_trainer import Shape, trained

_MARK = "\u2063usergap\u2063"  # invisible separators: no message holds it


@dataclass
class _Track:
    """The tokens of one conversation, and which of them the policy wrote (1)."""

    prompt: list[int]
    tokens: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.prompt) + len(self.tokens)

    def add(self, tokens: Sequence[int], own: int) -> None:
        self.tokens += tokens
        self.own += [own] * len(tokens)


def trl_conversation_curve(
    policy: CausalPolicy,
    personas: Sequence[str],
    assistant: Assistant,
    reward: Score,
    turns: int,
    shape: Shape,
    settings: Grpo,
    keeping: Keeping,
) -> Curve:
    """What ``conversation_curve`` does, for a causal model.

    A conversation that no longer fits the model's window ends there.
    """
    prompts = [policy.prompt((), persona) for persona in personas]
    whose = dict(zip(prompts, personas, strict=True))
    order = [
        i
        for step in range(shape.steps)
        for i in chosen(len(personas), shape.per_step, shape.seed, step)
    ]
    size = shape.group_size

    def rollout(asked: Sequence[str], trainer: Any) -> dict[str, Any]:
        talks = begun([whose[prompt] for prompt in asked[::size]], size)
        tracks = _led(policy, talks, assistant, turns, trainer, shape.seed)
        return {
            "prompt_ids": [track.prompt for track in tracks],
            "completion_ids": [track.tokens for track in tracks],
            "env_mask": [track.own for track in tracks],
            "logprobs": None,
            "talk": talks,
        }

    def judged(talk: Sequence[Talk], **told: Any) -> list[float | None]:
        means = [mean_known(each) for each in line_rewards(talk, reward)]
        told["log_metric"]("missing", float(sum(each is None for each in means)))
        return means

    return trained(
        policy,
        [{"prompt": prompts[i]} for i in order],
        judged,
        shape,
        settings,
        keeping,
        rollout,
    )


def _led(
    policy: CausalPolicy,
    talks: Sequence[Talk],
    assistant: Assistant,
    turns: int,
    trainer: Any,
    seed: int,
) -> list[_Track]:
    tokenizer = trainer.processing_class
    longest = window(tokenizer, trainer.model)

    def ids(text: str) -> list[int]:
        return list(tokenizer(text, add_special_tokens=False)["input_ids"])

    tracks = {id(talk): _Track(list(policy.fitted((), talk.persona).ids)) for talk in talks}

    def write(live: Sequence[Talk], turn: int) -> list[str | None]:
        for talk in live if turn else ():
            between, track = ids(_between(policy, talk)), tracks[id(talk)]
            ended = between and track.tokens[-1] == between[0]
            track.add(between[1:] if ended else between, 0)
        room = [talk for talk in live if tracks[id(talk)].size + policy.longest <= longest]
        if not turn and len(room) < len(live):
            raise InputError(
                f"model {policy.path!r}: expected a window for the prompt and {policy.longest}"
                f" tokens, found {longest} in all"
            )
        spoken = [tracks[id(talk)].prompt + tracks[id(talk)].tokens for talk in room]
        new = dict(zip(map(id, room), generated(trainer, spoken), strict=True)) if room else {}
        for talk in room:
            tracks[id(talk)].add(new[id(talk)], 1)
        return [
            str(tokenizer.decode(new[id(talk)], skip_special_tokens=True)).strip()
            if id(talk) in new
            else None
            for talk in live
        ]

    lead(talks, write, assistant, turns, seed)
    return [tracks[id(talk)] for talk in talks]


def _between(policy: CausalPolicy, talk: Talk) -> str:
    """What stands between the words of the user's last line and those of the next."""
    *before, last, answer = talk.messages
    marked = (*before, Message(last.role, _MARK), answer)
    return policy.whole(marked, talk.persona).rpartition(_MARK)[2]


def generated(trainer: Any, prompts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The tokens that the model in training writes after each prompt, its end token included."""
    import torch

    pad = trainer.processing_class.pad_token_id
    width = max(map(len, prompts))
    device = trainer.model.device
    rows = torch.tensor([[pad] * (width - len(p)) + list(p) for p in prompts], device=device)
    mask = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts], device=device)
    trainer.model.eval()
    try:
        with torch.no_grad():
            out = trainer.model.generate(
                input_ids=rows, attention_mask=mask, generation_config=trainer.generation_config
            )
    finally:
        trainer.model.train()
    ends = set(trainer.eos_token_ids)
    found = []
    for row in out[:, width:].tolist():
        stop = next((place for place, token in enumerate(row) if token in ends), len(row) - 1)
        found.append(row[: stop + 1])
    return found
