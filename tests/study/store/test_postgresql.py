"""The same store behind a PostgreSQL URL, on a real server of our own."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")
pytest.importorskip("psycopg", reason="needs the extra postgres")

from tests.study.conftest import small_study
from tests.study.people import NOW, answered
from usergap.errors import EnvironmentFailure
from usergap.study.assignment import assign
from usergap.study.reports import report_of
from usergap.study.store import open_store


def binary(name: str) -> str:
    found = shutil.which(name) or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))), None
    )
    if found is None:
        pytest.skip(f"needs PostgreSQL's {name}")
    return found


@pytest.fixture(scope="module")
def server():
    """The URL of a server's root; it listens on this machine alone, and goes with the test."""
    initdb, pg_ctl = binary("initdb"), binary("pg_ctl")
    folder = Path(tempfile.mkdtemp())
    user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        folder.chmod(0o700)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def ask(*command: str) -> None:
        done = subprocess.run(
            command, cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, timeout=60, **user,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"PostgreSQL does not start here: {done.stderr.strip()[:200]}")

    data = str(folder / "data")
    try:
        ask(initdb, "-D", data, "-U", "study", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
        ask(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://study:secret@127.0.0.1:{port}"
        ask(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(server):
    opened = open_store(f"{server}/postgres", create=True)
    yield opened
    from usergap.study.store.tables import metadata

    metadata.drop_all(opened.studies._engine)
    opened.close()


@pytest.fixture
def study(store):
    made = small_study()
    store.studies.add(made)
    return made


def test_a_study_from_beginning_to_end(store, study):
    assert store.studies.get("blind") == study
    answered(store, study, 3)
    assert len(store.answers.of("blind")) == 12
    assert report_of(study, store.answers.of("blind")).found.rows[0].share.n == 12
    first = store.people.raters("blind")[0]
    assert store.people.erase(first.id, now=NOW) == 4
    assert store.people.counts() == {"blind": (2, 8)}
    store.studies.close("blind", now=NOW)
    token = store.people.invite("rater", "blind", now=NOW)
    assert store.people.join(token, now=NOW) is None


def test_at_once_nothing_is_doubled_and_lists_are_balanced(store, study):
    token = store.people.invite("rater", "blind", now=NOW, uses=8)

    def take_part(_number: int) -> bool:
        joined = store.people.join(token, now=NOW)
        if joined is None:
            return False
        member, _ = joined
        for _ in range(2):
            store.answers.assign_once(
                member,
                lambda given: assign(
                    study.items, given, count=4, checks=0, seed=0, rater=member.number
                ),
            )
        while one := store.answers.next_assignment(member.id, clock=0.0):
            with ThreadPoolExecutor(2) as both:
                args = (member, one.position, {"by": member.id})
                for _ in range(2):
                    both.submit(store.answers.record, *args, now=NOW, clock=1.0)
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(take_part, range(10))) == 8
    raters = store.people.raters("blind")
    assert sorted(one.number for one in raters) == list(range(8))
    kept = store.answers.of("blind")
    assert len(kept) == len({(one.rater, one.position) for one in kept}) == 32
    assert sum(one.flipped for one in kept) == 16


def test_no_server_is_told_without_the_password():
    with pytest.raises(EnvironmentFailure) as trouble:
        open_store("postgresql://study:secret@127.0.0.1:1/none")
    assert "secret" not in str(trouble.value)
    assert "127.0.0.1" in str(trouble.value)
