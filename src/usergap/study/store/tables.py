"""The tables. Answers are only ever added; erasing a rater is the one deletion."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 1
metadata = MetaData()

about = Table("about", metadata, Column("version", Integer, primary_key=True))

studies = Table(
    "studies",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("created", String(32), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("closed", String(32)),
)

items = Table(
    "items",
    metadata,
    Column("study", ForeignKey("studies.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("shown", JSON, nullable=False),
    Column("truth", JSON, nullable=False),
    Column("attention", Boolean, nullable=False),
    Column("apart", JSON, nullable=False),
    Column("stratum", Text, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("study", ForeignKey("studies.id")),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer),
    Column("created", String(32), nullable=False),
    Column("revoked", String(32)),
)

members = Table(
    "members",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("study", ForeignKey("studies.id"), index=True),
    Column("role", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("invitation", String(64), nullable=False, index=True),
    Column("session_hash", String(64), nullable=False, unique=True),
    Column("joined", String(32), nullable=False),
    Column("consented", String(32)),
    Column("erased", String(32)),
)

assignments = Table(
    "assignments",
    metadata,
    Column("rater", ForeignKey("members.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("study", String(64), nullable=False, index=True),
    Column("item", Integer, nullable=False),
    Column("flipped", Boolean, nullable=False),
    Column("shown_at", Float),
    ForeignKeyConstraint(["study", "item"], ["items.study", "items.number"]),
)

answers = Table(
    "answers",
    metadata,
    Column("rater", String(32), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("study", String(64), nullable=False, index=True),
    Column("value", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("answered", String(32), nullable=False),
    ForeignKeyConstraint(["rater", "position"], ["assignments.rater", "assignments.position"]),
)
