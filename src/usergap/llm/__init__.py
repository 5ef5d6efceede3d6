"""One client for any chat-completions endpoint and Anthropic's, and local models."""

from usergap.llm.ask import ask
from usergap.llm.budget import Ceilings, Price, SharedCeilings, Spent
from usergap.llm.cache import Cache, default_cache
from usergap.llm.client import Client
from usergap.llm.ending import Ending
from usergap.llm.endpoint import Endpoint
from usergap.llm.failure import failure
from usergap.llm.policy import Policy
from usergap.llm.progress import Progress
from usergap.llm.request import Message, Request
from usergap.llm.result import Result, TokenLogprob, Usage

__all__ = [
    "Cache",
    "Ceilings",
    "Client",
    "Ending",
    "Endpoint",
    "Message",
    "Policy",
    "Price",
    "Progress",
    "Request",
    "Result",
    "SharedCeilings",
    "Spent",
    "TokenLogprob",
    "Usage",
    "ask",
    "default_cache",
    "failure",
]
