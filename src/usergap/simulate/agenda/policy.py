"""The agenda: a stack of user acts, pushed and popped by rules.

After Schatzmann, Thomson, Weilhammer, Ye and Young, "Agenda-Based User Simulation for
Bootstrapping a POMDP Dialogue System" (NAACL 2007): the goal fills the agenda; what the
assistant did pushes acts on top of it; a few are popped for each turn. The rules and their
rates are our own, made by hand, and fitted to nobody.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from usergap.simulate.agenda.deriving import Wants
from usergap.simulate.agenda.hearing import Heard, content


class Kind(StrEnum):
    """What a user act does."""

    OPEN = "open"
    INFORM = "inform"
    REQUEST = "request"
    CONFIRM = "confirm"
    NEGATE = "negate"
    REPEAT = "repeat"
    NO_PREFERENCE = "no_preference"
    THANK = "thank"
    BYE = "bye"


@dataclass(frozen=True)
class Act:
    """A user act: a request's or repeat's ``what``, an inform's slot and value."""

    kind: Kind
    what: str = ""
    slot: str = ""


GENERAL = (
    "an example", "the first step", "the usual mistakes", "the reasons", "the alternatives",
    "the most important point", "the risks", "the time it takes", "the cost", "a short summary",
)  # fmt: skip
"""Requests that suit most tasks: drawn where the goal has few, and when all is asked."""
LEAST_REQUESTS = 2
TRIES = 2
"""How often a request that is not answered is made again."""
PATIENCE = 4
"""Failures of the assistant after which the user leaves."""
_POPS = ((1, 0.7), (2, 0.25), (3, 0.05))
_THANKS = 0.1
_LEAVES = 0.5
_REACTIONS = (Kind.CONFIRM, Kind.NEGATE, Kind.NO_PREFERENCE, Kind.THANK, Kind.BYE)


@dataclass(frozen=True)
class State:
    """The agenda, next act first; the request that waits for an answer, and its failures."""

    agenda: tuple[Act, ...]
    waiting: Act | None = None
    tries: int = 0
    failures: int = 0
    spare: tuple[str, ...] = ()


def begin(wants: Wants, rng: random.Random) -> State:
    """The agenda that the goal fills: open, inform, request, thank now and then, bye."""
    goal = wants.goal
    spare = list(GENERAL)
    rng.shuffle(spare)
    short = max(0, LEAST_REQUESTS - len(goal.requests))
    asked, spare = spare[:short], spare[short:]
    informs = [Act(Kind.INFORM, value, slot) for slot, value in goal.constraints]
    requests = [Act(Kind.REQUEST, what) for what in (*goal.requests, *asked)]
    # what was not told at the start comes up between the questions
    late = [act for act in informs[1:] if rng.random() < 0.5]
    body = [act for act in informs if act not in late] + requests
    for act in late:
        body.insert(rng.randint(len(informs) - len(late), len(body)), act)
    thanks = [Act(Kind.THANK)] if rng.random() < 0.5 else []
    return State((Act(Kind.OPEN), *body, *thanks, Act(Kind.BYE)), spare=tuple(spare))


def push(state: State, heard: Heard, wants: Wants, rng: random.Random) -> State:
    """The agenda after what the assistant did."""
    on_top: list[Act] = []
    agenda, waiting = list(state.agenda), state.waiting
    tries, failures = state.tries, state.failures
    if waiting is not None and heard.answers:
        waiting, tries = None, 0
        on_top += [Act(Kind.THANK)] if rng.random() < _THANKS else []
    elif not heard.answers and not heard.asks and not heard.confirms:
        failures += 1
        if waiting is not None and tries < TRIES:
            tries += 1
            on_top.append(Act(Kind.REPEAT, waiting.what))
        else:
            waiting, tries = None, 0
            on_top += [Act(Kind.NEGATE)] if heard.refuses else []
    if heard.confirms:
        known = [wants.task, *(part for pair in wants.goal.constraints for part in pair)]
        right = bool(heard.asked & content(" ".join(known)))
        on_top.append(Act(Kind.CONFIRM) if right else Act(Kind.NEGATE, wants.task))
    if heard.asks:
        told = _answer(agenda, heard.asked)
        if told is not None:
            agenda.remove(told)
        on_top.append(told or Act(Kind.NO_PREFERENCE))
    if failures >= PATIENCE or heard.says_bye:
        on_top, agenda = [], [act for act in agenda if act.kind in (Kind.THANK, Kind.BYE)]
    return replace(
        state, agenda=(*on_top, *agenda), waiting=waiting, tries=tries, failures=failures
    )


def pop(state: State, rng: random.Random, *, may_end: bool) -> tuple[State, tuple[Act, ...]]:
    """The next turn's acts, and what is left; a bye stands alone or after thanks.

    While the user must not end, further requests take the bye's place. One who has
    nothing left but reactions may leave without them.
    """
    agenda, spare = list(state.agenda), list(state.spare)
    leaves = rng.random() < _LEAVES  # drawn whether or not it may, so that turns can be replayed
    if may_end and leaves and all(act.kind in _REACTIONS for act in agenda):
        agenda = agenda[-1:]
    (count,) = rng.choices([n for n, _ in _POPS], [share for _, share in _POPS])
    acts: list[Act] = []
    while len(acts) < count:
        if agenda[0].kind is Kind.BYE:
            if acts and acts[-1].kind is not Kind.THANK:
                break
            if not may_end:
                if acts:
                    break
                what = spare.pop(0) if spare else rng.choice(GENERAL)
                acts.append(Act(Kind.REQUEST, what))
                break
            acts.append(agenda[0])
            break
        if acts and not _together(acts, agenda[0]):
            break
        acts.append(agenda.pop(0))
    asked = [act for act in acts if act.kind is Kind.REQUEST]
    waiting, tries = (asked[-1], 0) if asked else (state.waiting, state.tries)
    left = replace(state, agenda=tuple(agenda), waiting=waiting, tries=tries, spare=tuple(spare))
    return left, tuple(acts)


def _together(acts: Sequence[Act], act: Act) -> bool:
    """Whether an act can share a turn: one question a turn, and no thanks after one."""
    questions = (Kind.REQUEST, Kind.REPEAT)
    if any(each.kind in questions for each in acts):
        return False
    return act.kind not in {each.kind for each in acts} or act.kind is Kind.INFORM


def _answer(agenda: Sequence[Act], asked: frozenset[str]) -> Act | None:
    """What to tell: the inform that the question is about, else the next one."""
    informs = [act for act in agenda if act.kind is Kind.INFORM]
    about = (act for act in informs if asked & content(f"{act.slot} {act.what}"))
    return next(about, informs[0] if informs else None)
