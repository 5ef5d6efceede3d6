"""lexical-diversity: MTLD."""

# ruff: noqa: ANN001, ANN201

from lexical_diversity import lex_div
from timing import main


def mtld(texts):
    found = [lex_div.mtld(lex_div.tokenize(text)) for text in texts]
    return sum(found) / len(found)


main(lambda given: {"mtld": lambda: mtld(given["real"]["texts"])})
