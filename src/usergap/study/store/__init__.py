"""Where studies and answers lie: one embedded file, or a PostgreSQL database by URL."""

from usergap.study.store.answers import Recorded
from usergap.study.store.opening import open_store
from usergap.study.store.people import Member, Role
from usergap.study.store.store import Store

__all__ = ["Member", "Recorded", "Role", "Store", "open_store"]
