"""Tags: filled, kept, changed, demanded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import NOT_RECORDED, Provenance
from usergap.errors import InputError
from usergap.ledger.entry import body_of, body_tags
from usergap.ledger.tags import (
    DEMANDED,
    DEMANDED_OF_REAL,
    DEMANDED_OF_SYNTHETIC,
    TAGS,
    Conflict,
    known,
    lacking,
    merged,
    tags_from,
)

WORDS = st.text(min_size=1, max_size=8).filter(str.strip)
PROVENANCES = st.builds(
    Provenance,
    origin=st.sampled_from(["real", "synthetic", NOT_RECORDED]),
    family=st.sampled_from(["generator", "rule", NOT_RECORDED]),
    licence=WORDS | st.just(NOT_RECORDED),
    seed=st.none() | st.integers(-(2**70), 2**70),
    parents=st.lists(WORDS, max_size=3).map(tuple),
)


@given(PROVENANCES)
def test_a_body_gives_its_tags_back(provenance: Provenance) -> None:
    assert body_tags(json.loads(body_of("a", provenance, "f", "now"))) == provenance


@given(PROVENANCES, PROVENANCES)
def test_merging_fills_and_never_loses(one: Provenance, two: Provenance) -> None:
    both = merged(one, known(two), change=True)
    assert known(both).keys() == known(one).keys() | known(two).keys()
    assert known(both).items() >= known(two).items()
    assert merged(both, known(both)) is both
    recorded, told = known(one), known(two)
    if any(recorded[tag] != told[tag] for tag in recorded.keys() & told.keys()):
        with pytest.raises(Conflict):
            merged(one, told)
    else:
        assert known(merged(one, told)).items() >= recorded.items()


def test_tags_are_read_from_the_command_line() -> None:
    told = ["origin=human", "seed=7", "parents=a, b,", "licence=see https://x.org/?a=b, v2"]
    assert tags_from(told) == {
        "origin": "real",
        "seed": 7,
        "parents": ("a", "b"),
        "licence": "see https://x.org/?a=b, v2",
    }


@pytest.mark.parametrize(
    "told",
    [
        "origin",
        "origin=",
        "=real",
        "colour=red",
        "origin=martian",
        "family=x",
        "seed=1.5",
        "split=not recorded",
    ],
)
def test_what_is_no_tag_is_refused(told: str) -> None:
    with pytest.raises(InputError, match="expected"):
        tags_from([told])


def test_what_is_demanded_depends_on_the_origin() -> None:
    assert lacking(Provenance()) == list(DEMANDED)
    assert lacking(Provenance(origin="real")) == [*DEMANDED[1:], *DEMANDED_OF_REAL]
    assert lacking(Provenance(origin="synthetic")) == [*DEMANDED[1:], *DEMANDED_OF_SYNTHETIC]


def test_other_tags_can_be_demanded() -> None:
    assert lacking(Provenance(seed=0), ["seed", "split"]) == ["split"]
    assert lacking(Provenance(), []) == []
    assert set(lacking(Provenance(), TAGS)) == set(TAGS)
