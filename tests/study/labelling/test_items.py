"""What is drawn, what a rater reads of it, and what they do not."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.study.labelling.people import corpus_of, source_of, study_on
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.study.assignment import assign
from usergap.study.labelling.items import label_items, shares
from usergap.study.labelling.reading import messages_until
from usergap.study.tasks.labels import label_view


@given(st.integers(1, 300), st.integers(1, 7))
def test_shares_are_even_and_add_up(count, parts):
    found = shares(count, parts)
    assert sum(found) == count
    assert max(found) - min(found) <= 1


def test_nothing_shown_tells_the_source_and_the_probability_is_kept():
    study = study_on(corpus_of("real", 8), corpus_of("simulated", 8), count=12)
    counts = {"real": 0, "simulated": 0}
    for item in study.items:
        assert set(item.shown) == {"messages", "turns"}
        assert all(set(one) == {"role", "text", "turn"} for one in item.shown["messages"])
        counts[item.truth["source"]] += 1
        assert item.truth["inclusion_p"] == pytest.approx(6 / 24)  # 6 of 8 x 3 turns
    assert counts == {"real": 6, "simulated": 6}
    order = [item.truth["source"] for item in study.items]
    assert order != sorted(order), "sources are mixed"


def test_a_single_turn_ends_the_conversation_that_is_shown():
    for item in study_on(corpus_of("real", 8), count=10).items:
        (turn,) = item.shown["turns"]
        last = item.shown["messages"][-1]
        assert (last["role"], last["turn"]) == ("user", turn)


def test_whole_dialogues_ask_for_every_turn():
    study = study_on(corpus_of("real", 9), count=4, whole=True)
    assert len(study.items) == 4
    for item in study.items:
        assert item.shown["turns"] == [1, 2, 3]
        assert item.truth["dialogue_p"] == item.truth["inclusion_p"] == pytest.approx(4 / 9)


def test_empty_messages_are_turns_and_end_tokens_are_not_read():
    messages = (
        Message("user", "before"),
        Message("assistant", "shared"),
        Message("user", ""),
        Message("tool", "secret call"),
        Message("assistant", "   "),
        Message("user", "bye ###STOP###"),
    )
    shown = messages_until(Dialogue("d", messages, context_length=2))
    assert [(one["text"], one["turn"]) for one in shown] == [
        ("before", None), ("shared", None), ("", 1), ("bye", 2),
    ]  # fmt: skip


def test_hostile_and_endless_text_is_shown_harmless():
    text = "\u202eabc\x1b[31m" + "x" * 20_000
    corpus = Corpus("real", (Dialogue("d", (Message("user", text),)),))
    study = study_on(corpus, count=1)
    (said,) = label_view(study, study.items[0])["messages"]
    assert "\u202e" not in said["text"]
    assert "\x1b" not in said["text"]
    assert len(said["text"]) < 7000


def test_sources_that_cannot_be_told_apart_or_are_empty_are_refused():
    one = source_of(corpus_of("real", 3))
    with pytest.raises(InputError, match="different names"):
        label_items([one, one], ["feedback"], count=4, whole=False, seed=0)
    empty = source_of(Corpus("empty", (Dialogue("d", (Message("assistant", "hi"),)),)))
    with pytest.raises(InputError, match="empty: expected user turns"):
        label_items([one, empty], ["feedback"], count=4, whole=False, seed=0)


def test_the_draw_comes_out_again_by_seed():
    one = source_of(corpus_of("real", 20))

    def truths(seed):
        items = label_items([one], ["feedback"], count=9, whole=False, seed=seed)
        return [item.truth for item in items]

    assert truths(1) == truths(1) != truths(2)


def test_every_list_holds_its_share_of_each_source():
    study = study_on(corpus_of("real", 20), corpus_of("simulated", 20), count=40)
    given: Counter[tuple[int, bool]] = Counter()
    for rater in range(4):
        mine = assign(study.items, given, count=10, checks=0, seed=0, rater=rater)
        given.update((one.item, one.flipped) for one in mine)
        sources = Counter(study.items[one.item].truth["source"] for one in mine)
        assert sources == {"real": 5, "simulated": 5}
