"""The interfaces that endpoints speak: one file each."""

from usergap.llm.dialects import chat, messages
from usergap.llm.dialects.dialect import Dialect, MalformedError

DIALECTS: dict[str, Dialect] = {"chat": chat.CHAT, "messages": messages.MESSAGES}

__all__ = ["DIALECTS", "Dialect", "MalformedError"]
