"""textstat: the Flesch-Kincaid grade."""

# ruff: noqa: ANN001, ANN201

import textstat
from timing import main


def grade(texts):
    return sum(map(textstat.flesch_kincaid_grade, texts)) / len(texts)


def fresh(texts):
    for name in dir(textstat.textstat):
        cached = getattr(textstat.textstat, name, None)
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    return grade(texts)


main(lambda given: {"grade": lambda: fresh(given["real"]["texts"])})
