"""Whether a Ray cluster can be behind an address: Ray itself asks for minutes, and aloud."""

from __future__ import annotations

import os
import socket

from usergap.errors import EnvironmentFailure

WAIT = 5.0
"""Seconds to wait for an answer."""

# RFC 9113, section 3.4: the client's preface and its empty SETTINGS frame. Ray's services are
# gRPC, that is HTTP/2, and answer with SETTINGS (type 4).
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
_FRAME, _SETTINGS = 9, 4


def require_grpc(address: str, wait: float = WAIT) -> None:
    """Raise ``EnvironmentFailure`` where nothing that a Ray cluster may be answers in time.

    ``address``: HOST:PORT, also after ``ray://``. ``auto`` is what RAY_ADDRESS says; without
    that, and for other words, Ray itself knows at once.
    """
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS", address)
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not colon:
        return
    if not host or not port.isdecimal() or int(port) > 65535:
        raise EnvironmentFailure(f"--cluster {address}: expected auto, native or HOST:PORT")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=wait) as connection:
            if os.environ.get("RAY_USE_TLS") == "1" or _settings(connection):
                return
            found = "something that is no Ray cluster"
    except TimeoutError:
        found = f"no answer within {wait:g} seconds"
    except OSError as error:
        found = f"nothing there ({error.strerror or error})"
    raise EnvironmentFailure(f"--cluster {address}: expected a Ray cluster, found {found}")


def _settings(connection: socket.socket) -> bool:
    """Whether the other end says what an HTTP/2 server says first."""
    connection.sendall(_PREFACE)
    answer = b""
    while len(answer) < _FRAME:
        more = connection.recv(_FRAME - len(answer))
        if not more:
            return False
        answer += more
    return answer[3] == _SETTINGS
