"""Each rater's list: given once, and how far they are with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, exists, func, or_, select

from usergap.study.records import Assignment
from usergap.study.store import tables as t
from usergap.study.store.people import Member
from usergap.study.store.writing import writing


@dataclass(frozen=True, slots=True)
class Standing:
    """``following``: the first assignment without an answer; None after the last.

    ``shown``: the rater has seen it already. ``done`` of ``total`` are answered.
    """

    following: Assignment | None
    shown: bool
    done: int
    total: int


class Lists:
    """Which items a rater was given; kept even where the rater is erased."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def assign_once(
        self,
        member: Member,
        choose: Callable[[Mapping[tuple[int, bool], int]], list[Assignment]],
        *,
        since: float | None = None,
    ) -> None:
        """Give a rater their list, in view of what all were given; a second call does nothing.

        ``since``: what raters have left unanswered who were last shown an item before this
        clock does not count: they have gone, and somebody else has to judge it.
        """
        with writing(self._engine) as connection:
            # for PostgreSQL: lists are chosen one after the other, each in view of those before
            connection.execute(select(t.studies.c.id).filter_by(id=member.study).with_for_update())
            if connection.execute(
                select(t.assignments.c.position).filter_by(rater=member.id).limit(1)
            ).first():
                return
            counted = (
                select(t.assignments.c.item, t.assignments.c.flipped, func.count())
                .filter_by(study=member.study)
                .group_by(t.assignments.c.item, t.assignments.c.flipped)
            )
            if since is not None:
                gone = (
                    select(t.assignments.c.rater)
                    .filter_by(study=member.study)
                    .group_by(t.assignments.c.rater)
                    .having(func.max(t.assignments.c.shown_at) < since)
                )
                counted = counted.where(or_(_ANSWERED, t.assignments.c.rater.not_in(gone)))
            rows = connection.execute(counted)
            chosen = choose(Counter({(item, flipped): count for item, flipped, count in rows}))
            if chosen:
                connection.execute(
                    t.assignments.insert(),
                    [
                        {
                            "rater": member.id, "study": member.study, "position": one.position,
                            "item": one.item, "flipped": one.flipped,
                        }
                        for one in chosen
                    ],
                )  # fmt: skip

    def assignments(self, rater: str) -> list[Assignment]:
        """A rater's list in its order."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.assignments).filter_by(rater=rater).order_by(t.assignments.c.position)
            ).all()
        return [Assignment(row.position, row.item, row.flipped) for row in rows]

    def shown(self, rater: str, position: int) -> Assignment | None:
        """The assignment of this place; None where there is none, or it was not shown yet."""
        with self._engine.connect() as connection:
            row = connection.execute(_SHOWN, {"rater": rater, "position": position}).first()
        return None if row is None else Assignment(row.position, row.item, row.flipped)

    def standing(self, rater: str) -> Standing:
        """How far a rater is."""
        with self._engine.connect() as connection:
            return standing(connection, rater)


def standing(connection: Connection, rater: str) -> Standing:
    """How far a rater is, as a transaction sees it."""
    row = connection.execute(_STANDING, {"rater": rater}).first()
    if row is not None:
        given = Assignment(row.position, row.item, row.flipped)
        return Standing(given, row.shown_at is not None, row.done, row.total)
    total = connection.execute(_TOTAL, {"rater": rater}).scalar_one()
    return Standing(None, False, total, total)


# These run at each answer: built once.
_MINE = t.assignments.c.rater == bindparam("rater")
_TOTAL = select(func.count()).select_from(t.assignments).where(_MINE)
_DONE = select(func.count()).select_from(t.answers).where(t.answers.c.rater == bindparam("rater"))
_ANSWERED = exists().where(
    t.answers.c.rater == t.assignments.c.rater,
    t.answers.c.position == t.assignments.c.position,
)
_STANDING = (
    select(
        t.assignments,
        _DONE.scalar_subquery().label("done"),
        _TOTAL.correlate(None).scalar_subquery().label("total"),
    )
    .where(_MINE, ~_ANSWERED)
    .order_by(t.assignments.c.position)
    .limit(1)
)
_SHOWN = select(t.assignments).where(
    _MINE,
    t.assignments.c.position == bindparam("position"),
    t.assignments.c.shown_at.is_not(None),
)
