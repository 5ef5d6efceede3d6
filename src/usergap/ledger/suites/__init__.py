"""Evaluation suites: made-up stress probes against a chatbot. Their results are unit tests."""

from usergap.ledger.suites.category import Case, Category, Template
from usergap.ledger.suites.checks import Check, judged
from usergap.ledger.suites.generating import generate
from usergap.ledger.suites.item import Item, item_of, to_dialogue
from usergap.ledger.suites.registry import categories

__all__ = [
    "Case",
    "Category",
    "Check",
    "Item",
    "Template",
    "categories",
    "generate",
    "item_of",
    "judged",
    "to_dialogue",
]
