from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Message
from usergap.formats.exchanges import REPEATED, RETRIED, stitch


def talk(letters: str) -> tuple[Message, ...]:
    """Lower case is the user, upper case the chatbot, a full stop the system."""
    return tuple(
        Message("system" if x == "." else "user" if x.islower() else "assistant", x)
        for x in letters
    )


def joined(*exchanges: str, histories: bool = True) -> tuple[list[str], dict[str, int]]:
    notes: Counter[str] = Counter()
    threads = stitch(map(talk, exchanges), notes, histories=histories)
    return ["".join(m.content for m in thread) for thread in threads], dict(+notes)


def test_histories() -> None:
    assert joined("aA", "aAbB", "aAbBcC") == (["aAbBcC"], {})
    assert joined("aA", "bB", "aAcC") == (["aAcC", "bB"], {})  # two chats side by side
    assert joined(".aA", ".aAbB") == ([".aAbB"], {})
    assert joined("aA", "", ".") == (["aA"], {})


def test_requests_logged_or_answered_twice() -> None:
    assert joined("aA", "aAbB", "aA") == (["aAbB"], {REPEATED: 1})
    assert joined("aA", "aX", "aXbB") == (["aXbB"], {RETRIED: 1})
    # The thread went on, so another answer is another branch.
    assert joined("aA", "aAbB", "aX") == (["aAbB", "aX"], {})


def test_without_histories() -> None:
    assert joined("aA", "bB", "cC", histories=False) == (["aAbBcC"], {})
    assert joined("aA", "aA", histories=False) == (["aA"], {REPEATED: 1})
    assert joined("aA", "bB", "aA", histories=False) == (["aAbBaA"], {})
    assert joined("aA", "aAbB", "cC", histories=False) == (["aAbBcC"], {})


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True))
def test_both_ways_of_logging_give_one_conversation(users: list[str]) -> None:
    turns = [u + u.upper() for u in users]
    growing = ["".join(turns[: i + 1]) for i in range(len(turns))]
    assert joined(*growing) == joined(*growing, histories=False) == (["".join(turns)], {})
    assert joined(*turns, histories=False) == (["".join(turns)], {})
