"""Where studies and answers lie: one embedded file, or a PostgreSQL database by URL."""

from usergap.study.store.answers import Recorded
from usergap.study.store.invitations import Invitation, Role
from usergap.study.store.lists import Standing
from usergap.study.store.opening import open_store
from usergap.study.store.people import Member
from usergap.study.store.store import Store

__all__ = [
    "Invitation", "Member", "Recorded", "Role", "Standing", "Store", "open_store",
]  # fmt: skip
