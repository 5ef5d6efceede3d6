"""TextDescriptives: readability, with spaCy's rules for sentences and no trained model."""

# ruff: noqa: ANN001, ANN201, ANN202

import spacy
import textdescriptives  # noqa: F401 - registers its parts with spaCy
from timing import main


def prepare(given):
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("textdescriptives/readability")

    def grade():
        texts = given["real"]["texts"]
        found = [x._.readability["flesch_kincaid_grade"] for x in nlp.pipe(texts)]
        return sum(found) / len(found)

    return {"grade": grade}


main(prepare)
