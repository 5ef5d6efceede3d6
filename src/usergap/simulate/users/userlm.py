"""UserLM: models that were trained to be the user, not to play one.

After Naous et al. (arXiv 2510.06552) and the model card of microsoft/UserLM-8b: the
system message is the task intent, the roles are not flipped, a turn ends with
``<|eot_id|>`` and a conversation with ``<|endconversation|>``; the guardrails of the
paper's section 4 are on unless they are switched off.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import ClassVar

from usergap.llm import Message
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.model import LocalModel, Model, Sampling, history
from usergap.simulate.participant import Conversation, Family, Settings
from usergap.simulate.steering.control import NOTHING, Control, Guidance, guidance

INTENT = "You are a user who talks to a chatbot. What you want: {scenario}"
TOP_P = 0.8
"""As the model card samples."""


@dataclass(frozen=True)
class UserLM:
    """A model that speaks as "user".

    On this machine its own chat template opens the user's turn. An endpoint must
    apply the model's own template, which opens a user turn where others open the
    assistant's: a server with another template makes it write the chatbot's side.
    ``intent`` may hold ``{scenario}`` and ``{persona}``; what controls ask for is
    added to it, though such models were not trained to obey it.
    """

    model: Model
    sampling: Sampling = field(default_factory=lambda: Sampling(top_p=TOP_P))
    intent: str = INTENT
    guardrails: Guardrails | None = field(default_factory=Guardrails.userlm)
    controls: tuple[Control, ...] = ()
    parents: tuple[str, ...] = ()
    version: str = "not recorded"
    label: str | None = None
    family: ClassVar[Family] = "simulation"

    @property
    def name(self) -> str:
        """The label given, else the model."""
        return self.label or self.model.name

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""
        return {
            "kind": "userlm",
            "model": self.model.settings,
            "sampling": asdict(self.sampling),
            "prompt": self.intent,
            "guardrails": None if self.guardrails is None else asdict(self.guardrails),
            "controls": {control.name: control.settings for control in self.controls},
        }

    async def reply(self, conversation: Conversation) -> str:
        """The model's next message; raises NoAnswerError, and UsergapError for a lost model."""
        told = guidance(self.controls, conversation)
        messages = asked(self.intent, conversation, told)
        if isinstance(self.model, LocalModel):
            said = await self.model.say(messages, self.sampling, conversation.seed, role="user")
        else:
            said = await self.model.say(messages, self.sampling, conversation.seed)
        return told.ended(said)


def asked(intent: str, conversation: Conversation, told: Guidance = NOTHING) -> list[Message]:
    """The messages that a user model is shown, in training too: intent, then what was said.

    An ``intent`` without words is left out.
    """
    lines = [told.system(intent, conversation), *told.lines]
    head = "\n".join(line for line in lines if line.strip())
    said = history(conversation, flip=False)
    return [Message("system", head), *said] if head else said


async def _make(spec: Spec, making: Making) -> UserLM:
    model = await making.model(spec.argument)
    sampling = making.sampling(spec)
    if sampling.top_p is None:
        sampling = Sampling(sampling.temperature, TOP_P, sampling.max_tokens)
    guarded = spec.flag("guardrails", default=True)
    intent = making.text(spec, "intent")
    return UserLM(
        model,
        sampling,
        INTENT if intent is None else intent.strip(),
        Guardrails.userlm() if guarded else None,
    )


KIND = Kind(
    name="userlm",
    argument="MODEL",
    options=("guardrails", "intent", "temperature", "top_p", "max_tokens"),
    summary="a model trained to be the user, such as UserLM, with its guardrails",
    make=_make,
)
