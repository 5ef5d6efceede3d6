"""Settings of probes: those that are read are declared, and others are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import usergap
from usergap.errors import InputError
from usergap.probes import Probe, check_settings, probe_named, probes, run_probes
from usergap.probes.finding import Measured
from usergap.probes.settings import own_settings

from .talks import many, talk

ROOT = Path(usergap.__file__).parent
SEEN = re.compile(r"settings\.get\(\s*\"(\w+)\.(\w+)\"")
DOCS = Path(__file__).parents[2] / "docs"


def test_what_the_code_reads_is_what_probes_declare():
    read = {
        pair for path in (ROOT / "probes").rglob("*.py") for pair in SEEN.findall(path.read_text())
    }
    assert ("validity", "scores") in read
    for probe, name in read:
        assert name in probe_named(probe).settings


def test_each_setting_is_documented():
    page = "".join(path.read_text() for path in [DOCS / "probes.md", *DOCS.glob("probes/*.md")])
    for probe in probes().values():
        for name in probe.settings:
            assert f"{probe.id}.{name}" in page


@pytest.mark.parametrize(
    ("chosen", "name", "told"),
    [
        ("validity", "validity.rate", "expected one of validity.scores, validity.rating"),
        ("validity", "unknown", "found 'unknown'"),
        ("praise", "validity.rating", "a setting of praise: expected none"),
        ("messiness", "reruns", "messiness.reruns"),  # the probe's name is part of it
    ],
)
def test_a_setting_that_no_chosen_probe_reads_is_refused(chosen, name, told):
    given = {name: "1"}
    with pytest.raises(InputError, match=told):
        check_settings([probe_named(chosen)], given)
    with pytest.raises(InputError, match=told):
        run_probes([probe_named(chosen)], many("r", 3, "hi"), {}, settings=given)
    with pytest.raises(InputError, match=told):
        usergap.probe(chosen, None, settings=given)


def test_a_probe_is_told_its_settings():
    told = []

    def run(material):
        told.append(dict(material.settings))
        return Measured(())

    own = Probe("own", "Own", "Is it so?", "none", "1", run, settings=("deep",))
    given = {"own.deep": "2", "validity.rating": "stars"}
    run_probes([own, probe_named("validity")], [talk("a", "hi")], {"b": ()}, settings=given)
    assert told == [given]
    assert own_settings([own], given) == {"own.deep": "2"}
    assert own_settings([own], None) == {}
