"""Licences in others' spelling."""

from __future__ import annotations

import pytest

from usergap.ledger.licences import hub_licence, licence_page


@pytest.mark.parametrize(
    ("licences", "told"),
    [
        ([], (["unknown"], None)),
        (["MIT"], (["mit"], None)),
        (["cc by 4.0", "CC-BY-4.0"], (["cc-by-4.0"], None)),
        (["ODC-By-1.0", "MIT"], (["mit", "odc-by"], None)),
        (["Our terms, v2"], (["other"], "our-terms-v2")),
        (["MIT", "Our terms"], (["other"], "mit-and-our-terms")),
        (["!"], (["other"], "other")),
    ],
)
def test_the_hub_gets_identifiers_it_knows(licences, told) -> None:
    assert hub_licence(licences) == told


def test_croissant_gets_pages_where_there_are_some() -> None:
    assert licence_page("apache-2.0") == "https://spdx.org/licenses/Apache-2.0.html"
    assert licence_page("Our terms") == "Our terms"
