"""What raters answered: an answer is on disk before the next item shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select

from usergap.errors import InputError
from usergap.study.records import Answer, Assignment
from usergap.study.store import tables as t
from usergap.study.store.lists import Lists, standing
from usergap.study.store.people import Member
from usergap.study.store.writing import writing


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an answer: ``new`` False where one had been given before; that one stands."""

    new: bool
    value: Mapping[str, Any]


class Answers(Lists):
    """Assignments and what was answered to them; answers are only ever added."""

    def progress(self, rater: str) -> tuple[int, int]:
        """How many of how many assignments are answered."""
        found = self.standing(rater)
        return found.done, found.total

    def next_assignment(self, rater: str, *, clock: float) -> Assignment | None:
        """The first assignment without an answer, timed from its first showing; or None."""
        found = self.standing(rater)
        if found.following is not None and not found.shown:
            with writing(self._engine) as connection:
                _show(connection, rater, found.following, clock)
        return found.following

    def record(
        self, member: Member, position: int, value: Mapping[str, Any], *, now: str, clock: float
    ) -> Recorded:
        """Put an answer on disk; a second one to the same assignment changes nothing.

        The next assignment counts as shown from here on. Raises InputError where the rater has
        no such assignment.
        """
        with writing(self._engine) as connection:
            mine = {"rater": member.id, "position": position}
            given = connection.execute(_GIVEN, mine).first()
            if given is None:
                raise InputError(f"position: expected one of this rater's, found {position}")
            known = connection.execute(_KNOWN, mine).first()
            if known is not None:
                return Recorded(False, known.value)
            shown = clock if given.shown_at is None else given.shown_at
            connection.execute(
                t.answers.insert(),
                {
                    **mine, "study": given.study, "value": dict(value),
                    "seconds": max(0.0, clock - shown), "answered": now,
                },
            )  # fmt: skip
            following = standing(connection, member.id).following
            if following is not None and not member.closed:
                _show(connection, member.id, following, clock)
        return Recorded(True, value)

    def state(self, study: str) -> tuple[int, int]:
        """How many answers there are, and how many raters were erased: equal while nothing is new.

        Answers are only ever added, but by erasing a rater.
        """
        answers = select(func.count()).select_from(t.answers).filter_by(study=study)
        erased = (
            select(func.count())
            .select_from(t.members)
            .where(t.members.c.study == study, t.members.c.erased.is_not(None))
        )
        with self._engine.connect() as connection:
            row = connection.execute(
                select(answers.scalar_subquery(), erased.scalar_subquery())
            ).one()
        return row[0], row[1]

    def of(self, study: str) -> list[Answer]:
        """All answers of a study, by rater's coming and position."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.answers, t.assignments.c.item, t.assignments.c.flipped)
                .join(t.assignments, _SAME)
                .join(t.members, t.members.c.id == t.answers.c.rater)
                .where(t.answers.c.study == study, t.members.c.erased.is_(None))
                .order_by(t.members.c.number, t.answers.c.position)
            ).all()
        return [_answer(row) for row in rows]


_SAME = and_(
    t.answers.c.rater == t.assignments.c.rater,
    t.answers.c.position == t.assignments.c.position,
)
# These run at each answer: built once. The lock is for PostgreSQL: of two answers to one
# assignment at once, the second waits for the first.
_GIVEN = (
    select(t.assignments)
    .where(
        t.assignments.c.rater == bindparam("rater"),
        t.assignments.c.position == bindparam("position"),
    )
    .with_for_update()
)
_KNOWN = select(t.answers.c.value).where(
    t.answers.c.rater == bindparam("rater"), t.answers.c.position == bindparam("position")
)
_SHOW = (
    t.assignments.update()
    .where(
        t.assignments.c.rater == bindparam("of"),
        t.assignments.c.position == bindparam("at"),
        t.assignments.c.shown_at.is_(None),
    )
    .values(shown_at=bindparam("clock"))
)


def _show(connection: Connection, rater: str, given: Assignment, clock: float) -> None:
    connection.execute(_SHOW, {"of": rater, "at": given.position, "clock": clock})


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        row.rater, row.position, row.item, row.flipped, row.value, row.seconds, row.answered
    )
