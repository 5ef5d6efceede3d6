"""DiaSynth's set: topics to subtopics to personas, with a plan of what steers each user."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from usergap.errors import InputError
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS
from usergap.simulate.diasynth.plan import Layers, Plan, coverage_plan
from usergap.simulate.diasynth.questions import (
    ask_steps,
    ask_subtopics,
    steps_objection,
    subtopics_objection,
)
from usergap.simulate.diasynth.subtopics import distinct
from usergap.simulate.diasynth.topics import BUILT_IN, PERSONAS, TOPICS
from usergap.simulate.prompts import PROMPT_VERSION
from usergap.simulate.scenarios.checks import Told, personas_objection
from usergap.simulate.scenarios.prompt import ask_personas
from usergap.simulate.scenarios.scenario import MAX_WORDS, Scenario
from usergap.simulate.scenarios.writer import Ask, Open, valid_answers

SUBTOPICS, CANDIDATES = 5, 5
"""Subtopics a topic, and personas a scenario, of which a run draws one."""
SPARE = 3
"""More subtopics are asked for than wanted, since some are too alike."""
_NO_DATA = Told((), (), ())
_SLUG = re.compile(r"\W+")


@dataclass(frozen=True)
class DiaSynthSet:
    """Scenarios by topic, the plan of what steers their users, and what was left out.

    ``dropped``: topic, subtopic and the kept one that it is too like. ``skipped``: topic or
    scenario id and the reason. A scenario in ``skipped`` is there, without what failed.
    """

    scenarios: tuple[Scenario, ...]
    plan: Plan
    dropped: tuple[tuple[str, str, str], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()


def make_diasynth(
    topics: Sequence[str] | None = None,
    ask: Ask | None = None,
    *,
    name: str = "",
    subtopics: int = SUBTOPICS,
    personas: int = CANDIDATES,
    layers: Layers | None = None,
    seed: int = 0,
) -> DiaSynthSet:
    """Scenarios of ``subtopics`` a topic, and their plan (DiaSynth, arXiv 2409.19020).

    ``topics``: None for the built-in ones. ``ask``: a model, called ``name``, which thinks
    up subtopics, personas and how each characteristic shows, step by step. Without one,
    subtopics and personas are the built-in ones, written by hand, and nothing is reasoned.
    A layer that is off leaves the topic itself as what the user wants, personas out, or
    variables out of the plan. Raises InputError for no topic or one given twice, and
    without a model for topics that are not built in; what ``ask`` raises where it is lost.
    """
    layers = layers or Layers()
    topics = tuple(TOPICS) if topics is None else topics
    _check(topics, ask, subtopics, personas)
    reasons: dict[int, str] = {}
    found: dict[int, Any] = {}
    if layers.subtopics:
        if ask is None:
            found = {place: TOPICS[topic] for place, topic in enumerate(topics)}
        else:
            wanted = subtopics + SPARE
            opened = [Open(p, ask_subtopics(t, wanted), _NO_DATA) for p, t in enumerate(topics)]
            found = valid_answers(opened, "subtopics", ask, subtopics_objection, reasons)
    else:
        found = {place: (topic,) * subtopics for place, topic in enumerate(topics)}
    skipped = [(topics[place], reason) for place, reason in reasons.items()]
    made_by = f"{name} prompts-{PROMPT_VERSION}" if ask else BUILT_IN
    scenarios: list[Scenario] = []
    dropped: list[tuple[str, str, str]] = []
    for place in sorted(found):
        topic, kept = topics[place], [" ".join(each.split()) for each in found[place]]
        if layers.subtopics:
            sifted = distinct(kept)
            kept = list(sifted.kept)
            dropped += [(topic, *pair) for pair in sifted.dropped]
        stem = _SLUG.sub("-", topic).strip("-")
        scenarios += [
            Scenario(f"{stem}-{number}", text, domain=topic, made_by=made_by)
            for number, text in enumerate(kept[:subtopics], 1)
        ]
    if layers.personas and personas:
        scenarios, without = _with_personas(scenarios, ask, personas)
        skipped += without
    plan = coverage_plan([scenario.id for scenario in scenarios], layers, seed)
    if ask is not None and layers.context and scenarios:
        plan, without = _reasoned(scenarios, plan, ask)
        skipped += without
    return DiaSynthSet(tuple(scenarios), plan, tuple(dropped), tuple(skipped))


def _check(topics: Sequence[str], ask: Ask | None, subtopics: int, personas: int) -> None:
    stems = [_SLUG.sub("-", topic).strip("-").casefold() for topic in topics]
    if not topics or not all(stems) or len(set(stems)) < len(stems):
        raise InputError("topics: expected one or more of words, each once")
    if any(len(topic.split()) > MAX_WORDS for topic in topics):
        raise InputError(f"topics: expected at most {MAX_WORDS} words each")
    if subtopics < 1 or personas < 0:
        raise InputError(
            f"expected 1 subtopic or more and 0 personas or more, found {subtopics}, {personas}"
        )
    unknown = [topic for topic in topics if topic not in TOPICS]
    if ask is None and unknown:
        raise InputError(
            f"topic {unknown[0]!r}: expected a model that thinks up subtopics (--model), or one"
            f" of the built-in topics: {', '.join(TOPICS)}"
        )


def _with_personas(
    scenarios: list[Scenario], ask: Ask | None, number: int
) -> tuple[list[Scenario], list[tuple[str, str]]]:
    """The scenarios with personas, and those that got none with the reason."""
    reasons: dict[int, str] = {}
    if ask is None:
        lists: dict[int, Any] = {
            place: [PERSONAS[(place + step) % len(PERSONAS)] for step in range(number)]
            for place in range(len(scenarios))
        }
    else:
        asked = [
            Open(place, ask_personas(scenario.text, number), _NO_DATA)
            for place, scenario in enumerate(scenarios)
        ]
        lists = valid_answers(
            asked, "personas", ask, lambda a, told: personas_objection(a, number, told), reasons
        )
    found = [
        replace(scenario, personas=tuple(dict.fromkeys(" ".join(x.split()) for x in lists[place])))
        if place in lists
        else scenario
        for place, scenario in enumerate(scenarios)
    ]
    return found, [(scenarios[place].id, reason) for place, reason in reasons.items()]


def _reasoned(
    scenarios: Sequence[Scenario], plan: Plan, ask: Ask
) -> tuple[Plan, list[tuple[str, str]]]:
    """The plan with how each characteristic shows, where the model gave it."""
    reasons: dict[int, str] = {}
    asked = [
        Open(place, ask_steps(scenario, plan.scenarios[scenario.id].values), _NO_DATA)
        for place, scenario in enumerate(scenarios)
    ]
    steps = valid_answers(asked, "steps", ask, steps_objection, reasons)
    planned = dict(plan.scenarios)
    for place, sentences in steps.items():
        each = scenarios[place].id
        points = [name for name in planned[each].values if name in CHARACTERISTICS]
        told = dict(zip(points, (" ".join(s.split()) for s in sentences), strict=True))
        planned[each] = replace(planned[each], reasons=told)
    return replace(plan, scenarios=planned), [
        (scenarios[place].id, reason) for place, reason in reasons.items()
    ]
