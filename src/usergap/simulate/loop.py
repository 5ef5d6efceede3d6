"""The conversation loop: user, assistant, user, … until there is a reason to stop."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from usergap.dialogues import Message
from usergap.dialogues.cleaning import clean_text, safe_repr
from usergap.dialogues.endings import strip_end_tokens
from usergap.errors import InputError, UsergapError
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.participant import Assistant, Conversation, Phase, UserSimulator
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.stop import StopReason

Counts = Mapping[str, int]
Keep = Callable[[Message, Counts], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rules:
    """When a conversation may and must stop, and what is drawn again.

    A dialogue has at least ``min_turns`` user turns where the user obeys, and never
    more than ``max_turns`` (realsim: 4 and 10). A user's message is drawn at most
    ``draws`` times.
    """

    min_turns: int = 4
    max_turns: int = 10
    draws: int = 5
    guardrails: Guardrails = field(default_factory=Guardrails)

    def __post_init__(self) -> None:
        """Raises InputError for rules that no conversation can keep."""
        if not 1 <= self.min_turns <= self.max_turns:
            raise InputError(
                f"turns: expected 1 <= least <= most, found {self.min_turns} and {self.max_turns}"
            )
        if self.draws < 1:
            raise InputError(f"draws: expected 1 or more, found {self.draws}")

    @classmethod
    def between(cls, least: int | None, most: int | None, guardrails: Guardrails) -> Rules:
        """Rules of these turns, the usual ones for None. Raises InputError."""
        usual = cls()
        return cls(
            usual.min_turns if least is None else least,
            usual.max_turns if most is None else most,
            guardrails=guardrails,
        )

    def phase(self, turns: int) -> Phase:
        """The phase of the user's next turn after ``turns`` turns."""
        if turns == 0:
            return Phase.OPENING
        return Phase.MUST_CONTINUE if turns < self.min_turns else Phase.MAY_STOP


@dataclass(frozen=True)
class Outcome:
    """A conversation that stopped: its messages, why, and how often who stepped in."""

    messages: tuple[Message, ...]
    stop: StopReason
    interventions: Counts
    detail: str = ""


@dataclass(frozen=True)
class Start:
    """What a conversation begins, or goes on, with."""

    scenario: Scenario
    persona: str
    seed: int
    messages: tuple[Message, ...] = ()
    interventions: Counts = field(default_factory=dict)


class _Stopped(Exception):  # noqa: N818 - not an error
    def __init__(self, reason: StopReason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail


async def converse(
    start: Start, user: UserSimulator, assistant: Assistant, rules: Rules, keep: Keep
) -> Outcome:
    """Lets the two talk until they stop.

    ``keep`` is awaited with every finished message, and with the interventions that
    it took, before the next is asked for; not with a user's last message that came
    with an end token, which only the outcome has. Trouble of a participant is the outcome's
    stop reason; only trouble of ``keep``, and a UsergapError, is raised: that is of
    the run, not of the conversation.
    """
    messages, counts = list(start.messages), Counter(start.interventions)
    try:
        while True:
            if not messages or messages[-1].role != "user":
                drawn: Counter[str] = Counter()
                try:
                    text, ends = await _user_turn(start, messages, user, rules, drawn)
                finally:
                    counts.update(drawn)
                if text:
                    messages.append(Message("user", text))
                if ends:  # the text belongs to the end: kept alone, a resume would go on
                    raise _Stopped(StopReason.USER_ENDED)
                await keep(messages[-1], drawn)
            messages.append(Message("assistant", await _answer(start, messages, assistant, rules)))
            await keep(messages[-1], {})
            if _turns(messages) >= rules.max_turns:
                raise _Stopped(StopReason.TURN_CAP)
    except _Stopped as stopped:
        return Outcome(tuple(messages), stopped.reason, dict(counts), stopped.detail)


async def _user_turn(
    start: Start,
    messages: Sequence[Message],
    user: UserSimulator,
    rules: Rules,
    drawn: Counter[str],
) -> tuple[str, bool]:
    """The user's next text (may be empty if it ends) and whether it ends."""
    turns, earlier = _turns(messages), [m.content for m in messages if m.role == "user"]
    if turns >= rules.max_turns:  # resumed after its last message
        raise _Stopped(StopReason.TURN_CAP)
    own: Guardrails | None = getattr(user, "guardrails", None)
    guardrails = rules.guardrails if own is None else rules.guardrails.joined(own)
    text = ""
    for attempt in range(rules.draws):
        asked = _asked(start, messages, rules, attempt)
        try:
            said = await user.reply(asked)
        except UsergapError:
            raise
        except Exception as error:  # noqa: BLE001 - one broken conversation never stops the rest
            raise _Stopped(StopReason.USER_FAILED, _told(error)) from None
        if said is None:
            raise _Stopped(StopReason.USER_EXHAUSTED)
        if not isinstance(said, str):
            raise _Stopped(StopReason.USER_FAILED, _no_text(said))
        said = clean_text(said, Counter())
        text = strip_end_tokens([said])[0] or ""
        ends = text != said
        may_end = turns + bool(text.strip()) >= rules.min_turns
        objection = guardrails.objection(text, earlier, ends=ends, may_end=may_end)
        if objection is None:
            return text.strip(), ends
        drawn[objection.value] += 1
    if not text.strip():
        raise _Stopped(StopReason.USER_SILENT)
    return text.strip(), False  # the last draw stands, but an early end does not


async def _answer(
    start: Start, messages: Sequence[Message], assistant: Assistant, rules: Rules
) -> str:
    try:
        said = await assistant.reply(_asked(start, messages, rules, 0))
    except UsergapError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken conversation never stops the rest
        raise _Stopped(StopReason.ASSISTANT_FAILED, _told(error)) from None
    if said is None:
        raise _Stopped(StopReason.ASSISTANT_EXHAUSTED)
    if not isinstance(said, str):
        raise _Stopped(StopReason.ASSISTANT_FAILED, _no_text(said))
    said = clean_text(said, Counter())
    if not said.strip():
        raise _Stopped(StopReason.ASSISTANT_FAILED, "an answer without text")
    return said


def _asked(start: Start, messages: Sequence[Message], rules: Rules, attempt: int) -> Conversation:
    key = f"{start.seed}:{start.scenario.id}:{len(messages)}:{attempt}"
    seed = int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:4]) >> 1
    phase = rules.phase(_turns(messages))
    return Conversation(start.scenario, start.persona, tuple(messages), phase, seed, start.seed)


def _turns(messages: Sequence[Message]) -> int:
    return [message.role for message in messages].count("user")


def _no_text(said: object) -> str:
    return f"expected text, or None at the end, found {safe_repr(said)}"


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
