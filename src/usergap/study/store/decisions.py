"""What the owner decided on: only ever added to, the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Engine,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    select,
)

from usergap.study.store import tables as t
from usergap.study.store.writing import writing

decisions = Table(
    "decisions",
    t.metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("study", String(64), nullable=False, index=True),
    Column("item", Integer, nullable=False),
    Column("part", String(128), nullable=False),
    Column("value", JSON, nullable=False),
    Column("decided", String(32), nullable=False),
    ForeignKeyConstraint(["study", "item"], ["items.study", "items.number"]),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about ``part`` of an item; ``value`` is JSON, ``decided`` in UTC."""

    item: int
    part: str
    value: Any
    decided: str


class Decisions:
    """Decisions of owners about the items of a study, such as adjudicated labels."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, study: str, item: int, values: Mapping[str, Any], *, now: str) -> None:
        """Keep what was decided of parts of an item, all or nothing; earlier ones stay on disk."""
        rows = [
            {"study": study, "item": item, "part": part, "value": value, "decided": now}
            for part, value in values.items()
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(decisions.insert(), rows)

    def of(self, study: str) -> dict[tuple[int, str], Decision]:
        """What stands of a study, by item and part."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(decisions).filter_by(study=study).order_by(decisions.c.number)
            ).all()
        return {
            (row.item, row.part): Decision(row.item, row.part, row.value, row.decided)
            for row in rows
        }
