"""The reward-transfer study: one policy learns from simulated replies, its twin from real ones.

The study of HumanLM's authors (GRPO with a BERTScore reward on n synthetic and n real
replies). Both policies begin alike, by one algorithm, for as many steps, over the
same scenarios; only the replies that they are held against differ. Every seed holds out
other scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import numpy as np

from usergap.dialogues import Message
from usergap.train.rewards.reward import Candidate, Score, Scores
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.grpo import Policy, grpo_curve, sampled_rewards
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.kept import Kept
from usergap.train.transfer.lengths import reweighted
from usergap.train.transfer.replies import Example, ReplyPair
from usergap.train.transfer.runs import SIDES, Floats, Runs
from usergap.train.transfer.splitting import Parts, parts_of

Begin = Callable[[Sequence[ReplyPair], int], Policy]
"""A policy before training, from the training pairs and a seed; both sides begin with it."""
FRESH = 1_000_003
"""Held-out replies are drawn by other numbers than those of training."""


def run_study(
    pairs: Sequence[ReplyPair],
    begin: Begin,
    reward: Score,
    effort: Effort,
    *,
    seed: int = 0,
    kept: Kept | None = None,
    progress: Callable[[int], None] | None = None,
) -> Runs:
    """Train and test on both sides, once a seed. ``progress`` is called with steps done.

    ``kept``: where finished seeds are, and checkpoints of the one that is being trained.
    """
    found = []
    for each in range(seed, seed + effort.seeds):
        done = None if kept is None else kept.load(each)
        if done is None:
            parts = parts_of(pairs, effort.held_out, effort.train, effort.test, each)
            with _room_for(kept, each) as folder:
                done = _one(
                    parts, parts.shares(pairs), begin, reward, effort, each, folder, progress
                )
                if kept is not None:
                    kept.save(each, done)
        elif progress is not None:
            progress(2 * effort.steps)
        found.append(done)
    return Runs.stacked(found)


@contextmanager
def _room_for(kept: Kept | None, seed: int) -> Iterator[Path]:
    """A folder for checkpoints and trained models, gone once the seed is done."""
    if kept is None:
        with TemporaryDirectory(prefix="usergap-transfer-") as name:
            yield Path(name)
        return
    folder = kept.place(seed).with_suffix("")
    yield folder
    rmtree(folder, ignore_errors=True)


def headroom_of(
    pairs: Sequence[ReplyPair], begin: Begin, reward: Score, effort: Effort, *, seed: int = 0
) -> Floats:
    """The cheap version: E[max of ``samples``] - E[reward] before training, (seeds, side)."""
    found = []
    for each in range(seed, seed + effort.seeds):
        parts = parts_of(pairs, effort.held_out, effort.train, effort.test, each)
        start = begin(parts.train, each)
        found.append(
            [_room(_tested(start, parts.test, s, reward, effort.samples, each)[0]) for s in SIDES]
        )
    return np.array(found)


def _one(
    parts: Parts,
    shares: Floats,
    begin: Begin,
    reward: Score,
    effort: Effort,
    seed: int,
    folder: Path,
    progress: Callable[[int], None] | None,
) -> Runs:
    start = begin(parts.train, seed)
    heavy = isinstance(start, CausalPolicy)  # word pairs are learnt anew in seconds
    curves = [
        grpo_curve(
            start,
            *_task(parts.train, side),
            reward,
            steps=effort.steps,
            group_size=effort.group,
            contexts_per_step=effort.contexts,
            seed=seed,
            settings=effort.grpo,
            checkpoints=folder / side if heavy else None,
            on_step=None if progress is None else lambda _step, _figures: progress(1),
        )
        for side in SIDES
    ]
    before, headroom = np.empty(2), np.empty(2)
    after, by_length = np.empty((2, 2)), np.empty((2, 2))
    for place, side in enumerate(SIDES):
        base, base_words = _tested(start, parts.test, side, reward, effort.samples, seed)
        before[place], headroom[place] = np.nanmean(base), _room(base)
        for learnt, curve in enumerate(curves):
            got, words = _tested(curve.policy, parts.test, side, reward, effort.samples, seed)
            after[learnt, place] = np.nanmean(got)
            by_length[learnt, place] = reweighted(base, base_words, words)
    replies = effort.steps * effort.group * min(effort.contexts, len(parts.train))
    return Runs(
        rewards=np.array([[np.nan if r is None else r for r in c.rewards] for c in curves]),
        before=before,
        after=after,
        by_length=by_length,
        headroom=headroom,
        copied=parts.copied(),
        missing=np.asarray(np.mean([sum(c.missing) / replies for c in curves])),
        sizes=np.array([len(parts.train), len(parts.test)], float),
        shares=shares,
    )


def _task(pairs: Sequence[ReplyPair], side: str) -> tuple[list[tuple[Message, ...]], list[str]]:
    chosen: list[Example] = [getattr(pair, side) for pair in pairs]
    return [each.context for each in chosen], [each.reply for each in chosen]


def _tested(
    policy: Policy, pairs: Sequence[ReplyPair], side: str, reward: Score, samples: int, seed: int
) -> tuple[Floats, Floats]:
    """Rewards and words of replies to held-out contexts, (contexts, samples)."""
    words: list[int] = []

    def counted(asked: Sequence[Candidate]) -> Scores:
        words.extend(len(each.reply.split()) for each in asked)
        return reward(asked)

    found = sampled_rewards(
        policy, *_task(pairs, side), counted, group_size=samples, seed=seed + FRESH
    )
    return found, np.array(words, float).reshape(found.shape)


def _room(rewards: Floats) -> float:
    """E[max] - E[mean] over contexts with a reward."""
    known = rewards[np.isfinite(rewards).any(axis=1)]
    return float((np.nanmax(known, axis=1) - np.nanmean(known, axis=1)).mean())
