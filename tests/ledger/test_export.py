"""Export: what leaves, what is refused, and whether the official libraries read it."""

from __future__ import annotations

import hashlib
import json
import logging
import warnings
from pathlib import Path

import pytest

from tests.ledger.samples import CLOCK, dialogue, dialogues, sql
from usergap.dialogues import Dialogue, Message, Provenance
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import read
from usergap.ledger import Ledger
from usergap.ledger.export import CARD, CROISSANT, SAMPLES, Wanted, export
from usergap.ledger.tallies import overview, tally

REAL = {
    "origin": "real", "created": CLOCK, "domain": "sea", "task": "help", "licence": "CC-BY-4.0",
    "consent": "given",
}  # fmt: skip
MADE = {
    "origin": "synthetic", "created": CLOCK, "domain": "law", "task": "help",
    "licence": "Own | terms", "family": "rule", "generator": "typo", "generator_version": "1",
    "settings_hash": "aa", "seed": 3, "parents": ("d1", "d2"),
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "l", make=True) as ledger:
        ledger.add(dialogues(4), tags=REAL, with_text=True)
        ledger.add([dialogue("m1"), dialogue("m2", split="train")], tags=MADE)
        yield ledger


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / SAMPLES).read_text("utf-8").splitlines()]


def test_every_sample_leaves_with_its_tags(ledger: Ledger, tmp_path: Path) -> None:
    counts = export(ledger, tmp_path / "out", Wanted())
    rows = lines(tmp_path / "out")
    assert counts.samples == len(rows) == 6
    assert rows[0]["provenance"]["licence"] == "CC-BY-4.0"
    assert rows[0]["provenance"]["split"] == "not recorded"
    assert rows[4]["provenance"]["parents"] == ["d1", "d2"]
    assert [row["sample"] for row in rows] == [row.sample for row in ledger.rows()]
    assert not any("messages" in row for row in rows)


def test_words_leave_only_when_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, tmp_path / "out", Wanted(texts=True))
    told = lines(tmp_path / "out")
    assert [("messages" in row) for row in told] == [True] * 4 + [False] * 2


def test_what_leaves_with_words_reads_as_the_same_dialogues(tmp_path: Path) -> None:
    said = (Message("user", "one"), Message("assistant", "two"), Message("user", "thr\u00e9e"))
    one = Dialogue("a", said, context_length=1, provenance=Provenance("real", licence="MIT"))
    with Ledger(tmp_path / "l", make=True) as ledger:
        ledger.add([one], with_text=True)
        export(ledger, tmp_path / "out", Wanted(texts=True, require=["licence"]))
        (back,) = read(tmp_path / "out" / SAMPLES)
        assert (back.id, back.messages, back.context_length) == (one.id, said, 1)
        assert back.provenance == one.provenance
        assert ledger.add([back]).known == 1  # the same sample


def test_export_refuses_what_lacks_a_tag_and_names_it(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([dialogue("x1"), dialogue("x2")], tags=REAL | {"licence": "MIT", "split": "test"})
    ledger.add([dialogue("y", origin="synthetic", licence="MIT")])
    with pytest.raises(InputError) as refusal:
        export(ledger, tmp_path / "out", Wanted())
    told = str(refusal.value)
    assert "1 of 9 samples lack tags and nothing was exported" in told
    for tag in ("created", "domain", "task", "family", "generator", "settings_hash", "seed"):
        assert f"{tag} lacks in 1: y (" in told
    assert "licence lacks" not in told
    assert not (tmp_path / "out").exists()


def test_a_log_that_was_edited_or_cut_does_not_leave(ledger: Ledger, tmp_path: Path) -> None:
    # a tag that lacks, written into the file by hand, must not open the door
    sql(ledger.path, "UPDATE entries SET body = replace(body, '}}', ',\"consent\":\"given\"}}')")
    with pytest.raises(EnvironmentFailure, match=r"not whole .* entry 1: edited"):
        export(ledger, tmp_path / "out", Wanted("x", require=()))
    sql(ledger.path, "DELETE FROM entries WHERE number = 2")
    with pytest.raises(EnvironmentFailure, match="not whole"):
        export(ledger, tmp_path / "out", Wanted("x", require=()))
    assert not (tmp_path / "out").exists()


def test_the_tags_that_are_demanded_can_be_said(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"split lacks in 5: d1 \(\w{12}\), d2 .* and 2 more"):
        export(ledger, tmp_path / "out", Wanted(require=["split"]))
    ledger.add([dialogue("bare")])
    assert export(ledger, tmp_path / "out", Wanted(require=[])).samples == 7
    with pytest.raises(InputError, match="found 'colour'"):
        export(ledger, tmp_path / "out", Wanted(require=["colour"]))


def test_a_part_can_leave_and_only_it_is_asked_for_tags(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([dialogue("bare")])
    export(ledger, tmp_path / "out", Wanted(only={"split": "train"}))
    assert [row["id"] for row in lines(tmp_path / "out")] == ["m2"]
    with pytest.raises(InputError, match="found none that fit"):
        export(ledger, tmp_path / "out", Wanted(only={"split": "dev"}))


def test_tallies_count_samples_and_what_lacks(ledger: Ledger) -> None:
    ledger.add(dialogues(1), tags={"split": "test"})  # amended, still one sample
    found = tally(ledger.rows())
    assert found.samples == 6
    assert found.values["origin"] == {"real": 4, "synthetic": 2}
    assert found.values["split"] == {"not recorded": 4, "test": 1, "train": 1}
    assert (found.lacking["seed"], found.lacking["consent"], found.lacking["licence"]) == (4, 2, 0)
    assert (found.first, found.last) == (CLOCK, CLOCK)
    shown = overview(ledger)
    assert (shown["samples"], shown["entries"], shown["texts_stored"]) == (6, 7, 4)
    assert shown["family"] == {"not recorded": 4, "rule": 2}


def test_exact_duplicates_are_told(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l", make=True) as ledger:
        ledger.add([dialogue("a", "same"), dialogue("b", "same"), dialogue("c", "else")])
        assert overview(ledger)["exact_duplicates"] == 1


def test_the_official_library_reads_the_croissant(ledger: Ledger, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' own
        mlc = pytest.importorskip("mlcroissant", reason="needs mlcroissant (extra dev)")
        for texts in (False, True):
            folder = tmp_path / f"out{texts}"
            wanted = Wanted("Sea: \"one\" | two", "A test.", "https://example.org/d", texts=texts,
                            published="2026-01-02", cite="@misc{sea}")  # fmt: skip
            export(ledger, folder, wanted)
            dataset = mlc.Dataset(folder / CROISSANT)
            assert not dataset.metadata.issues.errors
            assert not dataset.metadata.issues.warnings
            records = list(dataset.records("samples"))
            rows = lines(folder)
            assert [each["samples/sample"].decode() for each in records] == [
                row["sample"] for row in rows
            ]
            assert records[4]["samples/parents"] == [b"d1", b"d2"]
            assert records[4]["samples/seed"] == 3
            said = records[0].get("samples/messages")
            assert (said is not None) == texts
            if said:
                assert said[0]["samples/messages/content"] == b"what is d1"
            metadata = dataset.metadata
            assert "real 4, synthetic 2" in metadata.data_collection
            assert metadata.data_collection_type == ["User-Generated Content Data", "Others"]
            assert any("2507.14805" in limit for limit in metadata.data_limitations)
            assert "4 samples are of real users" in metadata.personal_sensitive_information[0]
            assert ledger.head()[1] in metadata.data_release_maintenance_plan
            assert metadata.license == ["https://spdx.org/licenses/CC-BY-4.0.html", "Own | terms"]


def test_the_croissant_tells_the_hash_of_the_file(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, tmp_path / "out", Wanted())
    content = (tmp_path / "out" / SAMPLES).read_bytes()
    (file,) = json.loads((tmp_path / "out" / CROISSANT).read_text())["distribution"]
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert file["contentSize"] == f"{len(content)} B"


def test_the_official_library_reads_the_card(ledger: Ledger, tmp_path: Path) -> None:
    hub = pytest.importorskip("huggingface_hub", reason="needs huggingface-hub (extra dev)")
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    export(ledger, tmp_path / "out", Wanted('Sea: "one" # two\n---'))
    card = hub.DatasetCard.load(tmp_path / "out" / CARD)
    assert card.data.to_dict() == {
        "pretty_name": 'Sea: "one" # two\n---',
        "license": "other",
        "license_name": "cc-by-4-0-and-own-terms",
        "license_link": "README.md",
        "language_creators": ["found", "machine-generated"],
        "size_categories": ["n<1K"],
        "tags": ["conversations", "usergap", "real", "synthetic"],
        "configs": [{"config_name": "default", "data_files": SAMPLES}],
    }
    assert hub.DatasetCardData(**card.data.to_dict()).license == "other"
    assert "| Own \\| terms | 2 |" in card.text
    assert "| real | 4 |" in card.text
