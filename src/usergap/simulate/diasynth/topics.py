"""Built-in topics with their subtopics, for work without a model."""

from collections.abc import Mapping

BUILT_IN = "diasynth built-in"
TOPICS: Mapping[str, tuple[str, ...]] = {
    "cooking": (
        "get an idea for dinner from what is left in the fridge",
        "learn why bread does not rise",
        "plan a menu for guests who eat no meat",
        "find out how long cooked rice keeps",
        "replace eggs in a cake recipe",
    ),
    "travel": (
        "plan a weekend trip by train with two children",
        "find out what papers are needed to cross a border",
        "pack light for a cold week of hiking",
        "choose between a hostel and a rented flat",
        "write a complaint about a cancelled flight",
    ),
    "programming": (
        "find the mistake in a loop that never ends",
        "understand what a database index is good for",
        "turn a spreadsheet into a chart by script",
        "decide which language to learn first",
        "have a function rewritten so that it is shorter",
    ),
    "health": (
        "understand the words in a blood test report",
        "build a habit of going to bed earlier",
        "find stretches against a stiff neck",
        "prepare questions for a visit to the doctor",
        "compare running and swimming for beginners",
    ),
    "money": (
        "make a budget for the first flat of one's own",
        "understand how compound interest works",
        "write a letter that asks for a raise",
        "learn what a credit score depends on",
        "decide whether to repair or replace an old car",
    ),
    "school": (
        "get a chapter on the water cycle summarised",
        "practise irregular verbs before a test",
        "find a topic for a history essay",
        "have a proof in geometry explained step by step",
        "plan the revision for three exams in one week",
    ),
    "work": (
        "answer an angry customer politely",
        "prepare for an interview as a nurse",
        "shorten a report to one page",
        "learn how to run a meeting that ends on time",
        "weigh up two job offers in different towns",
    ),
    "home": (
        "find out why a radiator stays cold at the top",
        "choose plants for a balcony without sun",
        "remove a red wine stain from a carpet",
        "hang a heavy shelf on a plaster wall",
        "get a rota for chores in a shared flat",
    ),
}
PERSONAS: tuple[str, ...] = (
    "student who has little time and types on the bus",
    "retired engineer who likes to know how things work",
    "parent of small children, often interrupted",
    "newcomer to the country who still learns the language",
    "shop assistant on a short break",
    "hobbyist who has read a lot about it already",
    "sceptic who was told to try a chatbot",
    "teacher who wants something to show in class",
    "carer who asks for somebody else",
    "teenager who would rather do something else",
    "office worker who needs it for a meeting",
    "night-shift worker who is tired",
)
"""Written by hand; every built-in scenario gets several of them."""
