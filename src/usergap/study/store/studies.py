"""Studies and their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Row, func, select, update

from usergap.errors import InputError
from usergap.study.records import Item, Study
from usergap.study.store import tables as t
from usergap.study.store.writing import writing


class UnknownStudyError(InputError):
    """There is no study of that name; in the browser, no such page."""


class Studies:
    """What was set up to be asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, study: Study) -> None:
        """Raises InputError where the name is taken."""
        with writing(self._engine) as connection:
            if connection.execute(select(t.studies).filter_by(id=study.id)).first():
                raise InputError(f"study {study.id}: expected a new name, found one in use")
            connection.execute(
                t.studies.insert().values(
                    id=study.id, kind=study.kind, title=study.title, seed=study.seed,
                    created=study.created, settings=dict(study.settings),
                )
            )  # fmt: skip
            connection.execute(t.items.insert(), [_row(study.id, one) for one in study.items])

    def extend(self, name: str, settings: Mapping[str, Any], items: Sequence[Item]) -> None:
        """Add settings and items to a study before its first rater has a list.

        Raises InputError for an unknown study, one that has begun, or settings it has already.
        """
        study = self.get(name)
        with writing(self._engine) as connection:
            if connection.execute(select(t.assignments.c.rater).filter_by(study=name)).first():
                raise InputError(f"study {name}: expected one without raters, found one under way")
            if known := sorted(settings.keys() & study.settings.keys()):
                raise InputError(f"study {name}: has its {known[0]} already")
            connection.execute(
                update(t.studies).filter_by(id=name).values(settings={**study.settings, **settings})
            )
            connection.execute(t.items.insert(), [_row(name, item) for item in items])

    def names(self) -> list[str]:
        """Names of all studies, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(t.studies.c.id).order_by(t.studies.c.created))
            return list(rows.scalars())

    def get(self, name: str) -> Study:
        """Raises UnknownStudyError where there is none of that name."""
        with self._engine.connect() as connection:
            row = connection.execute(select(t.studies).filter_by(id=name)).first()
            if row is None:
                raise UnknownStudyError(f"study: expected one of {self.names()}, found {name!r}")
            found = connection.execute(
                select(t.items).filter_by(study=name).order_by(t.items.c.number)
            )
            items = tuple(_item(one) for one in found)
        return Study(row.id, row.kind, row.title, row.seed, row.created, row.settings, items)

    def size(self, name: str) -> int:
        """How many items the study has."""
        with self._engine.connect() as connection:
            count = select(func.count()).select_from(t.items).filter_by(study=name)
            return int(connection.execute(count).scalar_one())

    def close(self, name: str, *, now: str) -> None:
        """Let nobody join and show no further item; what was shown already may be answered."""
        with writing(self._engine) as connection:
            connection.execute(update(t.studies).filter_by(id=name, closed=None).values(closed=now))

    def reopen(self, name: str) -> None:
        """Undo ``close``."""
        with writing(self._engine) as connection:
            connection.execute(update(t.studies).filter_by(id=name).values(closed=None))

    def closed(self, name: str) -> str | None:
        """When the study was closed; None while it is open."""
        with self._engine.connect() as connection:
            return connection.execute(select(t.studies.c.closed).filter_by(id=name)).scalar()

    def item(self, study: str, number: int) -> Item:
        """One item of a study."""
        with self._engine.connect() as connection:
            row = connection.execute(select(t.items).filter_by(study=study, number=number)).one()
        return _item(row)


def _row(study: str, item: Item) -> dict[str, Any]:
    return {
        "study": study, "number": item.number, "shown": dict(item.shown),
        "truth": dict(item.truth), "attention": item.attention,
        "apart": list(item.apart), "stratum": item.stratum,
    }  # fmt: skip


def _item(row: Row[Any]) -> Item:
    return Item(
        row.number, row.shown, row.truth, row.attention, tuple(row.apart), row.stratum
    )  # fmt: skip
