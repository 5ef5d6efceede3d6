"""A scripted model server on loopback, for testing pipelines that call models."""

from usergap.testing.obeying import Obeying
from usergap.testing.obeying_user import ObeyingUser
from usergap.testing.reply import Reply
from usergap.testing.script import ScriptRanDryError
from usergap.testing.server import Call, FakeServer

__all__ = ["Call", "FakeServer", "Obeying", "ObeyingUser", "Reply", "ScriptRanDryError"]
