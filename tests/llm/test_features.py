from usergap.llm import Request
from usergap.llm.dialects import DIALECTS
from usergap.llm.features import Features

ALL = Request.of("x", logprobs=1, json_schema={}, max_tokens=1, temperature=0.0, top_p=1.0, seed=1)


def features(dialect: str = "chat") -> Features:
    return Features(DIALECTS[dialect].optional)


def test_what_the_dialect_has_not_is_left_out_from_the_start():
    assert features().without(ALL) == frozenset()
    assert features("messages").without(ALL) == {"logprobs", "seed"}


def test_a_zero_is_asked_for_and_none_is_not():
    assert features().asked(Request.of("x", logprobs=0, temperature=0.0)) == {
        "logprobs",
        "temperature",
    }
    assert features().asked(Request.of("x")) == frozenset()


def test_the_refusal_names_the_suspect():
    told = [
        ("'top_p' is not supported", "top_p"),
        ("unknown field response_format", "json_schema"),
        ("logprobs must be false", "logprobs"),
        ("use max_completion_tokens, not max_tokens", "max_tokens"),
        ("seed not allowed", "seed"),
        ("nothing in particular", "logprobs"),
    ]
    for detail, name in told:
        assert features().suspect(ALL, frozenset(), detail) == name


def test_without_a_name_only_the_scouted_are_suspected_and_never_the_proven():
    target = features()
    without = frozenset({"logprobs", "json_schema"})
    assert target.suspect(ALL, without, "no idea") is None
    target.learn(ALL, frozenset())
    assert target.suspect(ALL, frozenset(), "logprobs are odd") is None


def test_what_was_refused_once_is_left_out_for_good():
    target = features()
    assert target.untried(ALL)
    target.learn(ALL, frozenset({"logprobs"}))
    assert not target.untried(ALL)
    assert target.without(ALL) == {"logprobs"}
    assert target.without(Request.of("x")) == frozenset()
