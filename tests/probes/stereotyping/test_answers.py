"""The table of answers: what is read, and what is refused with file, line and field."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.probes.stereotyping.answers import read_answers

HEAD = "respondent,origin,group,item,answer\n"


def read(tmp_path, text, **more):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, **more)


def test_scales_codes_gaps_and_twins(tmp_path):
    found = read(
        tmp_path,
        "item, origin ,respondent,group,answer,more\n"
        "age,real,ann,g,3,x\nage,Simulated,ann,g,5,x\nage,real,bob,h,,x\n"
        "pet,human,bob,h,dog,x\npet,synthetic,ann,g,cat,x\n",
    )
    assert found.items == ("age", "pet")
    assert found.nominal.tolist() == [False, True]
    assert found.key == ("ann", "ann", "bob")
    assert found.simulated.tolist() == [False, True, False]
    assert found.block.tolist() == [0, 0, 1]
    assert found.group.tolist() == [0, 0, 1]
    np.testing.assert_equal(found.values, [[3, np.nan], [5, 0], [np.nan, 1]])


def test_numbers_can_be_names(tmp_path):
    text = HEAD + "a,real,g,q,10\nb,real,g,q,9\n"
    assert read(tmp_path, text).values.ravel().tolist() == [10, 9]
    assert read(tmp_path, text, nominal=True).nominal.tolist() == [True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("respondent,origin,item,answer\n", "expected a column 'group'"),
        (HEAD, "expected answers, found none"),
        (HEAD + "a,robot,g,q,1\n", "line 2: origin: expected real or simulated, found 'robot'"),
        (HEAD + "a,real,g,q,1\n,real,g,q,1\n", "line 3: respondent: expected a name"),
        (HEAD + "a,real,g,,1\n", "line 2: item: expected a name"),
        (HEAD + "a,real,g,q,1\na,real,h,r,1\n", "line 3: group: expected 'g' as before"),
        (HEAD + "a,real,g,q,1\na,real,g,q,2\n", "line 3: a second answer of 'a' to 'q'"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, text, told):
    with pytest.raises(InputError, match=r"answers\.csv") as error:
        read(tmp_path, text)
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"no\.csv: expected a CSV file"):
        read_answers(tmp_path / "no.csv")


def test_only_groups_of_both_sides_are_compared(tmp_path):
    rows = ["a,real,g,q,1", "b,simulated,g,q,1", "c,real,h,q,1", "d,simulated,i,q,1"]
    found = read(tmp_path, HEAD + "\n".join(rows)).comparable()
    assert found.key == ("a", "b")


def test_twins_are_always_in_one_half(tmp_path):
    rows = [f"p{i},{o},g,q,{i}" for i in range(30) for o in ("real", "simulated")]
    found = read(tmp_path, HEAD + "\n".join(rows))
    half = found.half
    assert half.sum() == 30
    assert (half[::2] == half[1::2]).all()
