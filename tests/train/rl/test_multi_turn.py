"""Multi-turn training, on the scripted task of ``benchmarks/drift.py``: a user who forgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pytest
from benchmarks.drift import ASKS, HELD_OUT, LEARNT, LINE, POLICY, PROMPT, SETTINGS, telling

from usergap.errors import InputError
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import END_TOKEN
from usergap.train.rewards.reward import Candidate, Scores
from usergap.train.rl.conversations import lead, line_rewards
from usergap.train.rl.multi_turn import begun, conversation_curve, level, level_of


def test_drift_falls_on_personas_that_were_not_trained_on() -> None:
    before = level(POLICY, HELD_OUT, ASKS, PROMPT, seed=5)
    assert before.drift is not None
    assert before.drift < -0.05  # it does forget: 5 points of consistency a turn or more
    for seed in (0, 1, 2):
        curve = conversation_curve(
            POLICY, LEARNT, ASKS, PROMPT, steps=30, seed=seed, settings=SETTINGS
        )
        after = level(curve.policy, HELD_OUT, ASKS, PROMPT, seed=5)
        assert after.drift is not None
        assert abs(after.drift) < 0.2 * abs(before.drift)
        assert after.mean > before.mean + 0.2
        assert after.by_turn[-1] > before.by_turn[-1] + 0.3
        # It keeps silent about itself more often than before, but not always.
        assert 0.3 * telling(before.talks) < telling(after.talks) < telling(before.talks)


def test_a_reward_for_nothing_leaves_the_drift() -> None:
    curve = conversation_curve(
        POLICY, LEARNT, ASKS, lambda some: [1.0] * len(some), steps=5, settings=SETTINGS
    )
    assert np.array_equal(curve.policy.logits, POLICY.logits)


def test_missing_lines_are_left_out_and_a_talk_of_them_alone_has_no_reward() -> None:
    def later_only(some: Sequence[Candidate]) -> Scores:
        return [None if c.slot == 0 or not c.earlier else 1.0 for c in some]

    curve = conversation_curve(
        POLICY, LEARNT, ASKS, later_only, steps=2, turns=3, group_size=4, personas_per_step=5
    )
    assert curve.rewards == (1.0, 1.0)  # with 0 for missing: (3 * 2/3) / 4
    assert curve.missing == (5, 5)
    assert np.array_equal(curve.policy.logits, POLICY.logits)


def test_what_a_line_is_held_against() -> None:
    seen: list[Candidate] = []

    def look(some: Sequence[Candidate]) -> Scores:
        seen.extend(some)
        return [0.0] * len(some)

    found = level(POLICY, LEARNT[:2], ASKS, look, turns=3, group_size=2)
    assert len(seen) == 2 * 2 * 3
    third = seen[2]
    assert third.persona == LEARNT[0]
    assert [m.role for m in third.context] == ["user", "assistant"] * 2
    assert [m.content for m in third.context if m.role == "assistant"] == list(ASKS.lines[:2])
    assert third.earlier == (seen[0].reply, seen[1].reply)
    assert [(c.group, c.slot) for c in seen[::3]] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert found.by_turn == (0.0, 0.0, 0.0)


def test_line_to_line_knows_the_earlier_lines() -> None:
    found = level(POLICY, LEARNT, ASKS, LINE, turns=8)
    assert found.by_turn[0] is None  # nothing came before
    assert found.by_turn[7] < 1.0


def test_level_by_hand() -> None:
    # Lines of 1, 0.5, 0: slope -0.5 within it. One line alone says nothing of a slope.
    talks = begun(["p"], 2)
    found = level_of(talks, [[1.0, 0.5, 0.0], [None, 1.0]], 3)
    assert found.mean == pytest.approx(2.5 / 4)
    assert found.drift == pytest.approx(-0.5)
    assert found.by_turn == (1.0, 0.75, 0.0)
    nothing = level_of(talks, [[None], [None]], 1)
    assert (nothing.mean, nothing.drift, nothing.by_turn) == (None, None, (None,))


def test_an_end_token_ends_it_and_is_no_text() -> None:
    talks = begun(["p"], 2)

    def write(live, turn):
        return [f"bye{END_TOKEN}" if talk.slot == 0 and turn == 1 else "go on" for talk in live]

    lead(talks, write, ASKS, 4, 0)
    assert [len(talk.lines) for talk in talks] == [2, 4]
    assert talks[0].messages[-1].content == "bye"
    assert len(line_rewards(talks, lambda some: [1.0] * len(some))[0]) == 2


class Breaking:
    """Says nothing to slot 0 and fails for slot 1."""

    name = "breaking"
    settings = MappingProxyType({})

    async def reply(self, conversation):
        await asyncio.sleep(0)
        if conversation.messages[0].content == "line 0":
            return None
        if conversation.messages[0].content == "line 1":
            raise NoAnswerError
        return "yes?"


def test_an_assistant_that_fails_ends_that_conversation_alone() -> None:
    talks = begun(["p"], 3)
    lead(talks, lambda live, _: [f"line {talk.slot}" for talk in live], Breaking(), 3, 0)
    assert [len(talk.lines) for talk in talks] == [1, 1, 3]


def test_sizes_that_cannot_be() -> None:
    with pytest.raises(InputError, match="expected personas, found none"):
        level(POLICY, [], ASKS, PROMPT)
    with pytest.raises(InputError, match="found 1, 8, 8, 1"):
        conversation_curve(POLICY, LEARNT, ASKS, PROMPT, steps=1, group_size=1)
