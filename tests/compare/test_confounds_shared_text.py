from hypothesis import given
from hypothesis import strategies as st

from usergap.compare.confounds.shared_text import SPAN, spans
from usergap.dialogues import Dialogue, Message


def dialogue(*texts):
    return Dialogue("d", tuple(Message("user", text) for text in texts))


def numbered(n, start=0):
    return " ".join(f"w{x}" for x in range(start, start + n))


def test_runs_are_counted_within_turns():
    found, owner = spans([dialogue(numbered(SPAN - 1), numbered(SPAN - 1, 50))])
    assert found.size == owner.size == 0
    found, owner = spans([dialogue("no"), dialogue(numbered(SPAN + 2), numbered(SPAN, 50))])
    assert owner.tolist() == [1, 1, 1, 1]  # three runs in 15 words, one in 13
    assert len(set(found.tolist())) == 4
    assert spans([])[0].size == 0


def test_case_and_punctuation_do_not_count():
    plain, _ = spans([dialogue(numbered(SPAN))])
    loud, _ = spans([dialogue(numbered(SPAN).upper().replace(" ", ", ") + "!")])
    assert plain.tolist() == loud.tolist()


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_run_is_found_wherever_it_stands(before, after):
    (run,) = spans([dialogue(numbered(SPAN))])[0].tolist()
    around = f"{numbered(before, 100)} {numbered(SPAN)} {numbered(after, 200)}"
    assert run in spans([dialogue(around)])[0].tolist()
    reordered = " ".join(reversed(numbered(SPAN).split()))
    assert run not in spans([dialogue(reordered)])[0].tolist()
