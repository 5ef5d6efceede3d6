from itertools import permutations

import pytest

from tests.compare.made_profiles import profile
from usergap.compare.selection import (
    cells,
    keep_where,
    named_simulators,
    split_by_simulator,
    with_row_numbers,
)
from usergap.errors import InputError


def table(rows):
    return with_row_numbers(profile(rows))


def test_simulators_are_told_apart_by_column_else_by_file():
    found = dict(
        split_by_simulator(
            profile([{"simulator": "b"}, {"simulator": None}, {"simulator": "b"}], "f")
        )
    )
    assert {name: rows["_row"].to_pylist() for name, rows in found.items()} == {
        "b": [0, 2],
        "f": [1],
    }


def test_one_simulator_in_several_files_is_named_after_each():
    rows = [{"simulator": "abus"}]
    files = [profile(rows, "kbrd"), profile(rows, "barcor"), profile([{}], "other")]
    names = [name for _, name, _ in named_simulators(files)]
    assert names == ["abus (kbrd)", "abus (barcor)", "other"]
    again = [profile(rows, "kbrd"), profile(rows, "kbrd"), profile([{}], "x"), profile([{}], "x")]
    names = [name for _, name, _ in named_simulators(again)]
    assert names == ["abus (kbrd)", "abus (kbrd) (2)", "x", "x (2)"]
    telling = [profile(rows, "kbrd_abus"), profile(rows, "barcor_abus")]
    assert [name for _, name, _ in named_simulators(telling)] == ["kbrd_abus", "barcor_abus"]


def test_where_compares_as_text():
    rows = table([{"domain": "law"}, {"domain": None}, {"domain": "art"}])
    assert keep_where(rows, {"domain": "law"}, "real", real=True)["_row"].to_pylist() == [0]
    with pytest.raises(InputError, match="domain=None in real"):
        keep_where(rows, {"domain": "None"}, "real", real=True)


def test_where_on_what_the_simulation_does_not_record():
    rows = table([{"domain": "law"}, {"domain": "art"}])
    assert keep_where(rows, {"source": "lmsys"}, "sim", real=False).num_rows == 2
    assert keep_where(rows, {"simulator": "x"}, "real", real=True).num_rows == 2


def places(found):
    return {
        value: (mine["_row"].to_pylist(), theirs["_row"].to_pylist())
        for value, mine, theirs in found
    }


def test_cells_by_a_field_of_both_sides():
    real = table([{"domain": "b"}, {"domain": "a"}, {"domain": None}])
    other = table([{"domain": "a"}, {"domain": "c"}])
    found = places(cells(real, other, "domain", paired=False))
    assert found == {"a": ([1], [0]), "b": ([0], []), "c": ([], [1])}


def test_partners_lend_what_is_not_recorded():
    real = table([{"pair": "s", "source": "x"}, {"pair": "t", "source": "y"}])
    other = table([{"pair": "t"}, {"pair": "s"}, {"pair": "s"}])
    assert places(cells(real, other, "source", paired=True)) == {
        "x": ([0], [1, 2]),
        "y": ([1], [0]),
    }


def test_without_partners_all_simulated_dialogues_meet_each_cell():
    real = table([{"source": "x"}, {"source": "y"}])
    other = table([{}, {}])
    assert places(cells(real, other, "source", paired=False)) == {
        "x": ([0], [0, 1]),
        "y": ([1], [0, 1]),
    }


def test_partners_of_several_values_lend_all_of_them_in_any_order():
    # One scenario was run by real users on x and on y: its simulated run meets both.
    rows = [{"pair": "s", "source": "x"}, {"pair": "s", "source": "y"}, {"pair": "t"}]
    other = table([{"pair": "s"}, {"pair": "t"}])
    wanted = {"x": ({"x"}, ["s"]), "y": ({"y"}, ["s"])}
    for order in permutations(rows):
        found = {
            value: (set(mine["source"].to_pylist()), theirs["pair"].to_pylist())
            for value, mine, theirs in cells(table(order), other, "source", paired=True)
        }
        assert found == wanted


def test_what_a_simulated_dialogue_records_itself_is_not_lent():
    real = table([{"pair": "s", "source": "x"}, {"pair": "s", "source": "y"}])
    other = table([{"pair": "s", "source": "y"}])
    assert places(cells(real, other, "source", paired=True)) == {"x": ([], []), "y": ([1], [0])}
