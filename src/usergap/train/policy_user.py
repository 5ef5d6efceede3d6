"""policy: a trained n-gram policy as a simulated user, ``usergap simulate --user policy:PATH``.

Declared as an entry point ``usergap.simulators``: the room of simulation knows no training.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from usergap.dialogues import Message
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.participant import Conversation, Family, Settings
from usergap.simulate.persona import GENERIC_PERSONA
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import LISTED, Seeds
from usergap.simulate.users.hf import Training, read_training
from usergap.simulate.users.userlm import INTENT

if TYPE_CHECKING:
    from usergap.train.rl.ngram_policy import NgramPolicy


@dataclass(frozen=True)
class PolicyUser:
    """Writes what the policy writes in training: it sees the message it answers, or the intent.

    A persona is in view where one is given. It never ends a conversation by itself. Its
    replies can repeat real ones word for word, so all that it was trained on are its seeds.
    """

    policy: NgramPolicy = field(repr=False)
    training: Training = field(default_factory=Training)
    name: str = "policy"
    version: str = "1"
    family: ClassVar[Family] = "rule"

    @property
    def settings(self) -> Settings:
        """The weights, by their hash."""
        told = sha256(self.policy.logits.tobytes())
        told.update(repr((self.policy.vocabulary, self.policy.copy)).encode())
        return {"kind": "policy", "weights": told.hexdigest(), "longest": self.policy.longest}

    @property
    def parents(self) -> tuple[str, ...]:
        """Dialogues that it was trained on; where they are many they are stated as seeds only."""
        ids = self.training.sources.ids
        return ids if len(ids) <= LISTED else ()

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:  # noqa: ARG002 - the same for all
        """All dialogues that it was trained on."""
        return self.training.sources

    async def reply(self, conversation: Conversation) -> str:
        """The next message."""
        import numpy as np

        from usergap.train.rewards.reward import Candidate
        from usergap.train.rl.drawing import answered

        wanted = INTENT.format(scenario=conversation.scenario.text)
        persona = None if conversation.persona == GENERIC_PERSONA else conversation.persona
        said = (Message("system", wanted), *conversation.messages)
        view = answered(Candidate("", said, persona=persona))
        rng = np.random.default_rng(conversation.seed)
        return self.policy.write([view], rng, [conversation.user_turns]).texts[0]


async def _make(spec: Spec, making: Making) -> PolicyUser:  # noqa: ARG001 - needs no model
    from usergap.train.rl.ngram_files import POLICY, load_policy

    place = Path(spec.argument)
    file = place / POLICY if place.is_dir() else place
    policy = load_policy(file)
    if spec.flag("before", default=False):
        policy = policy.moved(policy.start, policy.start_copy)
    run = file.absolute().parent.name
    return PolicyUser(policy, read_training(file.parent) or Training(), run or "policy")


KIND = Kind(
    name="policy",
    argument="PATH",
    options=("before",),
    summary="an n-gram policy, as usergap train rl leaves it; before=yes: as it began",
    make=_make,
)
