import random

import pytest

from usergap.compare import Verdict
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.report.side_effects_terminal import side_effects_lines
from usergap.train.rewards.registry import rewards
from usergap.train.side_effects import side_effects
from usergap.train.side_effects.rewarded import names_of, paid_by, rewarded_rows

ASKS = (
    "how do i fix a leak in the roof?", "why is the sky blue", "write a short text about bees",
    "what does this word mean?", "make it shorter", "give me three names for a cat",
)  # fmt: skip
THANKS = ("Thank you so much, that is perfect!", "Thanks, this is really great!")


def corpus(name, praise, *, more="", turns=4, count=40):
    """Users of so many turns, a share of which begins with thanks; ``more`` ends each."""
    made = []
    for number in range(count):
        rng = random.Random(f"{name} {number}")
        messages = []
        for _ in range(turns):
            thanks = f"{rng.choice(THANKS)} " if rng.random() < praise else ""
            messages.append(Message("user", f"{thanks}{rng.choice(ASKS)}{more}"))
            messages.append(Message("assistant", "Here is what you asked for, in some detail."))
        made.append(Dialogue(f"{name}{number}", tuple(messages), scenario_id=f"s{number}"))
    return Corpus(name, tuple(made))


@pytest.fixture(scope="module")
def found():
    real, before = corpus("real", 0.05), corpus("before", 0.05, more=" now please tell me")
    after = corpus("after", 0.95)
    return side_effects(before, after, real, ["length"], replicates=400)


def row(found, name):
    return next(effect for effect in found.effects if effect.name == name)


def test_all_ten_measures_and_the_probes_are_there(found):
    names = [effect.name for effect in found.effects]
    assert names[:10] == [
        "intent", "feedback", "emotion", "identity", "knowledge", "words", "turns", "fk_grade",
        "mtld", "errors",
    ]  # fmt: skip
    assert {"praise.praise", "disclosure.turns"} <= set(names)


def test_praise_that_nobody_rewarded_is_marked(found):
    for name in ("feedback", "praise.praise"):
        effect = row(found, name)
        assert not effect.rewarded
        assert effect.moved is Verdict.DIFFERS
        assert effect.direction == "further"
        assert effect in found.beside
    praise = row(found, "praise.praise")
    assert praise.after > 40 > 10 > praise.before
    assert praise.change.low > 40
    assert "Feedback" in found.sentence


def test_what_was_rewarded_is_no_side_effect(found):
    assert found.rewarded == ("turns", "words")
    assert all(row(found, name).rewarded for name in found.rewarded)
    assert not {effect.name for effect in found.beside} & set(found.rewarded)


def test_what_did_not_move_is_not_marked(found):
    turns = row(found, "turns")
    assert turns.moved is not Verdict.DIFFERS
    assert turns.change.value == 0
    assert turns.direction == "cannot tell"


def test_the_table_as_text(found):
    lines = side_effects_lines(found)
    feedback = next(line for line in lines if "Feedback" in line and "→" in line)
    assert feedback.startswith("! ")
    assert feedback.endswith("moved, further")
    assert any(line.startswith("* ") and "Words" in line for line in lines)


def test_the_same_model_twice_moves_nothing():
    real, model = corpus("real", 0.3), corpus("before", 0.3)
    found = side_effects(model, model, real, replicates=200)
    assert found.beside == ()
    assert found.sentence.startswith("None of")
    assert all(effect.direction == "cannot tell" for effect in found.effects)


def test_json_has_no_enum(found):
    told = found.to_json()
    assert told["effects"][1]["moved"] == "differs"


def test_names_mean_measures_dimensions_and_probes():
    assert rewarded_rows(["length"]) == {"words", "turns"}
    assert rewarded_rows(["praise"]) == {"praise", "feedback"}
    assert rewarded_rows(["identity"]) == {"identity", "disclosure"}
    assert rewarded_rows([]) == frozenset()
    assert names_of(" length, feedback ,") == ["length", "feedback"]


def test_a_name_that_means_nothing_is_refused():
    with pytest.raises(InputError, match=r"rewarded: expected disclosure.* found 'charm'"):
        rewarded_rows(["charm"])


def test_what_rewards_pay_for_by_name():
    assert paid_by("bertscore,coverage=0.3") == ()
    assert set(paid_by("profile,bertscore")) >= {"intent", "words", "errors"}
    assert paid_by("profile", {"profile.measures": "words + emotion"}) == ("words", "emotion")
    rewarded_rows([row for name in rewards() for row in paid_by(name)])  # all are rows of the table
    with pytest.raises(InputError, match="found 'bleu'"):
        paid_by("bleu")
