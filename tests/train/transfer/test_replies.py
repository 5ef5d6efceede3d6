import pytest

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.train.transfer.replies import Cuts, paired_replies


def dialogue(name, number, texts, *, scenario="the weather", simulator=None, conversation=None):
    messages = []
    for place, text in enumerate(texts):
        messages.append(Message("user", text))
        messages.append(Message("assistant", f"answer {place} of {name}"))
    return Dialogue(
        f"{name}{number}", tuple(messages), scenario_id=f"s{number}", scenario=scenario,
        simulator=simulator, conversation_id=conversation,
    )  # fmt: skip


def sides(real=("one two", "three"), simulated=("uno dos", "tres"), count=20, **more):
    return (
        [dialogue("r", n, real, **more) for n in range(count)],
        [dialogue("m", n, simulated, simulator="sim") for n in range(count)],
    )


def test_turns_of_one_scenario_stand_side_by_side():
    pairs = paired_replies(*sides())
    assert len(pairs) == 40
    first, second = pairs[:2]
    assert (first.real.reply, first.simulated.reply) == ("one two", "uno dos")
    assert first.group == second.group != pairs[2].group


def test_the_first_turns_answer_the_very_same_text_and_later_ones_do_not():
    first, second = paired_replies(*sides())[:2]
    assert first.real.context == (Message("system", "the weather"),)
    assert first.same_context
    assert not second.same_context
    assert second.real.context[1].content == "answer 0 of r"


def test_a_scenario_told_otherwise_is_shown_to_neither():
    pair = paired_replies(*sides(scenario="the sea"))[0]
    assert pair.real.context == pair.simulated.context == ()


def test_replies_and_contexts_are_cut_alike():
    pair = paired_replies(*sides(("a b c", "d e f"), ("g h i", "j")), Cuts(reply=2, context=3))[1]
    assert (pair.real.reply, pair.simulated.reply) == ("d e", "j")
    assert pair.real.context[-1].content == "0 of r"  # the end of the answer


def test_at_most_so_many_turns_a_scenario():
    assert len(paired_replies(*sides(("a",) * 6, ("b",) * 6), Cuts(turns=3))) == 60


def test_matched_lengths_pair_other_turns():
    # real turns of 2 and 10 words, simulated of 10 and 5: only 10 with 10 is alike
    real, simulated = ("a " * 2, "b " * 10), ("c " * 10, "d " * 5)
    pairs = paired_replies(*sides(real, simulated), Cuts(match_length=True))
    assert len(pairs) == 20
    assert {len(p.real.reply.split()) for p in pairs} == {10}
    assert pairs[0].simulated.reply.startswith("c")


def test_dialogues_of_one_conversation_are_one_group():
    real, simulated = sides(count=21)
    real[0] = dialogue("r", 0, ("x",), conversation="c")
    real[1] = dialogue("r", 1, ("y",), conversation="c")
    assert len({p.group for p in paired_replies(real, simulated)}) == 20


def test_reply_sets_pair_by_context():
    shared = (Message("user", "hello"), Message("assistant", "hi"))
    made = [
        Dialogue(f"{side}{n}", (*shared, Message("user", f"{side} {n}")), context_id=f"c{n}",
                 context_length=2, simulator=side if side == "sim" else None)
        for n in range(20) for side in ("real", "sim")
    ]  # fmt: skip
    pairs = paired_replies(made[::2], made[1::2])
    assert all(pair.same_context for pair in pairs)
    assert (pairs[3].real.reply, pairs[3].simulated.reply) == ("real 3", "sim 3")


def test_too_few_scenarios_are_refused():
    with pytest.raises(InputError, match=r"expected 20 scenarios .* found 19"):
        paired_replies(*sides(count=19))


def test_several_simulators_are_refused():
    real, simulated = sides()
    simulated[0] = dialogue("m", 0, ("x",), simulator="other")
    with pytest.raises(InputError, match="found other, sim"):
        paired_replies(real, simulated)


@pytest.mark.parametrize("wrong", [{"reply": 0}, {"turns": 0}, {"context": -1}])
def test_cuts_that_cannot_be(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        Cuts(**wrong)
