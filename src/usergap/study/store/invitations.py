"""Invitations: links that let someone in as the owner, or as a rater of one study."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, func, select, update

from usergap.study.store import tables as t
from usergap.study.store.writing import writing

Role = Literal["owner", "rater"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """``id``: the hash of its token. ``uses_left``: None for any number."""

    id: str
    role: Role
    study: str | None
    uses_left: int | None
    created: str
    joined: int
    open: bool


def hashed(token: str) -> str:
    """What is stored of a token. Tokens are random and long, so that they need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitations:
    """Made, looked at, taken, revoked."""

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

    def invitation(self, token: str) -> Invitation | None:
        """The invitation of a token, open or not; None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(_all().where(t.invitations.c.token_hash == hashed(token)))
            found = row.first()
        return None if found is None else _invitation(found)

    def invitations(self, study: str) -> list[Invitation]:
        """All invitations of a study, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(_all().where(t.invitations.c.study == study)).all()
        return [_invitation(row) for row in rows]

    def take(self, connection: Connection, token: str) -> Invitation | None:
        """Use an open invitation once, within a transaction; None where it holds no more."""
        mine = t.invitations.c.token_hash == hashed(token)
        # both locks are for PostgreSQL: SQLite has one writer at a time
        study = connection.execute(select(t.invitations.c.study).where(mine)).scalar()
        connection.execute(select(t.studies.c.id).filter_by(id=study).with_for_update())
        connection.execute(select(t.invitations.c.created).where(mine).with_for_update())
        row = connection.execute(_all().where(mine)).first()
        if row is None or not (found := _invitation(row)).open:
            return None
        if found.uses_left is not None:
            left = found.uses_left - 1
            connection.execute(update(t.invitations).where(mine).values(uses_left=left))
        return found

    def revoke(self, invitation: str, *, study: str, now: str) -> None:
        """Nobody can follow it any more; who did keeps their session."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.invitations)
                .filter_by(token_hash=invitation, study=study, revoked=None)
                .values(revoked=now)
            )

    def revoke_owners(self, *, now: str) -> None:
        """Make every owner's link that was not followed yet invalid."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.invitations).filter_by(role="owner", revoked=None).values(revoked=now)
            )


def _all() -> Any:
    joined = (
        select(func.count())
        .select_from(t.members)
        .where(t.members.c.invitation == t.invitations.c.token_hash)
        .scalar_subquery()
    )
    return (
        select(t.invitations, t.studies.c.closed, joined.label("joined"))
        .outerjoin(t.studies, t.studies.c.id == t.invitations.c.study)
        .order_by(t.invitations.c.created, t.invitations.c.token_hash)
    )


def _invitation(row: Row[Any]) -> Invitation:
    free = row.revoked is None and row.closed is None and row.uses_left != 0
    return Invitation(
        row.token_hash, row.role, row.study, row.uses_left, row.created, row.joined, free
    )
