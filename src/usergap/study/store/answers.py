"""Each rater's list, and their answers: an answer is on disk before the next item shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, func, select, update

from usergap.errors import InputError
from usergap.study.records import Answer, Assignment
from usergap.study.store import tables as t
from usergap.study.store.people import Member
from usergap.study.store.writing import writing


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an answer: ``new`` False where one had been given before; that one stands."""

    new: bool
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a rater's list."""

    given: Assignment
    shown: bool
    answered: bool


def first_open(places: Sequence[Place]) -> Place | None:
    """The first place without an answer."""
    return next((one for one in places if not one.answered), None)


class Answers:
    """Assignments and what was answered to them; answers are only ever added."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def assign_once(
        self,
        member: Member,
        choose: Callable[[Mapping[tuple[int, bool], int]], list[Assignment]],
    ) -> None:
        """Give a rater their list, in view of what all were given; a second call does nothing."""
        with writing(self._engine) as connection:
            # for PostgreSQL: lists are chosen one after the other, each in view of those before
            connection.execute(select(t.studies.c.id).filter_by(id=member.study).with_for_update())
            if connection.execute(
                select(t.assignments.c.position).filter_by(rater=member.id).limit(1)
            ).first():
                return
            rows = connection.execute(
                select(t.assignments.c.item, t.assignments.c.flipped, func.count())
                .filter_by(study=member.study)
                .group_by(t.assignments.c.item, t.assignments.c.flipped)
            )
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

    def places(self, rater: str) -> list[Place]:
        """A rater's list in its order, with what was shown and answered."""
        with self._engine.connect() as connection:
            return _places(connection, rater)

    def assignments(self, rater: str) -> list[Assignment]:
        """A rater's list in its order."""
        return [one.given for one in self.places(rater)]

    def progress(self, rater: str) -> tuple[int, int]:
        """How many of how many assignments are answered."""
        places = self.places(rater)
        return sum(one.answered for one in places), len(places)

    def next_assignment(self, rater: str, *, clock: float) -> Assignment | None:
        """The first assignment without an answer, timed from its first showing; or None."""
        found = first_open(self.places(rater))
        if found is None:
            return None
        if not found.shown:
            with writing(self._engine) as connection:
                _shown(connection, rater, found, clock)
        return found.given

    def record(
        self, member: Member, position: int, value: Mapping[str, Any], *, now: str, clock: float
    ) -> Recorded:
        """Put an answer on disk; a second one to the same assignment changes nothing.

        The next assignment counts as shown from here on. Raises InputError where the rater has
        no such assignment.
        """
        mine = {"rater": member.id, "position": position}
        with writing(self._engine) as connection:
            # the lock is for PostgreSQL: of two answers at once the second waits for the first
            given = connection.execute(
                select(t.assignments).filter_by(**mine).with_for_update()
            ).first()
            if given is None:
                raise InputError(f"position: expected one of this rater's, found {position}")
            known = connection.execute(select(t.answers.c.value).filter_by(**mine)).first()
            if known is not None:
                return Recorded(False, known.value)
            shown = clock if given.shown_at is None else given.shown_at
            connection.execute(
                t.answers.insert().values(
                    **mine, study=given.study, value=dict(value),
                    seconds=max(0.0, clock - shown), answered=now,
                )
            )  # fmt: skip
            following = first_open(_places(connection, member.id))
            if following is not None and not following.shown and not member.closed:
                _shown(connection, member.id, following, clock)
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


def _places(connection: Connection, rater: str) -> list[Place]:
    rows = connection.execute(
        select(t.assignments, t.answers.c.position.label("done"))
        .outerjoin(t.answers, _SAME)
        .where(t.assignments.c.rater == rater)
        .order_by(t.assignments.c.position)
    )
    return [
        Place(
            Assignment(row.position, row.item, row.flipped),
            row.shown_at is not None,
            row.done is not None,
        )
        for row in rows
    ]


def _shown(connection: Connection, rater: str, place: Place, clock: float) -> None:
    connection.execute(
        update(t.assignments)
        .filter_by(rater=rater, position=place.given.position, shown_at=None)
        .values(shown_at=clock)
    )


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        row.rater, row.position, row.item, row.flipped, row.value, row.seconds, row.answered
    )
