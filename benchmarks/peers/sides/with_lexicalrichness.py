"""lexicalrichness: MTLD."""

# ruff: noqa: ANN001, ANN201

from lexicalrichness import LexicalRichness
from timing import main


def mtld(texts):
    found = []
    for text in texts:
        lex = LexicalRichness(text)
        try:
            found.append(lex.mtld(threshold=0.72))
        except ZeroDivisionError:
            continue
    return sum(found) / len(found)


main(lambda given: {"mtld": lambda: mtld(given["real"]["texts"])})
