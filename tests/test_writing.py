"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.writing import whole, write_text


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    assert write_text(path, "one\n") == path
    write_text(path, "two\nü")
    assert path.read_bytes() == b"two\n\xc3\xbc"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "trouble", [RuntimeError("x"), OSError(28, "No space left on device"), KeyboardInterrupt()]
)
def test_what_fails_half_way_leaves_the_file_of_before(tmp_path: Path, trouble) -> None:
    path = tmp_path / "a.txt"
    path.write_text("kept")

    def fail() -> None:
        with whole(path) as draft:
            draft.write_text("half")
            raise trouble

    with pytest.raises((RuntimeError, EnvironmentFailure, KeyboardInterrupt)):
        fail()
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_nobody_sees_it_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with whole(path) as draft:
        draft.write_text("all of it")
        assert not path.exists()
    assert path.read_text() == "all of it"


def test_it_is_on_disk_before_it_has_its_name(tmp_path: Path, monkeypatch) -> None:
    path, synced = tmp_path / "a.txt", []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(path.exists()), fsync(fd)))
    write_text(path, "x")
    assert synced == [False]


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(28, "No space left on device"), EnvironmentFailure, "No space left"),
        (OSError(5, "Input/output error"), EnvironmentFailure, "Input/output"),
        (OSError("a library's own words"), EnvironmentFailure, "a library's own words"),
        (OSError(13, "Permission denied"), InputError, "Permission denied"),
    ],
)
def test_trouble_is_one_line_that_names_the_file(tmp_path: Path, error, kind, said) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(kind, match=rf"a\.txt: cannot be written: {said}"), whole(path):
        raise error


def test_trouble_with_another_file_is_not_blamed_on_this_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="other"), whole(tmp_path / "a.txt"):
        raise OSError(5, "Input/output error", "other")


def test_scratch_beside_the_output_is_not_what_the_reader_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = str(tmp_path / ".usergap-x1")
    with (
        pytest.raises(InputError, match=r"a\.txt: cannot be written: Permission denied"),
        whole(tmp_path / "a.txt"),
    ):
        raise PermissionError(13, "Permission denied", beside)
    monkeypatch.chdir(tmp_path)  # scratch has its whole name, the output a short one
    with pytest.raises(InputError, match="a\\.txt"), whole("a.txt"):
        raise PermissionError(13, "Permission denied", beside)
    elsewhere = str(tmp_path / "deep" / ".usergap-x1")
    with pytest.raises(PermissionError, match="deep"), whole(tmp_path / "a.txt"):
        raise PermissionError(13, "Permission denied", elsewhere)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found a folder"), whole(tmp_path):
        pass
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_text(tmp_path / "file" / "below", "x")


def test_a_link_keeps_being_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    link.symlink_to(real)
    for text in ("one", "two"):
        write_text(link, text)
        assert (link.is_symlink(), real.read_text()) == (True, text)


def test_what_is_no_plain_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "labels")
    assert os.read(reader, 99) == b"labels"
    os.close(reader)
    assert pipe.is_fifo()


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with whole(path) as one, whole(path) as two:
        one.write_text("one")
        two.write_text("two")
    assert path.read_text() == "one"  # the outer one ends last
