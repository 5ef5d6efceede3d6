"""Levers name options, users and controls that ``usergap simulate`` really has."""

from __future__ import annotations

import re

import pytest
import typer.main

from usergap.cli.app import app
from usergap.dimensions import HEADLINE
from usergap.probes import probes
from usergap.report.levers import FEWER, LEVERS, NONE, lever_for
from usergap.simulate.registry import control_kinds, user_kinds

OPTIONS = {
    option
    for each in typer.main.get_command(app).commands["simulate"].params
    for option in each.opts
}
SAID = dict(LEVERS)
SAID |= {f"fewer {measure}": lever for measure, lever in FEWER.items()}
SAID |= {f"probe {name}": probe.lever for name, probe in probes().items()}


@pytest.mark.parametrize("of", SAID)
def test_every_option_and_kind_that_a_lever_names_exists(of):
    lever = SAID[of]
    for option in re.findall(r"--[a-z-]+", lever):
        assert option in OPTIONS, lever
    for name in re.findall(r"--control ([a-z_]+)", lever):
        assert name in control_kinds(), lever
    for name in re.findall(r"--user ([a-z_-]+)", lever):
        assert name in user_kinds(), lever


def test_every_measure_and_every_probe_has_a_lever():
    assert set(LEVERS) == set(HEADLINE)
    assert all(probe.lever for probe in probes().values())
    assert lever_for("of a plug-in") == NONE


def test_more_and_fewer_slips_take_other_options():
    assert "typo" in lever_for("errors", fewer=True)
    assert "typo" not in lever_for("errors")
