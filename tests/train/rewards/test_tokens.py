from usergap.train.rewards.tokens import tokens


def test_words_and_marks() -> None:
    assert tokens("Don’t stop, OK?") == ["don't", "stop", ",", "ok", "?"]
