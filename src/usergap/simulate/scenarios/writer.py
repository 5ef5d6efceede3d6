"""Scenarios by a model: what it says of each real dialogue, checked, asked again once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from usergap.annotators import Annotator
from usergap.dialogues import Dialogue, Message
from usergap.dialogues.cleaning import clean_text
from usergap.llm import Ending, Request, Result
from usergap.simulate.prompts import PROMPT_VERSION
from usergap.simulate.scenarios.checks import (
    Told,
    personas_objection,
    public_words,
    scenario_objection,
    told_by,
)
from usergap.simulate.scenarios.extractive import Extraction
from usergap.simulate.scenarios.prompt import Question, ask_personas, ask_scenario, read_answer
from usergap.simulate.scenarios.scenario import Scenario

Ask = Callable[[Sequence[Request]], Sequence[Result]]
"""Requests in, one result each out, in order: an endpoint or a local model."""
PERSONAS = 5
"""Candidates a scenario (realsim, arXiv 2605.02624)."""
_ENDED = {
    Ending.REFUSED: "the model refused",
    Ending.TRUNCATED: "the answer was cut off at the token limit",
    Ending.OVER_BUDGET: "a ceiling on calls, tokens or money was reached",
}


@dataclass(frozen=True)
class Open:
    """A question that has no answer yet, by its place."""

    place: int
    question: Question
    check: Told


def write_scenarios(
    dialogues: Sequence[Dialogue],
    ask: Ask,
    identity: Annotator,
    *,
    name: str,
    personas: int = PERSONAS,
    corpus: Sequence[Dialogue] | None = None,
) -> Extraction:
    """One scenario for each real dialogue of which the model gives a valid one.

    ``corpus``: all dialogues at hand, if these are a part, to tell public names by.
    ``name``: of the model. ``identity`` labels self-disclosure per user turn, and the
    sentence too: one that discloses is not taken. ``personas`` candidates are thought up
    from the scenario alone, so that nothing of the real user can reach them; 0: none. A
    dialogue without valid answers at the second try is in ``skipped`` with the reason.
    Raises what ``ask`` raises where the endpoint is lost.
    """
    reasons: dict[int, str] = {}
    keys: dict[str, int] = {}
    for place, dialogue in enumerate(dialogues):
        if not any(turn.text.strip() for turn in dialogue.turns):
            reasons[place] = "no user text"
        elif keys.setdefault(dialogue.scenario_id or dialogue.id, place) != place:
            reasons[place] = "its scenario id is taken by an earlier dialogue"
    public = public_words(dialogues if corpus is None else corpus)
    told = {
        place: told_by(dialogue, annotation.units.get("identity", ()), public)
        for place, (dialogue, annotation) in enumerate(
            zip(dialogues, identity.annotate(dialogues), strict=True)
        )
        if place not in reasons
    }

    asked = [Open(place, ask_scenario(dialogues[place]), told[place]) for place in told]
    check = _scenario_check(identity)
    texts = valid_answers(asked, "scenario", ask, check, reasons)
    lists: dict[int, Any] = {}
    if personas:
        asked = [Open(p, ask_personas(t.strip(), personas), told[p]) for p, t in texts.items()]
        lists = valid_answers(asked, "personas", ask, _personas_check(personas), reasons)
    made_by = f"{name} prompts-{PROMPT_VERSION}"
    scenarios = tuple(
        Scenario(
            id=dialogues[place].scenario_id or dialogues[place].id,
            text=_plain(texts[place]),
            domain=dialogues[place].domain,
            personas=tuple(_plain(each) for each in lists.get(place, ())),
            parents=(dialogues[place].id,),
            made_by=made_by,
        )
        for place in sorted(texts)
        if place not in reasons
    )
    return Extraction(scenarios, tuple((dialogues[p].id, reasons[p]) for p in sorted(reasons)))


def _plain(text: str) -> str:
    """On one line, without what no reader can see and no file can hold."""
    return " ".join(clean_text(text, Counter()).split())


def valid_answers(
    asked: Sequence[Open],
    field: str,
    ask: Ask,
    check: Callable[[Any, Told], str | None],
    reasons: dict[int, str],
) -> dict[int, Any]:
    """Valid answers by place, each question asked twice at most; else ``reasons`` gets why.

    ``check`` gives the objection to the field ``field`` of an answer, None for none.
    """
    found: dict[int, Any] = {}
    for last in (False, True):
        results = ask([each.question.request for each in asked]) if asked else []
        invalid: list[Open] = []
        for each, result in zip(asked, results, strict=True):
            if not result.ok:
                reasons[each.place] = _ENDED.get(result.ending, f"no answer: {result.ending}")
                continue
            answer = read_answer(result.text, field, each.question.ticket)
            objection = check(answer, each.check)
            if objection is None:
                found[each.place] = answer
            elif last:
                reasons[each.place] = f"{field} left out: {objection}"
            else:
                invalid.append(replace(each, question=each.question.again(objection)))
        asked = invalid
    return found


def _scenario_check(identity: Annotator) -> Callable[[Any, Told], str | None]:
    def check(answer: Any, told: Told) -> str | None:
        objection = scenario_objection(answer, told)
        if objection is None:
            said = Dialogue("scenario", (Message("user", answer),))
            (label,) = identity.annotate([said])[0].units.get("identity") or (None,)
            if label is not None and set(label) - {"none"}:
                return "it told something about the user"
        return objection

    return check


def _personas_check(number: int) -> Callable[[Any, Told], str | None]:
    def check(answer: Any, told: Told) -> str | None:
        return personas_objection(answer, number, told)

    return check
