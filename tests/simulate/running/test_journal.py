"""The journal's appends: on disk before they return, one fsync for those that wait together."""

import asyncio
import errno
import json
import os
import time

import pytest

from usergap.dialogues import Message
from usergap.errors import EnvironmentFailure
from usergap.simulate.running.journal import Journal


def lines(path):
    return path.read_bytes().splitlines()[1:]


def kept(path, talk):
    """What ``talk`` gives of an open journal at ``path``."""

    async def run():
        async with Journal(path, fingerprint="f", created="now") as journal:
            return await talk(journal)

    return asyncio.run(run())


class Disk:
    """Stands in for ``os.fsync``: notes how many rows each call found written."""

    def __init__(self, path, monkeypatch, fails_at=None, seconds=0.0):
        self.synced, self._path, self._fails_at, self._seconds = [], path, fails_at, seconds
        monkeypatch.setattr(os, "fsync", self)

    def __call__(self, _):
        rows = len(lines(self._path))
        time.sleep(self._seconds)
        if len(self.synced) == self._fails_at:
            raise OSError(errno.EIO, "Input/output error")
        self.synced.append(rows)


def said(journal, number):
    return journal.message(f"c{number}", Message("user", f"keel {number}"), {})


def test_an_append_returns_only_after_a_sync_that_began_after_its_write(tmp_path, monkeypatch):
    disk = Disk(tmp_path / "j", monkeypatch, seconds=0.002)

    async def talk(journal):
        async def one(number):
            await asyncio.sleep(0.0005 * number)
            while number > 10 * len(disk.synced):  # not all at once on a machine that stood still
                await asyncio.sleep(0.0005)
            await said(journal, number)
            rows = [json.loads(line)["id"] for line in lines(journal.path)]
            return rows.index(f"c{number}") < disk.synced[-1]

        return await asyncio.gather(*(one(number) for number in range(40)))

    assert all(kept(tmp_path / "j", talk))
    assert len(disk.synced) > 2


def test_appends_that_wait_together_share_a_sync(tmp_path, monkeypatch):
    disk = Disk(tmp_path / "j", monkeypatch)
    kept(tmp_path / "j", lambda journal: asyncio.gather(*(said(journal, n) for n in range(50))))
    # One for the head of the file, one for all fifty rows.
    assert disk.synced[1:] == [50]


def test_a_cancelled_append_leaves_the_others_their_sync(tmp_path, monkeypatch):
    disk = Disk(tmp_path / "j", monkeypatch, seconds=0.02)

    async def talk(journal):
        first = asyncio.create_task(said(journal, 0))
        second = asyncio.create_task(said(journal, 1))
        await asyncio.sleep(0)
        first.cancel()
        await second
        await said(journal, 2)
        with pytest.raises(asyncio.CancelledError):
            await first

    kept(tmp_path / "j", talk)
    assert disk.synced[-1] == 3


def test_after_a_sync_that_failed_no_append_is_said_to_be_kept(tmp_path, monkeypatch):
    disk = Disk(tmp_path / "j", monkeypatch, fails_at=1)

    async def talk(journal):
        both = [said(journal, n) for n in range(2)]
        found = await asyncio.gather(*both, return_exceptions=True)
        # The system may say of the next sync that all is well, and have dropped the rows.
        with pytest.raises(EnvironmentFailure, match="make room and run again"):
            await said(journal, 2)
        return found

    found = kept(tmp_path / "j", talk)
    assert [type(each) for each in found] == [EnvironmentFailure] * 2
    assert len(disk.synced) == 1
