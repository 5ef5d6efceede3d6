import pickle

from usergap.dialogues import given_id
from usergap.dialogues.ids import NumberedId


def test_a_numbered_id_is_plain_text_that_knows_what_it_was() -> None:
    name = NumberedId("a#2", "a")
    assert name == "a#2"
    assert hash(name) == hash("a#2")
    assert given_id(name) == "a"
    assert given_id(pickle.loads(pickle.dumps(name))) == "a"


def test_what_is_made_from_one_is_an_id_of_its_own() -> None:
    assert given_id(f"{NumberedId('a#2', 'a')}+typos") == "a#2+typos"
    assert given_id("a#2") == "a#2"
