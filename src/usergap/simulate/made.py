"""From an outcome to a Dialogue with its provenance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from usergap.dialogues import NOT_RECORDED, Dialogue, Provenance
from usergap.errors import InputError
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Outcome, Rules, Start
from usergap.simulate.participant import Assistant, Conversation, UserSimulator
from usergap.simulate.seeds import seeds_of, seeds_record
from usergap.simulate.steering.control import guidance, recorded, states_of
from usergap.simulate.stop import StopReason
from usergap.version import __version__

FACTS = ("task", "licence", "consent", "split")
"""Provenance that no run can know of itself: who runs it says it, or it is not recorded."""
_TOLD = ("kind", "sampling", "flip", "steered")
"""Settings of participants that are short enough to stand in each dialogue."""


def checked_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """The same facts; raises InputError for one that is not of ``FACTS``, or is empty."""
    for name, value in facts.items():
        if name not in FACTS:
            raise InputError(f"provenance: expected {', '.join(FACTS)}; found {name!r}")
        if not value.strip():
            raise InputError(f"provenance: {name}: expected text, found nothing")
    return {name: value.strip() for name, value in facts.items()}


def dialogue_of(
    start: Start,
    outcome: Outcome,
    user: UserSimulator,
    assistant: Assistant,
    rules: Rules,
    *,
    settings_hash: str,
    created: str,
    first: bool = True,
    facts: Mapping[str, str] | None = None,
) -> Dialogue:
    """The dialogue of an outcome, paired by its scenario, with every fact that is known.

    ``extra["simulation"]`` holds the stop reason, the guardrails that were on and their
    interventions, how both sides were sampled, how the scenario was made, the variables of
    controls and whether one made the user stop, what a user without a model had in mind
    and the simulator's seeds.
    ``created``: UTC, ISO 8601. ``first``: the first of its run, which lists seeds however
    many. ``facts``: of ``FACTS``, what is known.
    """
    scenario = start.scenario
    of_user, of_assistant = user.settings, assistant.settings
    prompt = [scenario.text, start.persona, of_user.get("prompt")]
    simulation: dict[str, Any] = {
        "stop": outcome.stop.value,
        "guardrails": _guardrails(user, rules),
        "interventions": dict(sorted(outcome.interventions.items())),
        "scenario_made_by": scenario.made_by,
        "min_turns": rules.min_turns,
        "max_turns": rules.max_turns,
        "user": {key: of_user[key] for key in _TOLD if key in of_user},
        "assistant": {key: of_assistant[key] for key in _TOLD if key in of_assistant},
    }
    turns = _before_each_turn(start, outcome, rules)
    controls = getattr(user, "controls", ())
    if controls:
        simulation["controls"] = recorded(controls, scenario, turns, start.seed)
        if turns and guidance(controls, turns[-1]).ends:
            simulation["told_to_end"] = True
    if states := states_of(user, turns):
        simulation["states"] = states
    seeds = seeds_of(user, scenario, start.seed)
    if seeds.ids or seeds.pairs:
        simulation["seeds"] = seeds_record(seeds, first=first)
    listed = simulation.get("seeds", {}).get("ids", ())
    return Dialogue(
        id=scenario.id,
        messages=outcome.messages,
        scenario_id=scenario.id,
        domain=scenario.domain,
        scenario=scenario.text,
        persona=start.persona,
        simulator=user.name,
        assistant_model=assistant.name,
        ended=outcome.stop is StopReason.USER_ENDED,
        provenance=Provenance(
            origin="synthetic",
            family=user.family,
            generator=user.name,
            generator_version=user.version,
            prompt_hash=fingerprint(prompt),
            settings_hash=settings_hash,
            seed=start.seed,
            created=created,
            parents=tuple(dict.fromkeys((*scenario.parents, *listed))),
            domain=scenario.domain or NOT_RECORDED,
            usergap_version=__version__,
            **(facts or {}),
        ),
        extra={"simulation": simulation},
    )


def _guardrails(user: UserSimulator, rules: Rules) -> list[str]:
    """The rules that were on, the user's own among them."""
    own: Guardrails | None = getattr(user, "guardrails", None)
    return (rules.guardrails if own is None else rules.guardrails.joined(own)).on


def _before_each_turn(start: Start, outcome: Outcome, rules: Rules) -> list[Conversation]:
    """The conversation as it was when each of the user's messages was asked for."""
    found: list[Conversation] = []
    for place, message in enumerate(outcome.messages):
        if message.role == "user":
            before = outcome.messages[:place]
            told = (start.scenario, start.persona, before, rules.phase(len(found)))
            found.append(Conversation(*told, seed=0, run_seed=start.seed))
    return found


def fingerprint(value: Any) -> str:
    """SHA-256 (hex) of JSON values in one spelling."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
