import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues.endings import strip_end_tokens

STOP, END = "###STOP###", "<|endconversation|>"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["hello", f"thanks {STOP}"], ["hello", "thanks"]),
        (["hello", STOP], ["hello", None]),
        (["hello", f" {END}\n"], ["hello", None]),
        ([f"bye {STOP} and more"], ["bye and more"]),
        ([f"{STOP} {STOP}"], [None]),
        (["###ST###STOP###OP###"], [None]),  # removing one token makes another
        (["all done TERMINATE"], ["all done"]),
        (["all done. TERMINATE."], ["all done."]),
        (["TERMINATE"], [None]),
        (["first TERMINATE", "second"], ["first TERMINATE", "second"]),  # not the last message
        (["first TERMINATE", "TERMINATE"], ["first", None]),  # the last one was only a token
        (["should I terminate"], ["should I terminate"]),
        (["how do I use TERMINATE in my script"], ["how do I use TERMINATE in my script"]),
        (["the word NOTTERMINATE"], ["the word NOTTERMINATE"]),
        (["", "  "], ["", "  "]),
        ([], []),
    ],
)
def test_known_cases(texts: list[str], expected: list[str | None]) -> None:
    assert strip_end_tokens(texts) == expected


def test_tokens_are_extensible() -> None:
    assert strip_end_tokens(["bye [DONE]"], anywhere=["[DONE]"]) == ["bye"]
    assert strip_end_tokens(["bye over"], trailing=["over"]) == ["bye"]
    assert strip_end_tokens([f"bye {STOP}"], anywhere=[]) == [f"bye {STOP}"]
    assert strip_end_tokens(["bye"], anywhere=[""], trailing=[""]) == ["bye"]


parts = st.sampled_from([STOP, END, "TERMINATE", "hello", " ", "\n", ".", "STOP###", "###"])


@given(st.lists(st.lists(parts).map("".join), max_size=4))
def test_stripping_again_changes_nothing(texts: list[str]) -> None:
    once = [text for text in strip_end_tokens(texts) if text is not None]
    assert strip_end_tokens(once) == once
    assert not any(STOP in text or END in text for text in once)


@given(st.lists(st.text(), max_size=4))
def test_text_without_tokens_is_the_same_object(texts: list[str]) -> None:
    if not any("TERMINATE" in t or STOP in t or END in t for t in texts):
        assert all(a is b for a, b in zip(strip_end_tokens(texts), texts, strict=True))
