"""Measuring as a stream: the profile of the whole corpus, from memory that does not grow."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import read, spooling
from usergap.formats.one_pass import KEPT, OnePass
from usergap.profiles import (
    Plan,
    default_plan,
    measure_corpus,
    read_profile,
    row_groups,
    streaming,
)
from usergap.profiles.engines import PoolEngine, Work, cores
from usergap.profiles.engines.engine import BATCH
from usergap.profiles.grouping import MOST
from usergap.profiles.row_groups import ROW_GROUP, ROW_GROUPS, pieces_a_group
from usergap.profiles.streaming import measure_to

Rows = list[dict[str, Any]]


def row(at: int, *texts: str, **fields: Any) -> dict[str, Any]:
    messages = [
        {"role": role, "content": text}
        for said in texts
        for role, text in (("user", said), ("assistant", "Certainly, here it is."))
    ]
    return {"id": f"d{at}", "messages": messages, **fields}


def write(path: Path, rows: Rows) -> str:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    return str(path)


def same_as_whole(source: str, out: Path, plan: Plan, jobs: int | None = 1) -> None:
    done = measure_to(out, source, plan, PoolEngine(jobs))
    whole = measure_corpus(read(source), plan, jobs=1)
    back = read_profile(out)
    assert back.table.equals(whole.table)
    assert dict(back.metadata) == dict(whole.metadata)
    assert done.fingerprint == whole.fingerprint == back.fingerprint
    assert [each.name for each in out.parent.glob("*") if each.suffix in (".part", ".rows")] == []


def english(at: int) -> dict[str, Any]:
    return row(
        at,
        f"what would you say about the number {at}",
        "thanks, that is what i need",
        scenario_id=f"s{at % 7}" if at % 3 else None,
        conversation_id=f"c{at // 2}",
    )


def test_the_profile_of_the_whole_in_two_processes(tmp_path: Path, plan: Plan) -> None:
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(2 * BATCH + 3)])
    same_as_whole(source, tmp_path / "out.parquet", plan)
    same_as_whole(source, tmp_path / "out2.parquet", plan, jobs=2)


@pytest.mark.parametrize("which", [0, 1])
def test_the_shipped_measures_over_the_sample(tmp_path: Path, which: int) -> None:
    from usergap.formats import samples

    folder = Path(samples.__file__).parent / "sample"
    files = sorted(folder.glob("*.jsonl.gz"))
    source = str(files[which])
    same_as_whole(source, tmp_path / "out.parquet", default_plan())


@pytest.mark.parametrize("told", ["en", "de", None])
def test_dialogues_that_do_not_tell_their_language(tmp_path: Path, told: str | None) -> None:
    rows = [row(at, "hm", language=told) for at in range(8)]
    rows[2:4] = [{**each, "language": None} for each in rows[2:4]]
    rows[2]["messages"][1]["content"] = rows[3]["messages"][1]["content"] = "12"
    source = write(tmp_path / "in.jsonl", rows)
    assert any(each is None for each in (d.language for d in OnePass(source)))
    same_as_whole(source, tmp_path / "out.parquet", default_plan())


def test_a_dialogue_without_a_language_is_measured_as_english() -> None:
    from usergap.dialogues import Corpus

    from .conftest import talk

    texts = ("I was in Oslo and it is great!", "no, that's wrong. what do you mean?")
    columns = [
        measure_corpus(Corpus("x", (talk("a", *texts, language=told),)), default_plan()).table
        for told in (None, "en")
    ]
    assert columns[0].drop_columns("language").equals(columns[1].drop_columns("language"))


def test_bad_rows_and_repeated_ids_are_counted(tmp_path: Path, plan: Plan) -> None:
    rows: Rows = [english(1), english(2), english(1), {"id": "x", "messages": 3}]
    source = write(tmp_path / "in.jsonl", rows)
    done = measure_to(tmp_path / "out.parquet", source, plan, PoolEngine(1))
    assert (done.dialogues, done.repeated_ids, done.reading.dropped) == (3, 1, 1)
    assert read_profile(tmp_path / "out.parquet").metadata["dropped"] == 1
    with pytest.raises(InputError, match="1 dropped, and strict"):
        measure_to(tmp_path / "strict.parquet", source, plan, PoolEngine(1), strict=True)
    assert not (tmp_path / "strict.parquet").exists()


def test_remarks_without_number_are_counted_by_reason(tmp_path: Path) -> None:
    bad = [{"id": f"x{at}", "messages": 3} for at in range(KEPT + 500)]
    passing = OnePass(write(tmp_path / "in.jsonl", [english(0), *bad]))
    assert len(list(passing)) == 1
    assert passing.dropped == KEPT + 500
    assert len(passing.remarks) == KEPT
    assert passing.further.total() == 500


def test_under_strict_all_that_was_dropped_is_counted(tmp_path: Path, plan: Plan) -> None:
    bad = [{"id": f"x{at}", "messages": 3} for at in range(KEPT + 500)]
    source = write(tmp_path / "in.jsonl", [english(0), *bad])
    with pytest.raises(InputError, match=f"{KEPT + 500} dropped, and strict") as told:
        measure_to(tmp_path / "out.parquet", source, plan, PoolEngine(1), strict=True)
    assert f"and {KEPT + 495} more" in str(told.value)
    silent = {"messages": [{"role": "assistant", "content": "hello"}]}
    nothing = write(tmp_path / "none.jsonl", [{**each, **silent} for each in bad])
    with pytest.raises(InputError, match=f"found none: {KEPT + 500} dropped"):
        measure_to(tmp_path / "out.parquet", nothing, plan, PoolEngine(1))


@pytest.mark.parametrize("in_memory", [1 << 20, 100])
@pytest.mark.parametrize("told", ["en", "de"])
def test_standard_input_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, in_memory: int
) -> None:
    monkeypatch.setattr(spooling, "IN_MEMORY", in_memory)
    rows = [row(at, "hm", language=told if at else None) for at in range(8)]
    rows[0]["messages"][1]["content"] = "12"  # tells no language: in German all is read twice
    source = Path(write(tmp_path / "stdin.jsonl", rows))
    by_path = measure_to(tmp_path / "a.parquet", str(source), default_plan(), PoolEngine(1))
    stdin = io.BytesIO(source.read_bytes())
    done = measure_to(tmp_path / "b.parquet", "-", default_plan(), PoolEngine(1), stdin=stdin)
    assert (done.dialogues, done.fingerprint) == (8, by_path.fingerprint)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "a.parquet", "b.parquet", "stdin.jsonl",
    ]  # fmt: skip


def test_without_standard_input_it_says_so(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(InputError, match="stdin: expected input"):
        measure_to(tmp_path / "out.parquet", "-", plan)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(ENOSPC, "No space left on device")])
def test_nothing_is_left_where_it_is_ended(
    tmp_path: Path, plan: Plan, error: BaseException
) -> None:
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(5)])
    (tmp_path / "out").mkdir()

    class Ended(PoolEngine):
        def run(self, works: Iterable[Work], plan: Plan) -> Iterator[tuple[Work, Any]]:
            yield next(PoolEngine(1).run(works, plan))
            assert list((tmp_path / "out").iterdir()) == []  # a killed process leaves nothing
            raise error

    expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else EnvironmentFailure
    with pytest.raises(expected) as told:
        measure_to(tmp_path / "out" / "p.parquet", source, plan, Ended())
    assert list((tmp_path / "out").iterdir()) == []
    if expected is EnvironmentFailure:
        assert str(told.value).endswith("p.parquet: cannot be written: No space left on device")


@pytest.mark.parametrize("full", ["the input", "rows and keys"])
def test_a_full_disk_is_told_in_one_line(tmp_path: Path, full: str) -> None:
    """By the largest file that a process may write, which fails as a full disk does."""
    resource = pytest.importorskip("resource")
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(2000)])
    program = (
        "import io, resource, sys\n"
        "from usergap.formats import spooling\n"
        "from usergap.profiles.grouping import runs\n"
        "from usergap.cli.app import run\n"
        "spooling.IN_MEMORY, runs.Spill.__init__.__defaults__ = 100, (None, 500)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, {resource.RLIM_INFINITY}))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    place = "-" if full == "the input" else source
    done = subprocess.run(
        [sys.executable, "-c", program, "measure", place, "-o", "p.parquet", "--no-cache"],
        cwd=tmp_path,
        input=Path(source).read_text("utf-8"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done.stderr
    assert "File too large" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["in.jsonl"]


def test_an_interrupt_is_left_to_the_first_process(tmp_path: Path, plan: Plan) -> None:
    """Ctrl-C reaches every process of a terminal; one of them says so, and once."""
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(3 * BATCH)])
    handler = signal.getsignal(signal.SIGINT)
    struck: list[int] = []

    def strike(*_: object) -> None:
        if not struck:
            struck.extend(each.pid for each in active_children() if each.pid)
            for each in struck:
                os.kill(each, signal.SIGINT)

    done = measure_to(tmp_path / "p.parquet", source, plan, PoolEngine(2), watch=strike)
    assert len(struck) == 2
    assert done.dialogues == 3 * BATCH
    assert signal.getsignal(signal.SIGINT) is handler


def test_measuring_processes_end_with_the_one_that_is_killed(tmp_path: Path) -> None:
    """They write to the same pipe: it ends when the last of them has."""
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(20)])
    program = (
        "import sys, time\n"
        "from usergap.profiles import default_plan\n"
        "from usergap.profiles.engines import PoolEngine\n"
        "from usergap.profiles.streaming import measure_to\n"
        "def watch(*_):\n"
        "    print('measuring', flush=True)\n"
        "    time.sleep(600)\n"
        "if __name__ == '__main__':\n"
        "    measure_to('p.parquet', sys.argv[1], default_plan(), PoolEngine(2), watch=watch)\n"
    )
    (tmp_path / "run.py").write_text(program, "utf-8")
    command = [sys.executable, "run.py", source]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "measuring\n"
        running.kill()
        rest, _ = running.communicate(timeout=60)
    assert rest == ""
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "run.py"]


def test_a_huge_profile_has_few_row_groups() -> None:
    assert [pieces_a_group(rows) for rows in (0, 1, ROW_GROUP * ROW_GROUPS)] == [1, 1, 1]
    assert pieces_a_group(ROW_GROUP * ROW_GROUPS + 1) == 2
    assert -(-MOST // (ROW_GROUP * pieces_a_group(MOST))) <= ROW_GROUPS


def test_stretches_joined_to_row_groups_make_the_same_profile(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(5 * BATCH)])
    done = measure_to(tmp_path / "a.parquet", source, plan, PoolEngine(1))
    monkeypatch.setattr(streaming, "ROW_GROUP", BATCH)
    monkeypatch.setattr(row_groups, "ROW_GROUP", BATCH)
    monkeypatch.setattr(row_groups, "ROW_GROUPS", 3)
    again = measure_to(tmp_path / "b.parquet", source, plan, PoolEngine(1))
    assert again.fingerprint == done.fingerprint
    assert pq.ParquetFile(tmp_path / "b.parquet").num_row_groups == 3
    assert read_profile(tmp_path / "b.parquet").table == read_profile(tmp_path / "a.parquet").table


def test_more_dialogues_than_a_profile_numbers_are_refused(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(4)])
    monkeypatch.setattr(streaming, "MOST", 3)
    with pytest.raises(InputError, match="at most 3 dialogues in one profile: measure shards"):
        measure_to(tmp_path / "out.parquet", source, plan, PoolEngine(1))


@pytest.mark.parametrize("content", ["", "\n\n", '{"a": 1}\n'])
def test_nothing_to_measure_raises_and_leaves_nothing(
    tmp_path: Path, plan: Plan, content: str
) -> None:
    (tmp_path / "in.jsonl").write_text(content, "utf-8")
    with pytest.raises(InputError):
        measure_to(tmp_path / "out.parquet", str(tmp_path / "in.jsonl"), plan)
    assert [each.name for each in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_pool_reads_only_some_works_ahead(plan: Plan) -> None:
    from .conftest import talk

    taken: list[int] = []

    def works() -> Iterator[Work]:
        for number in range(40):
            taken.append(number)
            yield Work(number, (talk(f"d{number}", "tell me"),))

    run = PoolEngine(2).run(works(), plan)
    numbers = [next(run)[0].number]
    assert len(taken) <= 9
    numbers += [work.number for work, _ in run]
    assert numbers == list(range(40))


def test_processes_are_as_many_as_the_cores_given_to_this_one() -> None:
    """A batch system gives a job some cores of a large machine: not one process a core of all."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("a system that gives every process all cores")
    given = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(given)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, given)
    assert cores() == len(given)


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    """Python's own memory at its peak, reading aside: within a tenth for four times the data."""

    def peak(count: int) -> int:
        text = "word " * 400
        with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as file:
            for at in range(count):
                file.write(json.dumps(row(at, text, language="en")) + "\n")
        tracemalloc.start()
        try:
            measure_to(tmp_path / "o", str(tmp_path / "in.jsonl"), Plan(()), _Empty())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(4 * 512) < 1.1 * peak(512) + 56 * 4 * 512 * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_long_dialogues_are_measured_by_text_not_by_number(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    # dialogues of 108 characters, 109 from the tenth on: the fifth goes past 450, and ends a work
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(20)])
    monkeypatch.setattr(streaming, "TEXT", 450)
    sizes: list[int] = []
    done = measure_to(
        tmp_path / "p.parquet",
        source,
        plan,
        PoolEngine(jobs),
        watch=lambda _, some: sizes.append(some),
    )
    assert sum(sizes) == 20
    assert sizes == [5, 5, 5, 5]
    monkeypatch.undo()
    assert measure_to(tmp_path / "q", source, plan, PoolEngine(1)).fingerprint == done.fingerprint


class _Empty:
    """An engine that measures nothing, so that only the stream's own memory is seen."""

    def run(self, works: Iterator[Work], _plan: Plan) -> Iterator[tuple[Work, Any]]:
        import pyarrow as pa

        from usergap.profiles.schema import schema

        for work in works:
            nothing = [pa.nulls(len(work.dialogues), type=each.type) for each in schema()]
            yield work, pa.RecordBatch.from_arrays(nothing, schema=schema())


def test_by_url_as_by_path(tmp_path: Path, plan: Plan, memory: Callable[[str, str], None]) -> None:
    text = "".join(json.dumps(english(at)) + "\n" for at in range(5))
    memory("memory://in/chats.jsonl", text)
    done = measure_to("memory://out/p.parquet", "memory://in/chats.jsonl", plan, PoolEngine(1))
    local = tmp_path / "chats.jsonl"
    local.write_text(text, "utf-8")
    by_path = measure_to(tmp_path / "p.parquet", str(local), plan, PoolEngine(1))
    by_file = measure_to(f"file://{tmp_path}/q.parquet", f"file://{local}", plan, PoolEngine(1))
    assert done.fingerprint == by_path.fingerprint == by_file.fingerprint
    import fsspec

    with fsspec.open("memory://out/p.parquet", "rb") as file:
        assert file.read() == (tmp_path / "p.parquet").read_bytes()
    memory("memory://in/more.jsonl", text)
    both = measure_to(tmp_path / "both.parquet", "memory://in/*.jsonl", plan, PoolEngine(1))
    assert both.dialogues == 10


def test_a_url_of_nothing_is_an_input_error(plan: Plan, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    for place in ("memory://nowhere/a.jsonl", "memory://nowhere/*.jsonl"):
        with pytest.raises(InputError, match="nowhere"):
            measure_to(tmp_path / "out", place, plan)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_web_server_that_gives_files_only_from_their_beginning(
    tmp_path: Path, plan: Plan, ending: str
) -> None:
    """Python's own server knows no ranges, which fsspec asks for past 5 MB."""
    pytest.importorskip("fsspec")
    local = tmp_path / f"chats.jsonl{ending}"
    rows = [row(at, "thanks", note=random.Random(at).randbytes(3_000_000).hex()) for at in (1, 2)]
    text = "".join(json.dumps(each) + "\n" for each in rows).encode()
    local.write_bytes(gzip.compress(text, 1) if ending else text)
    by_path = measure_to(tmp_path / "path.parquet", str(local), plan, PoolEngine(1))
    with served(tmp_path) as place:
        address = f"{place}/{local.name}"
        by_url = measure_to(tmp_path / "url.parquet", address, plan, PoolEngine(1))
        with pytest.raises(InputError, match=r"none\.jsonl: expected a file, found nothing"):
            measure_to(tmp_path / "none.parquet", f"{place}/none.jsonl", plan)
    assert by_url.dialogues == 2
    assert by_url.fingerprint == by_path.fingerprint
    with pytest.raises(InputError, match=f"^{address}: expected a file"):  # nobody answers
        measure_to(tmp_path / "gone.parquet", address, plan)


@pytest.mark.parametrize("fails", [1, 3])
def test_whatever_a_store_raises_is_told_with_its_address(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    """Libraries of stores have errors of their own: without credentials, or in mid-read."""
    pytest.importorskip("fsspec")
    from fsspec.implementations.local import LocalFileOpener

    source = write(tmp_path / "in.jsonl", [english(at) for at in range(5)])
    calls: list[str] = []

    class NoCredentialsError(Exception):
        pass

    def failing(self: Any, *given: Any) -> Any:
        calls.append("")
        if len(calls) >= fails:
            raise NoCredentialsError("Unable to locate credentials")
        return self.f.readinto(*given) if given and not isinstance(given[0], int) else self.f.read()

    monkeypatch.setattr(LocalFileOpener, "read", failing)
    monkeypatch.setattr(LocalFileOpener, "readinto", failing, raising=False)
    with pytest.raises(EnvironmentFailure, match=r"in\.jsonl: cannot be read: Unable to locate"):
        measure_to(tmp_path / "p.parquet", f"file://{source}", plan, PoolEngine(1))
    assert [each.name for each in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_run_with_an_output_by_url_that_is_killed_leaves_nothing(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    source = write(tmp_path / "in.jsonl", [english(at) for at in range(5)])
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    left: list[Path] = []

    def watch(*_: object) -> None:
        left.extend(tmp_path.glob("t*/*"))

    out = f"file://{tmp_path}/new/p.parquet"
    assert measure_to(out, source, plan, PoolEngine(1), watch=watch).dialogues == 5
    assert left == []
    assert sorted(tmp_path.rglob("*.p*")) == [tmp_path / "new" / "p.parquet"]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a web server that gives the files of a folder, whole."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def memory() -> Callable[[str, str], None]:
    fsspec = pytest.importorskip("fsspec")

    def put(address: str, text: str) -> None:
        with fsspec.open(address, "wt", encoding="utf-8") as file:
            file.write(text)

    return put
