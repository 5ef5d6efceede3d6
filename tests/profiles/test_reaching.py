"""An address without a cluster behind it ends soon and in one line."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest

from usergap.errors import EnvironmentFailure
from usergap.profiles.engines.reaching import require_grpc

SETTINGS = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))


@contextmanager
def answering(answer: bytes | None) -> Iterator[str]:
    """The address of a server that says one thing to its one caller; None: it keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def answer_one() -> None:
            connection, _ = server.accept()
            held.append(connection)
            if answer is not None:
                connection.recv(33, socket.MSG_WAITALL)
                connection.sendall(answer)
                connection.close()

        thread = Thread(target=answer_one, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(30)
        for each in held:
            each.close()


def closed() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("before", ["", "ray://"])
def test_an_http2_server_may_be_a_cluster(before: str) -> None:
    with answering(SETTINGS) as address:
        require_grpc(before + address)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "no Ray cluster"),
        (b"", "no Ray cluster"),
        (None, "no answer within 0.2 seconds"),
    ],
)
def test_another_server_is_none(answer: bytes | None, found: str) -> None:
    with answering(answer) as address, pytest.raises(EnvironmentFailure, match=found) as told:
        require_grpc(address, 0.2 if answer is None else 20)
    assert str(told.value).startswith(f"--cluster {address}: expected a Ray cluster")


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    address = closed()
    with pytest.raises(EnvironmentFailure, match="nothing there"):
        require_grpc(address)
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(EnvironmentFailure, match=f"{address}: .*nothing there"):
        require_grpc("auto")


@pytest.mark.parametrize("address", ["host:", ":6379", "host:99999", "ray://host:x"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(EnvironmentFailure, match=f"{address}: expected auto, native or HOST:PORT"):
        require_grpc(address)


@pytest.mark.parametrize("address", ["auto", "foo"])
def test_words_are_left_to_ray(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    require_grpc(address)


@pytest.mark.skipif(
    find_spec("daft") is None or find_spec("ray") is None, reason="needs extra cluster"
)
@pytest.mark.parametrize("address", [None, "foo"])
def test_the_command_ends_with_one_line(tmp_path: Path, address: str | None) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"messages": [{"role": "user", "content": "hello"}]}\n', "utf-8")
    command = [sys.executable, "-m", "usergap", "measure", str(source), "-o", "out.parquet"]
    done = subprocess.run(
        [*command, "--cluster", address or closed()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,  # seconds on an idle machine; Ray's own end takes minutes
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("usergap: --cluster ")
    assert done.stderr.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["in.jsonl"]
