"""Tables of messages or of exchanges, with and without a column map."""

from pathlib import Path

import pytest

from usergap.errors import InputError
from usergap.formats import read

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, only, said

MESSAGES = (
    f"conversation_id,role,content,domain\n1,user,{ASK},x\n2,user,{MORE},y\n1,bot,{ANSWER},x\n"
)


def test_one_message_a_row(put: Put) -> None:
    corpus = read(put(MESSAGES))
    assert corpus.reading.format == "table"
    assert [d.id for d in corpus] == ["1", "2"]
    assert said(corpus[0]) == [("u", ASK), ("a", ANSWER)]
    assert [d.domain for d in corpus] == ["x", "y"]


def test_semicolons_and_tabs(put: Put) -> None:
    for mark in (";", "\t"):
        assert len(read(put(MESSAGES.replace(",", mark)))) == 2


def test_one_exchange_a_row(put: Put) -> None:
    corpus = read(put(f"prompt,response\n{ASK},{ANSWER}\n{MORE},{ANSWER}\n"))
    assert len(corpus) == 2
    assert said(corpus[0]) == [("u", ASK), ("a", ANSWER)]


def test_a_column_map(put: Put) -> None:
    text = f"chat,who,words,topic\n1,Kunde,x,t\n9,user,{ASK},letters\n9,bot,{ANSWER},letters\n"
    columns = {"id": "chat", "role": "who", "content": "words", "domain": "topic"}
    corpus = read(put(text), columns=columns)
    assert said(only(corpus)) == [("u", ASK), ("a", ANSWER)]
    assert only(corpus).domain == "letters"
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.field, remark.found) == (2, "role", "'Kunde'")


def test_a_column_map_for_users_alone(put: Put) -> None:
    corpus = read(put(f"post,by\n{ASK},a\n{MORE},b\n"), columns={"user": "post", "simulator": "by"})
    assert [(d.simulator, d.turns[0].text) for d in corpus] == [("a", ASK), ("b", MORE)]


def test_a_column_that_is_not_there(put: Put) -> None:
    with pytest.raises(InputError, match=r"expected a column 'zzz' \(for user\), found post, by"):
        read(put(f"post,by\n{ASK},a\n"), columns={"user": "zzz"})
    assert len(read(put(f"post,by\n{ASK},\n"), columns={"user": "post", "simulator": "by"})) == 1


def test_a_column_map_for_json(put: Put) -> None:
    rows = [{"talk": [{"role": "user", "content": ASK}], "id": "their id", "nr": "1"}]
    columns = {"messages": "talk", "id": "nr"}
    for content in (rows, {"data": rows}, rows[0]):
        assert only(read(put(content), columns=columns)).id == "1"


def test_messages_in_a_cell(put: Put) -> None:
    cell = f'"[{{""role"": ""user"", ""content"": ""{ASK}""}}]"'
    corpus = read(put(f"id,messages\n1,{cell}\n"))
    assert corpus.reading.format == "chat"
    assert said(only(corpus)) == [("u", ASK)]
    mapped = read(put(f"nr,talk\n1,{cell}\n"), columns={"id": "nr", "messages": "talk"})
    assert only(mapped).id == "1"


def test_an_unknown_table_says_what_it_has(put: Put) -> None:
    with pytest.raises(InputError, match=r"found records with the fields: height, weight.*columns"):
        read(put("height,weight\n1,2\n"))


def test_rows_of_the_wrong_length_are_dropped(put: Put) -> None:
    corpus = read(put(MESSAGES + "3,user\n4,user,a,b,c\n"))
    assert [(r.line, r.expected, r.found) for r in corpus.reading.remarks] == [
        (5, "4 cells", "2 cells"), (6, "4 cells", "5 cells"),
    ]  # fmt: skip
    assert len(corpus) == 2


def test_an_empty_id_is_a_bad_row(put: Put) -> None:
    corpus = read(put(f"id,role,content\n,user,{ASK}\n5,user,{ASK}\n"))
    assert [d.id for d in corpus] == ["5"]
    assert corpus.reading.remarks[0].field == "id"


def test_column_map_on_development_data(data: Path) -> None:
    corpus = read(
        data / "caricature" / "twitter_mini.csv",
        columns={"user": "response", "persona": "persona", "scenario": "topic"},
    )
    assert len(corpus) == 900
    assert len({(d.persona, d.scenario) for d in corpus}) == 9
