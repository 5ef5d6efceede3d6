"""Erased is gone: no byte of it is left in the file or beside it."""

from tests.study.people import NOW, answered

SECRET = "a sentence that nobody else wrote"


def bytes_of(folder) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_no_byte_of_an_erased_answer_stays_on_disk(store, study, tmp_path):
    answered(store, study, 3)
    token = store.people.invite("rater", study.id, now=NOW)
    member, _ = store.people.join(token, now="2031-05-05T05:05:05Z")
    store.people.consent(member.id, now="2032-06-06T06:06:06Z")
    store.answers.assign_once(
        member, lambda _: store.answers.assignments(store.people.raters(study.id)[0].id)
    )
    for position in range(4):
        store.answers.next_assignment(member.id, clock=77.25)
        value = {"choice": "left", "confidence": 1, "why": f"{SECRET} {position} " * 40}
        store.answers.record(member, position, value, now="2033-07-07T07:07:07Z", clock=99.5)
    traces = [SECRET.encode(), b"2031-05-05", b"2032-06-06", b"2033-07-07"]
    before = bytes_of(tmp_path)
    assert all(trace in before for trace in traces), "the test sees what is on disk"
    assert store.people.erase(member.id, now=NOW) == 4
    after = bytes_of(tmp_path)
    assert [trace for trace in traces if trace in after] == []
    store.close()
    assert [trace for trace in traces if trace in bytes_of(tmp_path)] == []


def test_others_and_the_balance_of_lists_stay(store, study):
    answered(store, study, 2)
    first = store.people.raters(study.id)[0]
    store.people.erase(first.id, now=NOW)
    assert len(store.answers.of(study.id)) == 4
    assert len(store.answers.assignments(first.id)) == 4
    assert store.people.data_of(first.id)["answers"] == []
    assert store.people.data_of(first.id)["consented"] is None
    assert store.answers.state(study.id) == (4, 1)
    assert store.people.counts() == {study.id: (1, 4)}


def test_the_file_is_its_makers_alone(store, study, tmp_path):
    assert (tmp_path / "study.db").stat().st_mode & 0o077 == 0
