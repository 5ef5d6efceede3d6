import pytest

from usergap.ledger.contamination.lineage import NO_FILTER, families, lineage_warnings


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("gpt-4o-mini", {"GPT"}),
        ("o3-mini", {"GPT"}),
        ("claude-generic", {"Claude"}),
        ("meta-llama/Llama-3.1-8B-Instruct", {"Llama"}),
        ("deepseek-r1-distill-qwen-7b", {"DeepSeek", "Qwen"}),
        ("google/gemma-2-9b", {"Gemini"}),
        ("agenda", set()),
        ("markov", set()),
        ("foo3", set()),
        ("graphite-9", set()),
    ],
)
def test_families_by_name(name, family):
    assert families(name) == family


def test_one_family_in_two_roles_is_told_with_what_filters_cannot_do():
    told = lineage_warnings(["gpt-4o"], target="gpt-4.1-mini", judge="claude-3")
    assert told == ["generator 'gpt-4o' and target 'gpt-4.1-mini' are both GPT", NO_FILTER]


def test_two_generators_of_one_family_are_no_trouble():
    assert lineage_warnings(["gpt-4o", "gpt-4o-mini"], target="claude-3") == []


def test_a_target_that_judges_itself_is_told():
    assert lineage_warnings([], target="qwen3", judge="qwen2.5")[0].startswith("target 'qwen3'")


def test_an_unknown_name_clears_nothing():
    assert lineage_warnings(["in-house-7"], target="gpt-4o") == [
        "generator 'in-house-7' is of no known family: its lineage cannot be judged"
    ]
