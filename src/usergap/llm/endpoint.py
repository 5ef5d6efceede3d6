"""Where a model is reached: base URL, model, and the variable that holds the key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from usergap.errors import EnvironmentFailure, InputError

DialectName = Literal["chat", "messages"]
# host suffix -> (variable of the key, dialect, header of the key)
_KNOWN: tuple[tuple[str, str, DialectName, str], ...] = (
    ("api.openai.com", "OPENAI_API_KEY", "chat", "Authorization"),
    ("api.anthropic.com", "ANTHROPIC_API_KEY", "messages", "x-api-key"),
    ("openrouter.ai", "OPENROUTER_API_KEY", "chat", "Authorization"),
    ("azure.com", "AZURE_OPENAI_API_KEY", "chat", "api-key"),
)
OWN_VARIABLE = "USERGAP_API_KEY"


@dataclass(frozen=True)
class Endpoint:
    """One model at one address.

    ``base_url`` is what the provider's documentation calls so, for instance
    ``https://api.openai.com/v1`` or ``http://127.0.0.1:8000/v1``. ``key_env``
    names the environment variable with the key; known hosts have their usual one,
    others use ``USERGAP_API_KEY`` if it is set. ``dialect`` is ``chat``
    (``/chat/completions``) or ``messages`` (Anthropic's ``/messages``). ``query``
    goes behind the address (Azure's ``api-version``). Never holds the key itself.
    """

    base_url: str
    model: str
    key_env: str | None = None
    dialect: DialectName | None = None
    key_header: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Checks address and model; raises InputError."""
        parts = urlsplit(self.base_url)
        if parts.username or parts.password or parts.query or parts.fragment:
            raise InputError(
                "base URL: expected only scheme, host and path; found a user name, query or "
                "fragment. Put the key into an environment variable and name it with key_env"
            )
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"base URL: expected http(s)://host/…, found {self.base_url!r}")
        if not self.model.strip():
            raise InputError("model: expected a name, found none")

    @cached_property
    def host(self) -> str:
        """The host's name in lower case."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def address(self) -> str:
        """The base URL in one spelling: lower-case scheme and host, no slash at the end."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}"

    @cached_property
    def kind(self) -> DialectName:
        """The dialect given, or the one of the host."""
        known = self._known()
        return self.dialect or (known[2] if known else "chat")

    @cached_property
    def url(self) -> str:
        """The address that requests are posted to."""
        base = self.address
        if self.kind == "messages":
            base = base if base.endswith("/v1") else f"{base}/v1"
            return f"{base}/messages"
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"

    def _known(self) -> tuple[str, str, DialectName, str] | None:
        for row in _KNOWN:
            if self.host == row[0] or self.host.endswith("." + row[0]):
                return row
        return None

    def key(self, environ: Mapping[str, str] | None = None) -> str | None:
        """The key from the environment; None where none is needed.

        Raises EnvironmentFailure if a variable that is needed is not set or does
        not hold a key; the message names the variable, never its value.
        """
        environ = os.environ if environ is None else environ
        known = self._known()
        name = self.key_env or (known[1] if known else None)
        value = environ.get(name or OWN_VARIABLE, "").strip()
        name, needed = name or OWN_VARIABLE, name is not None
        if not value:
            if needed:
                raise EnvironmentFailure(
                    f"no key for {self.host}: set the environment variable {name} "
                    "(or name another one with key_env, on the command line --key-env)"
                )
            return None
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise EnvironmentFailure(
                f"the environment variable {name} does not hold a key: expected printable "
                "ASCII without spaces"
            )
        return value

    def key_headers(self, key: str | None) -> dict[str, str]:
        """The headers that carry the key."""
        if key is None:
            return {}
        known = self._known()
        usual = "x-api-key" if self.kind == "messages" else "Authorization"
        header = self.key_header or (known[3] if known else usual)
        return {header: f"Bearer {key}" if header.lower() == "authorization" else key}

    def secrets(self, key: str | None) -> list[str]:
        """Everything that must never be shown: the key, and headers that look like one."""
        words = ("auth", "key", "token", "secret", "cookie")
        shown = [v for k, v in self.headers.items() if any(w in k.lower() for w in words)]
        return [s for s in (key, *shown) if s]
