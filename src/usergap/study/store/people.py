"""Who takes part: invitations, sessions, consent, and the erasing of a rater."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, delete, func, select, update

from usergap.study.store import tables as t
from usergap.study.store.writing import writing

Role = Literal["owner", "rater"]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone with a session: the owner (``study`` None), or a rater of one study."""

    id: str
    role: Role
    study: str | None
    number: int
    consented: str | None


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class People:
    """Owners and raters; tokens and sessions are kept as hashes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def invite(self, role: Role, study: str | None, *, now: str, uses: int | None = None) -> str:
        """A new token of an invitation link; ``uses``: how many may follow it (None: any)."""
        token = secrets.token_urlsafe(24)
        with writing(self._engine) as connection:
            connection.execute(
                t.invitations.insert().values(
                    token_hash=hashed(token), study=study, role=role, uses_left=uses, created=now
                )
            )
        return token

    def join(self, token: str, *, now: str) -> tuple[Member, str] | None:
        """The new member and their session's secret; None where the invitation holds no more."""
        session = secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            found = connection.execute(
                select(t.invitations).filter_by(token_hash=hashed(token))
            ).first()
            if found is None or found.uses_left == 0:
                return None
            if found.uses_left is not None:
                connection.execute(
                    update(t.invitations)
                    .filter_by(token_hash=hashed(token))
                    .values(uses_left=found.uses_left - 1)
                )
            before = connection.execute(
                select(func.count()).select_from(t.members).where(t.members.c.study == found.study)
            ).scalar_one()
            row = {
                "id": secrets.token_hex(8), "study": found.study, "role": found.role,
                "number": before, "session_hash": hashed(session), "joined": now,
            }  # fmt: skip
            connection.execute(t.members.insert().values(row))
        return Member(row["id"], found.role, found.study, before, None), session

    def member(self, session: str) -> Member | None:
        """Whose session this is; None where nobody's (or erased)."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(t.members).filter_by(session_hash=hashed(session), erased=None)
            ).first()
        return None if row is None else Member(
            row.id, row.role, row.study, row.number, row.consented
        )  # fmt: skip

    def raters(self, study: str) -> list[Member]:
        """The raters of a study in the order in which they came, without erased ones."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(t.members).filter_by(study=study, erased=None).order_by(t.members.c.number)
            ).all()
        return [Member(row.id, row.role, row.study, row.number, row.consented) for row in rows]

    def consent(self, rater: str, *, now: str) -> None:
        """Write down that the rater agreed; the first time counts."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.members).filter_by(id=rater, consented=None).values(consented=now)
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
                    "position": row.position, "answer": json.loads(json.dumps(row.value)),
                    "seconds": row.seconds, "answered": row.answered,
                }
                for row in rows
            ],
        }  # fmt: skip

    def erase(self, rater: str, *, now: str) -> int:
        """Delete a rater's answers and end their session; returns how many answers went.

        What they were given stays, so that the balance of the others' lists does.
        """
        with writing(self._engine) as connection:
            gone = connection.execute(delete(t.answers).filter_by(rater=rater)).rowcount
            connection.execute(
                update(t.members)
                .filter_by(id=rater)
                .values(erased=now, session_hash=f"erased {rater}", consented=None)
            )
        return int(gone)
