"""Which turns the shipped annotator was trained on."""

from types import SimpleNamespace

import numpy as np

from usergap.annotators import training_overlap
from usergap.annotators.training_overlap import trained_turns
from usergap.annotators.training_turns import turn_hashes
from usergap.annotators.turn_view import view
from usergap.dialogues import Dialogue, Message
from usergap.formats import read


def talk(name, *texts):
    said = [m for text in texts for m in (Message("user", text), Message("assistant", "Sure."))]
    return Dialogue(name, tuple(said))


def test_turns_are_known_by_their_text_and_the_answer_before(monkeypatch):
    known = talk("a", "Paint the boat.", "Make it red.")
    seen = np.sort(turn_hashes(view([known])))
    monkeypatch.setattr(training_overlap, "turn_model", lambda: SimpleNamespace(seen=seen))
    copy = talk("b", "  Paint the boat. ", "Make it blue.", "Make it red.")
    assert trained_turns([known, copy]).tolist() == [True, True, True, False, True]
    first = talk("c", "Make it red.")  # no answer before it: another turn
    assert trained_turns([first]).tolist() == [False]
    assert trained_turns([]).tolist() == []


def test_its_own_training_data_is_known_and_other_people_s_is_not(data):
    own = read(str(data / "realsim/real.jsonl")).dialogues[:50]
    assert trained_turns(own).mean() > 0.99
    others = read(f"{data}/personachat/pairs_human_vs_synthetic.jsonl#real").dialogues[:50]
    assert trained_turns(others).mean() < 0.01
