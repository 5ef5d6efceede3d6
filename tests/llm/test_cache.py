from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Cache, Ending, default_cache
from usergap.llm.result import fits
from usergap.testing import FakeServer, Reply

from .calls import ask_all, prompts


def put(cache: Cache, *pairs: tuple[bytes, dict]) -> None:
    async def main() -> None:
        await asyncio.gather(*(cache.put(key, record) for key, record in pairs))

    asyncio.run(main())


def test_what_is_put_is_there_for_another_process(tmp_path):
    cache = Cache(tmp_path / "c")
    put(cache, *((bytes([i]) * 32, {"n": i}) for i in range(100)))
    # Not closed: a second connection sees only what is committed.
    other = sqlite3.connect(tmp_path / "c")
    assert other.execute("SELECT count(*) FROM answers").fetchone() == (100,)
    assert len(cache) == 100
    assert cache.get(b"\x05" * 32) == {"n": 5}
    assert cache.get(b"absent") is None
    other.close()
    cache.close()


def test_commits_are_synced_to_disk(tmp_path):
    cache = Cache(tmp_path / "c")
    assert cache._writer.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert cache._writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    cache.close()


def test_the_first_answer_stands(tmp_path):
    cache = Cache(tmp_path / "c")
    put(cache, (b"k", {"n": 1}))
    put(cache, (b"k", {"n": 2}))
    assert cache.get(b"k") == {"n": 1}
    cache.close()


def test_only_the_owner_can_read_it(tmp_path):
    Cache(tmp_path / "deep" / "c").close()
    assert stat.S_IMODE((tmp_path / "deep" / "c").stat().st_mode) == 0o600


def test_two_writers_share_a_file(tmp_path):
    one, two = Cache(tmp_path / "c"), Cache(tmp_path / "c")
    put(one, *((b"a%d" % i, {}) for i in range(50)))
    put(two, *((b"b%d" % i, {}) for i in range(50)))
    assert len(one) == len(two) == 100
    one.close()
    two.close()


def test_a_second_run_sends_nothing_and_costs_nothing(tmp_path):
    with FakeServer() as server:
        first = ask_all(server, prompts(30), cache=tmp_path / "c")
        again = ask_all(server, prompts(30), cache=tmp_path / "c")
        assert server.requests == 30
    assert [r.text for r in again] == [r.text for r in first]
    assert {(r.ending, r.cost, r.attempts) for r in again} == {(Ending.CACHED, 0.0, 0)}


def test_failures_are_not_kept(tmp_path):
    from usergap.testing import Reply

    with FakeServer([Reply.bad_request(), "ok"]) as server:
        assert not ask_all(server, prompts(1), cache=tmp_path / "c")[0].ok
        assert ask_all(server, prompts(1), cache=tmp_path / "c")[0].ok


def test_prompts_are_not_stored(tmp_path):
    with FakeServer("fine") as server:
        ask_all(server, prompts(1, system="a secret prompt"), cache=tmp_path / "c")
    assert_absent(tmp_path, b"secret prompt")


def assert_absent(folder: Path, needle: bytes) -> None:
    db = sqlite3.connect(folder / "c")
    for key, body in db.execute("SELECT key, body FROM answers"):
        assert needle not in key
        assert needle not in zlib.decompress(body)
    db.close()


BROKEN = {
    "text": lambda path: path.write_text("not a database " * 100),
    "torn": lambda path: torn(path),
}


def torn(path: Path) -> None:
    cache = Cache(path)
    put(cache, *((os.urandom(32), {"x": os.urandom(999).hex()}) for _ in range(100)))
    cache.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize("how", BROKEN)
def test_a_corrupt_cache_is_one_clear_line(tmp_path, how):
    path = tmp_path / "c"
    BROKEN[how](path)
    with FakeServer() as server:
        with pytest.raises(EnvironmentFailure, match="damaged") as caught:
            ask_all(server, prompts(5), cache=path)
        assert server.requests == 0
    told = str(caught.value)
    assert str(path) in told
    assert "Move the file away" in told
    assert "\n" not in told
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("body", [b"no zlib", zlib.compress(b"no json"), zlib.compress(b"[]")])
def test_a_damaged_answer_is_not_taken_for_none(tmp_path, body):
    cache = Cache(tmp_path / "c")
    cache._writer.execute("INSERT INTO answers VALUES (?, ?)", (b"k", body))
    with pytest.raises(EnvironmentFailure, match="damaged"):
        cache.get(b"k")
    cache.close()


def test_a_record_that_lacks_fields_is_damage_too(tmp_path):
    with FakeServer() as server:
        ask_all(server, prompts(1), cache=tmp_path / "c")
        db = sqlite3.connect(tmp_path / "c")
        db.execute("UPDATE answers SET body = ?", (zlib.compress(json.dumps({}).encode()),))
        db.commit()
        db.close()
        with pytest.raises(EnvironmentFailure, match="damaged"):
            ask_all(server, prompts(1), cache=tmp_path / "c")


def test_another_programs_database_is_left_alone(tmp_path):
    db = sqlite3.connect(tmp_path / "c")
    db.execute("CREATE TABLE theirs (x)")
    db.commit()
    db.close()
    before = (tmp_path / "c").read_bytes()
    with pytest.raises(InputError, match="another database"):
        Cache(tmp_path / "c")
    assert (tmp_path / "c").read_bytes()[100:] == before[100:]


def test_a_cache_of_another_version_is_named(tmp_path):
    Cache(tmp_path / "c").close()
    db = sqlite3.connect(tmp_path / "c")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(InputError, match="expected cache version 1, found 99"):
        Cache(tmp_path / "c")


def test_a_folder_is_no_cache(tmp_path):
    with pytest.raises(InputError, match="folder"):
        Cache(tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFailure, match="cannot open the cache"):
        Cache(tmp_path / "file" / "c")


def test_a_full_file_keeps_what_was_reported(tmp_path, monkeypatch):
    path = tmp_path / "c"
    monkeypatch.setattr("usergap.llm.client.Cache", lambda p: Cache(p, max_pages=60))
    with FakeServer(lambda _: os.urandom(1500).hex(), latency=0.002) as server:
        with pytest.raises(EnvironmentFailure, match="full") as caught:
            ask_all(server, prompts(200), cache=path)
        assert server.requests < 200
        assert str(path) in str(caught.value)
        assert caught.value.exit_code == 3
        monkeypatch.undo()
        kept = len(cache := Cache(path))
        cache.close()
        assert kept > 0
        sent = server.requests
        assert all(r.ok for r in ask_all(server, prompts(200), cache=path))
        assert server.requests == sent + 200 - kept


FULL_DISK = """
import asyncio, os, resource, sys
from pathlib import Path
from usergap.errors import UsergapError
from usergap.llm import Client, Endpoint, Request

async def main():
    async with Client(Endpoint(sys.argv[1], "m"), cache=Path(sys.argv[2])) as client:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        async for number, result in client.stream([Request.of(str(i)) for i in range(500)]):
            assert result.ok, result
            os.write(1, f"{number}\\n".encode())

try:
    asyncio.run(main())
except UsergapError as error:
    sys.stderr.write(str(error))
    raise SystemExit(error.exit_code)
"""


def test_a_full_disk_in_a_real_process_is_one_line_and_loses_nothing_reported(tmp_path):
    path = tmp_path / "c"
    with FakeServer(lambda _: os.urandom(3000).hex()) as server:
        done = subprocess.run(
            [sys.executable, "-c", FULL_DISK, server.url, str(path)],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith(f"cannot write the cache {path}")
    assert "\n" not in done.stderr
    reported = len(done.stdout.split())
    assert reported > 0
    cache = Cache(path)
    assert len(cache) >= reported
    cache.close()


def test_the_default_place_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "x"))
    assert default_cache() == tmp_path / "x"
    monkeypatch.delenv("USERGAP_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "usergap" / "answers.sqlite"


def limited(server: FakeServer, path: Path, limit: int | None) -> Ending:
    (result,) = ask_all(server, prompts(1, max_tokens=limit), cache=path)
    return result.ending


def test_an_answer_that_ended_by_itself_serves_every_limit_that_it_fits(tmp_path):
    with FakeServer("a b c d e") as server:  # five words: five tokens
        assert limited(server, tmp_path / "c", 50) is Ending.ANSWERED
        for limit in (50, 5, 100, None):
            assert limited(server, tmp_path / "c", limit) is Ending.CACHED
        assert server.requests == 1
        # four tokens would have cut it: the endpoint is asked
        assert limited(server, tmp_path / "c", 4) is not Ending.CACHED
        assert server.requests == 2


def test_an_answer_without_a_limit_serves_limits_that_it_fits(tmp_path):
    with FakeServer("a b c d e") as server:
        assert limited(server, tmp_path / "c", None) is Ending.ANSWERED
        assert limited(server, tmp_path / "c", 5) is Ending.CACHED
        assert limited(server, tmp_path / "c", 4) is not Ending.CACHED


def test_a_truncated_answer_is_kept_for_its_own_limit_only(tmp_path):
    def script(call):
        short = call.body.get("max_tokens") == 2
        return Reply.too_long("a b") if short else "a b c"

    with FakeServer(script) as server:
        assert limited(server, tmp_path / "c", 2) is Ending.TRUNCATED
        assert limited(server, tmp_path / "c", 2) is Ending.TRUNCATED
        assert server.requests == 1
        assert limited(server, tmp_path / "c", 3) is Ending.ANSWERED
        assert limited(server, tmp_path / "c", None) is Ending.CACHED
        assert limited(server, tmp_path / "c", 2) is Ending.TRUNCATED
        assert server.requests == 2


def test_an_answer_truncated_by_the_endpoint_itself_serves_no_limit(tmp_path):
    replies = iter([Reply.too_long("a b"), "a b c"])
    with FakeServer(lambda _call: next(replies)) as server:
        assert limited(server, tmp_path / "c", None) is Ending.TRUNCATED
        assert limited(server, tmp_path / "c", 9) is Ending.ANSWERED
        assert limited(server, tmp_path / "c", None) is Ending.TRUNCATED


@pytest.mark.parametrize(
    ("record", "limit", "served"),
    [
        ({"ending": "answered", "usage": [9, 5]}, 5, True),
        ({"ending": "answered", "usage": [9, 5]}, 4, False),
        ({"ending": "answered", "usage": None}, 999, False),  # how long it was is not known
        ({"ending": "answered", "usage": None, "max_tokens": 50}, 50, True),
        ({"ending": "answered", "usage": None, "max_tokens": 50}, 49, False),
        ({"ending": "truncated", "usage": [9, 5], "max_tokens": 5}, 9, False),
        ({"ending": "refused", "usage": None}, 1, True),
    ],
)
def test_which_limits_an_answer_fits(record, limit, served):
    assert fits(record, limit) is served
