"""Each rule: what it must find, and what people say that it must leave alone."""

from __future__ import annotations

import pytest

from usergap.dimensions.faults import audit

from .test_audit import CLEAN, SCENARIO, dialogue


def turns_with(kind, *texts, **more):
    report = audit([dialogue(*texts, **more)], kinds=[kind])
    return [finding.turn for finding in report.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Hello! How can I help you today?",
        "You're welcome! Let me know if you have any other questions.",
        "Certainly! Here are some tips for your trip.",
        "The second one. Would you like me to book it?",
        "Assistant: The second one is shorter.",
        # no phrase of the lists, but a chatbot's words
        "You can also add a few examples to your text. What topics would you like to focus on?",
    ],
)
def test_the_user_speaks_as_the_chatbot(text):
    assert turns_with("role_flip", *CLEAN, text, "Well.") == [3]


@pytest.mark.parametrize(
    "text",
    [
        "can you help me with my trip?",
        "thanks, that helped. what about the third road",
        "sure, I'd love to see it",
        "I like it, let me know if there are others like this",
        "Write an e-mail that ends with: feel free to call me, and then list what to pack in it",
        # promises and thanks of a polite customer
        "I understand. I'll look for the number and get back to you. Thank you for your help!",
        "Thanks! If I need anything else, I'll reach out.",
    ],
)
def test_what_users_say_is_no_role_flip(text):
    assert turns_with("role_flip", *CLEAN, text, "Well.") == []


def test_an_answer_given_back_whole_is_a_role_flip():
    answer = "The road along the river is the shortest of the three roads"
    assert turns_with("role_flip", "which road", answer, f" {answer.upper()} ", "Yes.") == [2]
    assert turns_with("role_flip", "which road", "By car.", "by car.", "Yes.") == []


def test_a_loop_needs_the_answer_to_come_round_as_well():
    round_one = ("and the third road then", "It is the long one, along the river.")
    assert turns_with("loop", *CLEAN, *round_one, *round_one, *round_one) == [5]
    other = ("and the third road then", "As I said before, please look at a map of the region.")
    assert turns_with("loop", *CLEAN, *round_one, *other) == []


def test_a_repeat_is_word_for_word_and_long_enough():
    said = "please tell me about the keel"
    assert turns_with("repeat", said, "Deep.", f" {said.capitalize()}", "Deep.") == [2]
    assert turns_with("repeat", said, "Deep.", f"{said} again", "Deep.") == []
    assert turns_with("repeat", "go on please", "Deep.", "go on please", "Deep.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I am 47 years old", True),
        ("we are twelve people", True),
        ("my sister Margarethe told me", True),
        ("I was there in March 1999", True),
        ("what happened in 1999?", False),  # of the world, not of the user
        ("I have a dog", False),  # the scenario's
        ("I know the 3 roads", False),  # the chatbot said three
        ("I heard of Ronda", False),  # the chatbot's
        ("My plan is ready", False),  # opens the sentence
    ],
)
def test_facts_that_nobody_gave(text, found):
    answer = "There are three roads, one to Ronda's bridge."
    said = ("where can I go", answer, text, "Well.")
    assert bool(turns_with("invented", *said, scenario=SCENARIO)) is found


def test_a_number_inside_an_identifier_that_was_given_is_not_invented():
    told = "you are mia_li_3668 and want to fly from the hills to the sea"
    said = ("my user id is 3668", "I see.", "my id is 36, my other one 668", "Yes.")
    assert turns_with("invented", *said, scenario=told) == [2]  # parts of a number are another


def test_a_fact_is_invented_once():
    said = ("I am 47 years old", "I see.", "as I said, I am 47", "Yes.")
    assert turns_with("invented", *said, scenario=SCENARIO) == [1]


def test_the_scenario_word_for_word_is_a_leak():
    long = f"I want to {SCENARIO}, please"
    assert turns_with("leak", long, "Well.", scenario=SCENARIO) == [1]
    own = "a road trip with my dog in the hills"
    assert turns_with("leak", own, "Well.", scenario=SCENARIO) == []
    # eight words in a row are a leak, seven are not
    words = SCENARIO.split()
    assert turns_with("leak", " ".join(words[:8]), "Well.", scenario=SCENARIO) == [1]
    assert turns_with("leak", " ".join(words[:7]), "Well.", scenario=SCENARIO) == []


@pytest.mark.parametrize(
    "text",
    [
        "As an AI language model I cannot drive.",
        "As the user, I would now ask for the price.",
        "My persona would like the short one.",
        "*sighs* not again",
        "(laughs) well then",
        "User: and the third one?",
        "I was instructed to ask for more.",
        "<|im_start|>user and then?",
    ],
)
def test_the_user_leaves_the_stage(text):
    assert turns_with("fourth_wall", *CLEAN, text, "Well.") == [3]


@pytest.mark.parametrize(
    "text",
    [
        "write a play about an AI that drives",
        "as a teacher, I need a test",
        "what does *args mean in python",
        "(see above) I want the second one",
        "act as a travel guide",
        "I play the guitar, what should I pack",
        "my role at work is manager",
    ],
)
def test_people_are_on_no_stage(text):
    assert turns_with("fourth_wall", *CLEAN, text, "Well.") == []


def test_an_early_end_needs_the_end_token():
    asked = ("where can I go", "There.", "and how much is it?")
    assert turns_with("early_stop", *asked, ended=True) == [2]
    assert turns_with("early_stop", *asked) == []
    assert turns_with("early_stop", *asked, "Ten.", ended=True) == []
    assert turns_with("early_stop", "where can I go", "There.", ended=True) == [1]


def test_the_run_says_how_early_is_early():
    more = {"ended": True, "extra": {"simulation": {"min_turns": 4}}}
    assert turns_with("early_stop", *CLEAN, **more) == [2]
    assert turns_with("early_stop", *CLEAN, "thank you", "Bye.", "ok", "So.", **more) == []


def test_who_was_told_to_walk_away_leaves_no_question_by_fault():
    asked = ("where can I go", "There.", "and how much is it?")
    told = {"simulation": {"told_to_end": True}}
    assert turns_with("early_stop", *asked, ended=True, extra=told) == []
    # told by nobody to end before the least number of turns
    told = {"simulation": {"told_to_end": True, "min_turns": 4}}
    assert turns_with("early_stop", *asked, ended=True, extra=told) == [2]


@pytest.mark.parametrize("kind", ["leak", "invented"])
def test_a_replay_is_not_held_against_a_scenario_taken_from_it(kind):
    def judged(copies):
        extra = {"simulation": {"seeds": {"count": 1, "copies": copies}}}
        said = dialogue(
            SCENARIO, "Well.", "I am 41 years old.", "So.", scenario=SCENARIO, extra=extra
        )
        report = audit([said], kinds=[kind])
        (counts,) = report.counts.values()
        return len(report.findings), counts[kind].judged

    assert judged(copies=True) == (0, 0)
    assert judged(copies=False) == (1, 1)


@pytest.mark.parametrize("text", ["Goodbye!", "Thanks, that's all for today.", "See you later!"])
def test_after_goodbye_there_is_no_more(text):
    assert turns_with("missed_stop", *CLEAN, text, "Goodbye!", "one more thing", "Yes?") == [3]
    assert turns_with("missed_stop", *CLEAN, text, "Goodbye!") == []


@pytest.mark.parametrize("text", ["[END]", "The conversation is over.", "STOP", "<end>"])
def test_the_end_in_words_is_no_end(text):
    assert turns_with("missed_stop", *CLEAN, text) == [3]


@pytest.mark.parametrize(
    "text",
    ["how do I say bye in French?", "stop the car there", "is that all?", "the end of the road"],
)
def test_talking_of_ends_is_none(text):
    assert turns_with("missed_stop", *CLEAN, text, "Well.", "and then", "Well.") == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm just a bot, what would you pick?",
        "I'm not human, so which one would people like?",
        "They told me to behave like a tourist.",
        "As a fictional traveller I would take the long one.",
        "Let me stay in my role: I cannot drive.",
        "The human would now ask for the price.",
        "My instructions don't mention a budget.",
        "User reply: the second one",
        "<thinking>ask for the price</thinking> how much is it?",
        "(whispers) is it safe",
        "_sighs_ the short one then",
    ],
)
def test_a_part_is_played(text):
    assert turns_with("fourth_wall", *CLEAN, text, "Well.") == [3]


@pytest.mark.parametrize(
    "text",
    [
        "I am a software developer and a machine operator",
        "they asked me to be there by noon",
        "my instructions for the oven got lost",
        "I need to stay in the north",
        "the user clicks here and then the page opens",
        "call the_play_list and _hold_ it? no: my_hold_list",
        "I will play the guitar on the way",
    ],
)
def test_people_play_no_part(text):
    assert turns_with("fourth_wall", *CLEAN, text, "Well.") == []
