"""The whole reward-transfer experiment, from dialogues to a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from usergap.dialogues import Corpus, Dialogue
from usergap.errors import InputError
from usergap.llm.local.loading import expect_model
from usergap.simulate.prompt_room import FORM
from usergap.train.rewards.registry import reward_named
from usergap.train.rewards.reward import Materials
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.grpo import Policy
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.kept import Kept
from usergap.train.transfer.replies import Cuts, ReplyPair, paired_replies
from usergap.train.transfer.result import Transfer, summarised
from usergap.train.transfer.study import Begin, run_study

NGRAM = "built-in n-gram policy"
VOCABULARY = 400
TINY = (
    "A word-pair model sees no meaning and hardly any context. What it can learn from one"
    " scenario for the next is what simulated users repeat: their words, phrases, lengths. A"
    " slope here shows that such sameness pays; that none is seen does not show that a large"
    " model would find none. Run --model PATH for the model that you train."
)


def transfer(
    real: Sequence[Dialogue],
    simulated: Sequence[Dialogue],
    *,
    simulator: str = "simulated",
    model: str | None = None,
    reward: str = "bertscore",
    reward_model: str | None = None,
    cuts: Cuts | None = None,
    effort: Effort | None = None,
    seed: int = 0,
    keep: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Transfer:
    """Would reward learnt on these simulated replies carry over to real ones?

    ``model``: the path of a causal language model, trained by trl; None: the built-in n-gram
    policy. ``reward``: one that holds a reply against its reference; ``reward_model``: the
    ``transformers`` model behind it. ``keep``: a folder for finished seeds; a study that was cut
    off goes on there when it is called again. Raises InputError where fewer than 20 scenarios have
    a reply on both sides, or for a reward that scores nothing.
    """
    if model is not None:
        expect_model(model)
    cuts, effort = cuts or Cuts(), effort or Effort()
    pairs = paired_replies(real, simulated, cuts)
    declared = reward_named(reward)
    score = declared.make(Materials(model=reward_model))
    told = {"model": model, "reward": f"{declared.id} {declared.version}", "by": reward_model}
    if model is not None:
        told["prompts"] = str(FORM)
    kept = None if keep is None else Kept.of(keep, pairs, effort, told)
    runs = run_study(
        pairs, beginning(model, cuts), score, effort, seed=seed, kept=kept, progress=progress
    )
    if not np.isfinite(runs.before).all():
        raise InputError(f"reward: expected one that scores replies, found none from {reward}")
    return summarised(
        runs,
        pairs,
        effort,
        simulator=simulator,
        policy=NGRAM if model is None else model,
        reward=declared.title,
        notes=notes_on(pairs, cuts, model),
    )


def one_simulator(corpus: Corpus, name: str | None = None) -> tuple[str, tuple[Dialogue, ...]]:
    """The simulator's name and its dialogues. Raises InputError where it is not clear which."""
    held = sorted({d.simulator or corpus.name for d in corpus})
    wanted = name or (held[0] if len(held) == 1 else None)
    if wanted not in held:
        raise InputError(
            f"{corpus.name}: expected one of its simulators ({', '.join(held)}),"
            f" found {name or 'no choice: say --simulator'}"
        )
    chosen = tuple(d for d in corpus if (d.simulator or corpus.name) == wanted)
    return str(wanted), chosen


def beginning(model: str | None, cuts: Cuts) -> Begin:
    """The policy before training: the model, or word pairs of both sides' training replies."""
    if model is not None:
        loaded = CausalPolicy(model, longest=2 * cuts.reply)
        return lambda _pairs, _seed: loaded

    def begin(pairs: Sequence[ReplyPair], seed: int) -> Policy:
        return NgramPolicy.fit(balanced(pairs, seed), words=VOCABULARY, longest=cuts.reply)

    return begin


def balanced(pairs: Sequence[ReplyPair], seed: int) -> list[str]:
    """Replies of both sides with about as many words of each, so that neither has a start."""
    rng = np.random.default_rng([seed, 11])
    sides = [[getattr(p, side).reply for p in pairs] for side in ("real", "simulated")]
    least = min(sum(len(reply.split()) for reply in side) for side in sides)
    found = []
    for side in sides:
        words = 0
        for place in rng.permutation(len(side)).tolist():
            if words >= least:
                break
            found.append(side[place])
            words += len(side[place].split())
    return found


def notes_on(pairs: Sequence[ReplyPair], cuts: Cuts, model: str | None) -> tuple[str, ...]:
    """What a reader must know before the numbers are believed."""
    same = float(np.mean([pair.same_context for pair in pairs]))
    found = [TINY] if model is None else []
    if same < 1:
        found.append(
            f"{100 * same:.0f} % of the pairs answer the very same text; the others stand at the"
            " same turn of the same scenario, each after its own conversation."
        )
    words = {s: float(np.median(_words(pairs, s))) for s in ("simulated", "real")}
    longer = max(words.values()) / max(1.0, min(words.values()))
    if cuts.match_length:
        found.append("Only pairs of replies of one length were used (a quarter apart at most).")
    elif longer > 1.25:
        found.append(
            f"Simulated replies have {words['simulated']:.0f} words in the median, real ones"
            f" {words['real']:.0f}: see what length alone explains, and run --match-length."
        )
    return tuple(found)


def _words(pairs: Sequence[ReplyPair], side: str) -> list[int]:
    return [len(getattr(pair, side).reply.split()) for pair in pairs]
