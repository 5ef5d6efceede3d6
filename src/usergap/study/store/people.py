"""Who takes part: sessions, consent, and the erasing of a rater."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, bindparam, delete, func, select, update

from usergap.study.store import tables as t
from usergap.study.store.invitations import Invitations, Role, hashed
from usergap.study.store.writing import writing


@dataclass(frozen=True, slots=True)
class Member:
    """Someone with a session: the owner (``study`` None), or a rater of one study.

    ``closed``: their study shows no further items.
    """

    id: str
    role: Role
    study: str | None
    number: int
    consented: str | None
    closed: bool = False


class People(Invitations):
    """Owners and raters; tokens and sessions are kept as hashes."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine

    def join(self, token: str, *, now: str) -> tuple[Member, str] | None:
        """The new member and their session's secret; None where the invitation holds no more."""
        session = secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            found = self.take(connection, token)
            if found is None:
                return None
            before = connection.execute(
                select(func.count()).select_from(t.members).where(t.members.c.study == found.study)
            ).scalar_one()
            name = secrets.token_hex(8)
            connection.execute(
                t.members.insert().values(
                    id=name, study=found.study, role=found.role, number=before,
                    invitation=found.id, session_hash=hashed(session), joined=now,
                )
            )  # fmt: skip
        return Member(name, found.role, found.study, before, None), session

    def member(self, session: str, *, since: str = "") -> Member | None:
        """Whose session this is; None where nobody's, erased, or begun before ``since``."""
        with self._engine.connect() as connection:
            row = connection.execute(_MEMBER, {"hash": hashed(session), "since": since}).first()
        return None if row is None else Member(
            row.id, row.role, row.study, row.number, row.consented, row.closed is not None
        )  # fmt: skip

    def raters(self, study: str) -> list[Member]:
        """The raters of a study in the order in which they came, without erased ones."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.members).filter_by(study=study, erased=None).order_by(t.members.c.number)
            ).all()
        return [Member(row.id, row.role, row.study, row.number, row.consented) for row in rows]

    def counts(self) -> dict[str, tuple[int, int]]:
        """Raters and answers of each study that has raters."""
        of = and_(t.answers.c.rater == t.members.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(
                    t.members.c.study, func.count(t.members.c.id.distinct()),
                    func.count(t.answers.c.position),
                )
                .outerjoin(t.answers, of)
                .where(t.members.c.erased.is_(None), t.members.c.study.is_not(None))
                .group_by(t.members.c.study)
            ).all()  # fmt: skip
        return {study: (raters, answers) for study, raters, answers in rows}

    def consent(self, rater: str, *, now: str) -> None:
        """Write down that the rater agreed; the first time counts."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.members).filter_by(id=rater, consented=None).values(consented=now)
            )

    def sign_out(self, member: str) -> None:
        """End a member's session; what they answered stays."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.members).filter_by(id=member).values(session_hash=f"ended {member}")
            )

    def data_of(self, rater: str) -> dict[str, Any]:
        """Everything that is kept about a rater, as JSON."""
        with self._engine.connect() as connection:
            who = connection.execute(select(t.members).filter_by(id=rater)).one()
            rows = connection.execute(
                select(t.answers).filter_by(rater=rater).order_by(t.answers.c.position)
            ).all()
        return {
            "rater": who.id, "study": who.study, "joined": who.joined,
            "consented": who.consented,
            "answers": [
                {
                    "position": row.position, "answer": row.value,
                    "seconds": row.seconds, "answered": row.answered,
                }
                for row in rows
            ],
        }  # fmt: skip

    def erase(self, rater: str, *, now: str) -> int:
        """Delete a rater's answers and end their session; returns how many answers went.

        What they were given stays, so that the balance of the others' lists does. In a file the
        bytes are gone when this returns: overwritten there and cut off from its write-ahead log.
        PostgreSQL keeps dead rows until its next vacuum.
        """
        with writing(self._engine) as connection:
            gone = connection.execute(delete(t.answers).filter_by(rater=rater)).rowcount
            connection.execute(
                update(t.assignments).filter_by(rater=rater).values(shown_at=None)
            )  # when they read is theirs too
            connection.execute(
                update(t.members)
                .filter_by(id=rater)
                .values(erased=now, session_hash=f"erased {rater}", consented=None, joined="")
            )
        self._empty_log()
        return int(gone)

    def _empty_log(self) -> None:
        if self._engine.dialect.name == "sqlite":
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # waits for readers
            finally:
                raw.close()


_MEMBER = (  # runs at each request: built once
    select(t.members, t.studies.c.closed)
    .outerjoin(t.studies, t.studies.c.id == t.members.c.study)
    .where(
        t.members.c.session_hash == bindparam("hash"),
        t.members.c.erased.is_(None),
        t.members.c.joined >= bindparam("since"),
    )
)
