"""Each rater's list, and their answers: an answer is on disk before the next item shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, and_, func, select, update

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

    def assignments(self, rater: str) -> list[Assignment]:
        """A rater's list in its order."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.assignments).filter_by(rater=rater).order_by(t.assignments.c.position)
            ).all()
        return [Assignment(row.position, row.item, row.flipped) for row in rows]

    def progress(self, rater: str) -> tuple[int, int]:
        """How many of how many assignments are answered."""
        with self._engine.connect() as connection:
            total = connection.execute(
                select(func.count()).select_from(t.assignments).filter_by(rater=rater)
            ).scalar_one()
            done = connection.execute(
                select(func.count()).select_from(t.answers).filter_by(rater=rater)
            ).scalar_one()
        return done, total

    def next_assignment(self, rater: str, *, clock: float) -> Assignment | None:
        """The first assignment without an answer, timed from its first showing; or None."""
        answered = select(t.answers.c.position).filter_by(rater=rater)
        with writing(self._engine) as connection:
            row = connection.execute(
                select(t.assignments)
                .filter_by(rater=rater)
                .where(t.assignments.c.position.not_in(answered))
                .order_by(t.assignments.c.position)
                .limit(1)
            ).first()
            if row is None:
                return None
            if row.shown_at is None:
                connection.execute(
                    update(t.assignments)
                    .filter_by(rater=rater, position=row.position)
                    .values(shown_at=clock)
                )
        return Assignment(row.position, row.item, row.flipped)

    def record(
        self, member: Member, position: int, value: Mapping[str, Any], *, now: str, clock: float
    ) -> Recorded:
        """Put an answer on disk; a second one to the same assignment changes nothing.

        Raises InputError where the rater has no such assignment.
        """
        with writing(self._engine) as connection:
            given = connection.execute(
                select(t.assignments).filter_by(rater=member.id, position=position)
            ).first()
            if given is None:
                raise InputError(f"position: expected one of this rater's, found {position}")
            known = connection.execute(
                select(t.answers.c.value).filter_by(rater=member.id, position=position)
            ).first()
            if known is not None:
                return Recorded(False, known.value)
            shown = clock if given.shown_at is None else given.shown_at
            connection.execute(
                t.answers.insert().values(
                    rater=member.id, position=position, study=given.study, value=dict(value),
                    seconds=max(0.0, clock - shown), answered=now,
                )
            )  # fmt: skip
        return Recorded(True, value)

    def of(self, study: str) -> list[Answer]:
        """All answers of a study, by rater's coming and position."""
        joined = and_(
            t.answers.c.rater == t.assignments.c.rater,
            t.answers.c.position == t.assignments.c.position,
        )
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.answers, t.assignments.c.item, t.assignments.c.flipped)
                .join(t.assignments, joined)
                .join(t.members, t.members.c.id == t.answers.c.rater)
                .where(t.answers.c.study == study, t.members.c.erased.is_(None))
                .order_by(t.members.c.number, t.answers.c.position)
            ).all()
        return [_answer(row) for row in rows]


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        row.rater, row.position, row.item, row.flipped, row.value, row.seconds, row.answered
    )
