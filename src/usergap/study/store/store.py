"""Store: all that a study keeps, in one database."""

from __future__ import annotations

from sqlalchemy import Engine

from usergap.study.store.answers import Answers
from usergap.study.store.decisions import Decisions
from usergap.study.store.people import People
from usergap.study.store.studies import Studies


class Store:
    """One database, safe to use from many threads; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.studies = Studies(engine)
        self.people = People(engine)
        self.answers = Answers(engine)
        self.decisions = Decisions(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
