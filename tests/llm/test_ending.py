from usergap.llm import Ending


def test_a_complete_answer_is_answered_or_cached():
    assert {e for e in Ending if e.complete} == {Ending.ANSWERED, Ending.CACHED}


def test_no_ending_is_both_kept_and_tried_again():
    for ending in Ending:
        assert ending.kept + ending.retried + ending.fatal <= 1, ending


def test_a_rate_limit_is_retried_but_no_failure_of_the_endpoint():
    assert Ending.RATE_LIMITED.retried
    assert not Ending.RATE_LIMITED.failure
    assert Ending.TIMEOUT.failure


def test_names_are_written_as_they_are_in_files():
    assert str(Ending.UNKNOWN_MODEL) == "unknown_model"
