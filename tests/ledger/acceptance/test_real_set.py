"""The real set: only real, only unseen, and grouped by who wrote it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.errors import InputError
from usergap.ledger.acceptance import real_set
from usergap.ledger.ledger import Ledger

REAL = Provenance(origin="real")
WORDS = "the kettle hums while seven grey herons wait beside a mill pond in march number"


def asked(name: str, provenance: Provenance | None = REAL, **more) -> Dialogue:
    said = Message("user", f"{WORDS} {name}"), Message("assistant", "I see.")
    return Dialogue(name, said, provenance=provenance, **more)


SET = [asked(f"d{n}", conversation_id=f"c{n // 2}") for n in range(6)]


def refused(dialogues, match: str, **more) -> None:
    with pytest.raises(InputError, match=match):
        real_set(dialogues, **more)


def test_conversations_are_groups() -> None:
    assert real_set(SET).groups == (0, 0, 1, 1, 2, 2)
    people = [replace(each, extra={"user_id": f"u{n // 3}"}) for n, each in enumerate(SET[::2])]
    assert real_set(people).groups == (0, 0, 0) or real_set(people).groups == (0, 1, 2)


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (asked("x", Provenance(origin="synthetic")), r"found 1 synthetic \(x\)"),
        (asked("x", Provenance()), r"found 1 not recorded \(x\).*--set origin=real"),
        (asked("x", None), "found 1 not recorded"),
        (asked("x", simulator="sim"), "found 1 real, but made by the simulator 'sim'"),
        (asked("x", replace(REAL, generator="gpt")), "but made by the generator 'gpt'"),
        (asked("x", extra={"simulation": {}}), "but made by usergap"),
        (asked("x", extra={"suite": {}}), "but made by usergap"),
    ],
)
def test_one_dialogue_that_is_not_real_refuses_the_set(odd: Dialogue, told: str) -> None:
    refused([*SET, odd], told)
    refused([*SET, odd], told, leave_out=True)


def test_no_dialogue_and_one_id_twice() -> None:
    refused([], "found none")
    refused([*SET, SET[0]], "found 'd0' twice")


def book(tmp_path: Path, *parts: tuple) -> Ledger:
    made = Ledger(tmp_path / "l", make=True)
    for dialogues, tags in parts:
        made.add(dialogues, tags=tags)
    return made


BARE = [replace(each, provenance=None) for each in SET]


def test_the_ledger_knows_the_origin(tmp_path: Path) -> None:
    with book(tmp_path, (BARE, {"origin": "real"})) as known:
        assert len(real_set(BARE, ledger=known).dialogues) == 6
        refused([*BARE, asked("x", None)], r"found 1 not recorded \(x\)", ledger=known)


def test_the_ledger_may_know_better_than_the_file(tmp_path: Path) -> None:
    with book(tmp_path, (BARE[:2], {"origin": "synthetic"})) as known:
        refused(SET, "found 2 real and synthetic", ledger=known)


def test_what_training_knows_is_refused_or_left_out_and_counted(tmp_path: Path) -> None:
    renamed = [replace(SET[0], id="another name")]
    child = asked("made", Provenance(origin="synthetic", parents=("d1", "far away")))
    with book(tmp_path, (renamed, {"split": "train"}), ([child], {})) as known:
        refused(SET, r"1 in a training split of the ledger \(d0\)", ledger=known)
        refused(SET, r"1 seeds or parents of samples in the ledger \(d1\)", ledger=known)
        found = real_set(SET, ledger=known, leave_out=True)
    assert [each.id for each in found.dialogues] == ["d2", "d3", "d4", "d5"]
    assert found.left_out == {
        "in a training split of the ledger": 1,
        "seeds or parents of samples in the ledger": 1,
    }


def test_a_training_split_by_its_own_word() -> None:
    refused([*SET, asked("x", replace(REAL, split="train"))], "in a training split by their own")
    assert len(real_set([asked("x", replace(REAL, split="test"))]).dialogues) == 1


def test_training_files_are_compared_by_words() -> None:
    near = Dialogue("t", (Message("user", f"{WORDS} d3"),))
    refused(SET, r"known to the dialogues of --against \(d", known=[near])
    refused(SET, "expected dialogues that training does not know, found none", known=SET,
            leave_out=True)  # fmt: skip
