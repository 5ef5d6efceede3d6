"""Match: a control that tells a user, turn by turn, to be as measured real users are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from usergap.errors import InputError
from usergap.profiles.seeds import HASH
from usergap.simulate.made import fingerprint
from usergap.simulate.matching.correction import NONE, Correction, corrected
from usergap.simulate.matching.donors import donors
from usergap.simulate.matching.session import Session, session
from usergap.simulate.matching.target import FEWEST, Target
from usergap.simulate.participant import END_TOKEN, Conversation, Phase, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds
from usergap.simulate.steering.control import Guidance

GOAL_STAYS = "The lines below say how this person writes; what they want stays as it is."
REMARK_LINES = {
    "explicit_positive": "Praise the last answer.",
    "explicit_negative": "Complain that the last answer is wrong or not what you wanted.",
    "regeneration_request": "Ask for the last answer again, done differently.",
    "continuation_request": "Ask the chatbot to go on with its answer.",
    "requesting_clarification": "Say that you did not understand the last answer.",
    "providing_clarification": "Clear up what the chatbot misunderstood or did not know.",
}
KIND_PHRASES = {
    "demographic": "your age, your job or where you live",
    "physical": "your health or body",
    "interpersonal_relationships": "your family, friends or colleagues",
    "general_preferences": "what you like in general",
    "past": "something in your past",
    "future": "a plan of yours",
    "worldview": "what you believe in",
}
NO_REMARK = "Do not comment on the last answer: no praise, no thanks, no complaint."
NO_PRAISE = "Give no praise and no thanks."
NO_KIND = "Tell nothing about yourself."
GO_ON = "Do not end the conversation yet."
STOP = f"End the conversation now: write {END_TOKEN} and nothing else."
ROOM_FOR_REMARK, ROOM_FOR_KIND = 4, 6
"""Words below which a turn cannot show what it is asked to show."""


@dataclass(frozen=True)
class Match:
    """Plans each conversation from a real dialogue's numbers and tells the user by the turn.

    Told are words, remarks on the answer, self-disclosure and the end; never a word of
    the scenario, which stays as it is. ``sessions`` are empty until ``over`` has planned.
    """

    target: Target
    correction: Correction = NONE
    sessions: Mapping[str, Session] = field(default_factory=dict, repr=False)
    name: str = "match"

    @cached_property
    def settings(self) -> Settings:
        """The reference, the correction and the plan's hash."""
        return {
            "reference": self.target.name,
            "fingerprint": self.target.fingerprint,
            "real_dialogues": len(self.target),
            "correction": self.correction.record(),
            "plan": fingerprint({name: own.record() for name, own in self.sessions.items()}),
        }

    @property
    def longest(self) -> int:
        """The most user turns that are planned; a lower turn cap cuts them off."""
        return max((own.turns for own in self.sessions.values()), default=0)

    @property
    def shortest(self) -> int:
        """The fewest user turns that are planned."""
        return min((own.turns for own in self.sessions.values()), default=0)

    def without(self, scenarios: Iterable[Scenario]) -> Match:
        """From a reference without the real dialogues of these scenarios; raises InputError."""
        left = self.target.without(scenarios)
        if len(left) < FEWEST:
            raise InputError(
                f"match: {self.target.name}: expected at least {FEWEST} real dialogues of other"
                f" scenarios than those that are simulated, found {len(left)}: what is simulated"
                " must not be planned from what it is compared with; simulate a part of the"
                " scenarios (rounds of calibration leave one half), or name another reference"
            )
        return replace(self, target=left, sessions={})

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Match:
        """Planned for these scenarios, from real dialogues of other ones; raises InputError."""
        return self.without(scenarios).planned(scenarios, seed)

    def planned(self, scenarios: Sequence[Scenario], seed: int) -> Match:
        """Planned for these scenarios from all of the reference, also their own dialogues."""
        rows = donors(self.target, scenarios, seed)
        sessions = {name: session(self.target, row, name, seed) for name, row in rows.items()}
        return replace(self, sessions=corrected(sessions, self.correction, seed))

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:  # noqa: ARG002 - the same for all
        """All real dialogues behind the plan: none of them may be compared with it."""
        return self._seeds

    @cached_property
    def _seeds(self) -> Seeds:
        target = self.target
        if target.seeds:
            return Seeds(
                target.ids,
                tuple(dict.fromkeys(key for seed in target.seeds for key in seed.pairs)),
                texts=tuple(dict.fromkeys(said for seed in target.seeds for said in seed.texts)),
            )
        ids = tuple(f"{target.name}#{row}" for row in range(len(target)))
        pairs = dict.fromkeys(f"{HASH}{pair}" for pair in target.pairs if pair is not None)
        return Seeds(ids, tuple(pairs))

    def session(self, scenario: Scenario, seed: int) -> Guidance:  # noqa: ARG002 - planned before
        """What the conversation is planned to be; raises InputError for one without a plan."""
        return Guidance((GOAL_STAYS,), self._planned(scenario).record())

    def turn(self, conversation: Conversation) -> Guidance:
        """What the next message is to be like, or that it is the end."""
        plan, turn = self._planned(conversation.scenario), conversation.user_turns
        if turn >= plan.turns:
            if conversation.phase is Phase.MAY_STOP:
                return Guidance((STOP,), {"end": True}, ends=True)
            return Guidance((NO_REMARK, NO_KIND, GO_ON), {"end": False})
        remarks, kinds = plan.remarks[turn], plan.kinds[turn]
        said = (m.content for m in conversation.messages if m.role == "user")
        words = plan.words_of(turn, sum(len(text.split()) for text in said))
        words = max(words, ROOM_FOR_REMARK * len(remarks) + ROOM_FOR_KIND * len(kinds))
        lines = [f"Write about {words} words.", *(REMARK_LINES[label] for label in remarks)]
        if turn and not remarks:
            lines.append(NO_REMARK)
        elif turn and "explicit_positive" not in remarks:
            lines.append(NO_PRAISE)
        told = "; ".join(KIND_PHRASES[kind] for kind in kinds)
        lines.append(f"Tell something about yourself: {told}." if told else NO_KIND)
        values = {"words": words, "remarks": list(remarks), "kinds": list(kinds)}
        return Guidance((*lines, GO_ON), values)

    def _planned(self, scenario: Scenario) -> Session:
        try:
            return self.sessions[scenario.id]
        except KeyError:
            raise InputError(
                f"match: scenario {scenario.id!r}: expected a plan for it, found none: plan with"
                " over() for all scenarios of the run"
            ) from None
