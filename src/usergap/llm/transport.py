"""One HTTP request, on aiohttp (imported only when a client is opened)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from usergap.errors import EnvironmentFailure
from usergap.llm.ending import Ending

if TYPE_CHECKING:
    import aiohttp

LARGEST_BODY = 32 * 2**20
CONNECT = 5.0  # seconds to a connection; a host that drops packets must not hold a run for long
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers (whose keys know no case) and whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class TransportError(Exception):
    """No whole response; ``ending`` says in which way. Holds no request headers."""

    def __init__(self, ending: Ending, detail: str) -> None:
        super().__init__(detail)
        self.ending, self.detail = ending, detail


class Transport:
    """Posts JSON to one URL over kept-alive connections.

    Redirects are not followed: they would carry the key to another place.
    Proxies come from the usual environment variables, .netrc is not read.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str], query: Mapping[str, str], timeout: float
    ) -> None:
        self._url, self._headers, self._query = url, dict(headers), dict(query)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxy = _proxy_for(url)

    async def __aenter__(self) -> Self:
        try:
            import aiohttp
        except ImportError:
            raise EnvironmentFailure(
                "calls to an endpoint need aiohttp: pip install 'usergap[llm]'"
            ) from None
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=self._timeout, connect=min(CONNECT, self._timeout)),
            headers={**self._headers, "Content-Type": "application/json"},
            trust_env=False,
            auto_decompress=True,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, body: bytes) -> Response:
        """The response to one request. Raises TransportError."""
        import aiohttp

        if self._session is None:
            raise RuntimeError("the transport is not open")
        # The causes are cut off (from None): aiohttp's errors can hold the request's headers.
        try:
            async with self._session.post(
                self._url,
                data=body,
                params=self._query or None,
                allow_redirects=False,
                proxy=self._proxy,
            ) as response:
                whole = bytearray()
                async for part in response.content.iter_any():
                    whole += part
                    if len(whole) > LARGEST_BODY:
                        told = f"an answer of more than {LARGEST_BODY >> 20} MB"
                        raise TransportError(Ending.MALFORMED, told)
                return Response(response.status, response.headers, bytes(whole))
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            reason = getattr(error, "os_error", None) or "no connection in time"
            raise TransportError(Ending.UNREACHABLE, _told(reason)) from None
        except (TimeoutError, aiohttp.ServerTimeoutError):
            told = f"no full answer within {self._timeout:g} s"
            raise TransportError(Ending.TIMEOUT, told) from None
        except aiohttp.ClientPayloadError:
            raise TransportError(Ending.DROPPED, "the connection broke mid-answer") from None
        except (aiohttp.ClientConnectionError, ConnectionError, OSError) as error:
            raise TransportError(Ending.DROPPED, f"the connection broke: {_told(error)}") from None
        except aiohttp.InvalidURL:
            raise TransportError(Ending.UNREACHABLE, "not an address") from None
        except aiohttp.ClientError as error:
            told = f"not an HTTP response: {type(error).__name__}"
            raise TransportError(Ending.MALFORMED, told) from None


def _told(reason: object) -> str:
    return str(getattr(reason, "strerror", None) or reason or type(reason).__name__)


def _proxy_for(url: str) -> str | None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)
