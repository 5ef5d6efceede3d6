"""What the views say agrees with the comparison and with a count by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.study.browsing.conftest import DOMAINS, HOSTILE
from usergap.dimensions import MEASURES
from usergap.errors import InputError
from usergap.study.browsing.address import Address
from usergap.study.browsing.beside_view import beside_view
from usergap.study.browsing.catalogue import catalogue_of
from usergap.study.browsing.facing import REAL
from usergap.study.browsing.gap_view import PER_PAGE, gap_view
from usergap.study.browsing.gaps import EVERY, choices, gaps
from usergap.study.browsing.labelled import hits, labels_by_turn, rates_at_hand, value_of

KIND = "kind/1 <i>"
PRAISE = Address(simulator=KIND, measure="feedback", label="explicit_positive")


def test_filters_of_the_list(catalogue, comparison):
    assert len(gaps(catalogue, Address())) == 10
    each = gaps(catalogue, Address(domain=EVERY, measure="words"))
    assert {(one.domain, one.measure) for one in each} == {(x, "words") for x in DOMAINS}
    verdict = gaps(catalogue, Address(verdict="differs"))
    expected = [x for x in comparison.rows if x.domain is None and x.verdict.value == "differs"]
    assert len(verdict) == len(expected) > 0
    assert gaps(catalogue, Address(simulator="nobody")) == []
    assert ("kind/1 <i>", "kind/1 <i>") in choices(catalogue)["simulator"]


def test_the_turns_are_those_that_the_rates_count(catalogue, comparison):
    """The row's own rates of feedback come out of the dialogues at hand."""
    facing = catalogue.facings[KIND]
    row = catalogue.row(KIND, "feedback", "")
    for side, figures in ((REAL, row.real), ("simulated", row.simulated)):
        at_hand = rates_at_hand(MEASURES["feedback"], facing.talks(side))
        assert at_hand == pytest.approx(figures["rates"])
    view = gap_view(catalogue, PRAISE)
    units = sum(len(one.dialogue.turns) for one in facing.talks("simulated"))
    rate = row.simulated["rates"]["explicit_positive"]
    assert view.columns[1].total == round(rate * units) > 0
    assert {one.label for one in view.labels} == set(MEASURES["feedback"].labels)


def test_pages_hold_every_turn_once(catalogue):
    address = replace(PRAISE, label="")
    seen = []
    for page in range(1, gap_view(catalogue, address).pages + 1):
        quotes = gap_view(catalogue, replace(address, page=page)).columns[1].quotes
        assert len(quotes) <= PER_PAGE
        seen += [(one.dialogue, one.turn) for one in quotes]
    assert len(seen) == len(set(seen)) == 24 * 3


def test_domains_add_up(catalogue):
    view = gap_view(catalogue, PRAISE)
    assert [one.domain for one in view.domains] == sorted(DOMAINS)
    assert sum(one.n_real for one in view.domains) == 24
    parts = [gap_view(catalogue, replace(PRAISE, domain=x)).columns[1].total for x in DOMAINS]
    assert sum(parts) == view.columns[1].total
    assert all(one.gap is not None for one in view.domains)


def test_dialogues_that_were_not_compared_are_not_shown(catalogue):
    facing = catalogue.facings[KIND]
    assert len(facing.talks(REAL)) == len(facing.talks("simulated")) == 24
    for domain in DOMAINS:
        for side in (REAL, "simulated"):
            talks = facing.talks(side, domain)
            assert len(talks) == 12
            assert {one.dialogue.domain for one in talks} == {domain}


def test_numbers_come_in_the_order_asked_for(catalogue):
    facing = catalogue.facings[KIND]
    words = MEASURES["words"]
    talks = facing.talks(REAL)
    values = {order: [hit.value for hit in hits(words, talks, "", order)]
              for order in ("highest", "lowest", "typical")}  # fmt: skip
    assert values["highest"] == sorted(values["highest"], reverse=True)
    assert values["lowest"] == values["highest"][::-1]
    assert len({value_of(words, one) for one in talks}) > 1
    middle = sorted(values["lowest"])[11:13]
    assert values["typical"][0] in middle


def test_side_by_side_are_partners_of_one_scenario(catalogue):
    found = gap_view(catalogue, PRAISE).columns[1].quotes[0]
    address = replace(PRAISE, side="simulated", dialogue=found.dialogue, turn=found.turn)
    view = beside_view(catalogue, address)
    real, simulated = view.readings
    assert (real.side, simulated.side) == (REAL, "simulated")
    assert real.dialogue == simulated.dialogue == found.dialogue  # ids are the scenario's here
    hit = [said.turn for said in simulated.messages if said.hit]
    assert found.turn in hit
    assert view.place == 1
    assert (view.after.dialogue, view.after.turn) != (found.dialogue, found.turn)
    assert view.before is None
    again = beside_view(catalogue, view.after)
    assert (again.before.dialogue, again.before.turn) == (found.dialogue, found.turn)
    assert {name for name, _, _ in view.values} >= {"Words", "Turns"}


def test_text_that_acts_is_made_visible(catalogue):
    view = beside_view(catalogue, replace(PRAISE, side=REAL, dialogue="d1", turn=3))
    texts = "".join(said.text for one in view.readings for said in one.messages)
    assert "<script>" in texts, "html is the template's to escape"
    assert "\u202e" not in texts
    assert "\x1b" not in texts
    assert HOSTILE not in texts


def test_sentences_are_laid_on_their_turns(catalogue):
    """Emotion is judged by sentence: a turn has as many as its text, and no label is lost."""
    emotion = MEASURES["emotion"]
    for talk in catalogue.facings[KIND].talks(REAL):
        by_turn = labels_by_turn(emotion, talk)
        assert len(by_turn) == len(talk.dialogue.turns)
        kept = {x for labels in by_turn for x in labels or ()}
        assert kept == {x for unit in talk.annotation.units["emotion"] for x in unit or ()}


@pytest.mark.parametrize("change", [{"simulator": "x"}, {"measure": "x"}])
def test_a_gap_that_is_not_there_is_told(catalogue, change):
    with pytest.raises(InputError, match=f"{next(iter(change))}: expected one of"):
        gap_view(catalogue, replace(PRAISE, **change))


@pytest.mark.parametrize("side", [REAL, "simulated"])
def test_a_dialogue_that_is_not_there_is_told(catalogue, side):
    with pytest.raises(InputError, match="dialogue: expected"):
        beside_view(catalogue, replace(PRAISE, side=side, dialogue="x"))


def test_other_dialogues_than_those_compared_are_refused(comparison, profiles):
    real, kind = profiles
    other = replace(kind, metadata={**kind.metadata, "sha256": "another"})
    with pytest.raises(InputError, match="expected the file that was compared as kind"):
        catalogue_of(comparison, real, [other])
    with pytest.raises(InputError, match="expected the 2 inputs"):
        catalogue_of(comparison, real, [kind, kind])


def test_without_real_text_the_simulated_side_is_shown_alone(comparison, profiles):
    catalogue = catalogue_of(comparison, None, profiles[1:])
    real, simulated = gap_view(catalogue, PRAISE).columns
    assert real.total == 0
    assert simulated.total > 0
    address = replace(PRAISE, side="simulated", dialogue="d1", turn=2)
    readings = beside_view(catalogue, address).readings
    assert readings[0] is None
    assert readings[1].dialogue == "d1"


def test_labels_by_another_annotator_are_told(comparison, profiles):
    real, kind = profiles
    named = {**kind.metadata, "annotators": {**kind.metadata["annotators"], "feedback": "b 2"}}
    catalogue = catalogue_of(comparison, real, [replace(kind, metadata=named)])
    assert "These labels are by b 2" in gap_view(catalogue, PRAISE).doubts[0]
    assert gap_view(catalogue, replace(PRAISE, measure="intent", label="")).doubts == ()


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(st.fixed_dictionaries({"simulator": texts, "domain": texts, "dialogue": texts}),
       st.integers(0, 999))  # fmt: skip
def test_an_address_survives_its_url(names, page):
    from urllib.parse import parse_qs

    address = Address(**names, page=page)
    query = {name: found[0] for name, found in parse_qs(address.query()[1:]).items()}
    assert Address.of(query) == address
