"""Profile: the step's replies together are measured as real users' are."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.train.rewards.batch_gap import MEASURED, RealReplies
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores


def profile(real: RealReplies) -> Score:
    """Minus the excess gaps of all candidates of a call, shared out among them.

    A gap belongs to many replies, so each gets what it adds (``RealReplies.values``). All are
    missing where nothing can be measured.
    """

    def score(candidates: Sequence[Candidate]) -> Scores:
        values = real.values(candidates)
        return [None] * len(candidates) if values is None else [float(v) for v in values]

    return score


def _make(materials: Materials) -> Score:
    named = materials.settings.get("profile.measures")
    measures = MEASURED if named is None else [name.strip() for name in named.split("+")]
    return profile(RealReplies.of(materials.real, measures=measures, seed=materials.seed))


REWARD = Reward(
    id="profile",
    title="Minus the gap of the step's replies to real users'",
    goal="intents, feedback, emotions, length, style and errors come as often as real users'",
    low=float("-inf"),
    high=float("inf"),
    citation="ours; pseudo-values: Quenouille 1956, Biometrika 43",
    version="1",
    gamed="what the annotators take for a label; what is not measured drifts freely",
    make=_make,
    settings=("measures",),
    pays=MEASURED,
)
