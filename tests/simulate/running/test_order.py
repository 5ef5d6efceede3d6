"""An order: who is made of it, what they share, and how a journal is forgotten."""

from __future__ import annotations

import asyncio

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import read
from usergap.llm import Ceilings, Price
from usergap.simulate.controls.friction import KIND
from usergap.simulate.kind import parse_spec
from usergap.simulate.making import Workshop
from usergap.simulate.running.order import Order, Reach, carry_out, cast_of
from usergap.simulate.running.restart import discard, rounds_of

from ..run_slowly import SCENARIOS, Drawing

HERE, THERE = Reach("http://127.0.0.1:9/v1"), Reach("http://127.0.0.1:8/v1")


def cast(**options):
    async def made():
        async with cast_of(Order(SCENARIOS, "chat:u", "chat:b", **options)) as found:
            return found

    return asyncio.run(made())


def test_one_endpoint_serves_both_unless_the_assistant_has_its_own():
    one = cast(reach=HERE)
    assert len(one.workshops) == 1
    assert cast(reach=HERE, assistant_reach=HERE).workshops[0].clients.keys() == {"u", "b"}
    two = cast(reach=HERE, assistant_reach=THERE)
    assert [list(each.clients) for each in two.workshops] == [["u"], ["b"]]
    assert two.assistant.settings["model"]["url"].startswith("http://127.0.0.1:8/")
    assert two.user.settings["model"]["url"].startswith("http://127.0.0.1:9/")


def test_all_models_share_the_ceilings_and_have_their_own_price():
    made = cast(
        reach=HERE, assistant_reach=THERE, ceilings=Ceilings(calls=3, money=1.0),
        prices={"u": Price(1.0, 1.0), "": Price(2.0, 2.0)},
    )  # fmt: skip
    first, second = made.workshops
    assert first.ceilings.tally is second.ceilings.tally
    assert first.ceilings == second.ceilings
    with pytest.raises(InputError, match="price of each model: expected that of 'b'"):
        cast(reach=HERE, ceilings=Ceilings(money=1.0), prices={"u": Price(1.0, 1.0)})


def test_objects_serve_where_specs_do(tmp_path):
    friction = asyncio.run(KIND.make(parse_spec("friction:0.5"), Workshop()))
    order = Order(SCENARIOS, Drawing(), "scripted", controls=(friction,), limit=2)
    summary, made = asyncio.run(carry_out(order, tmp_path / "x.jsonl", tmp_path / "j"))
    assert (summary.dialogues, made.paid, made.spent.calls) == (2, False, 0)
    assert all("friction" in d.extra["simulation"]["controls"] for d in read(summary.output))


class Leaving(Drawing):
    """Is asked ``left`` times; then the endpoint is lost, or the run is cancelled."""

    def __init__(self, left, cancelled):
        self.left, self.cancelled, self.run = left, cancelled, None

    async def reply(self, conversation):
        self.left -= 1
        if self.left < 0 and self.cancelled:
            self.run.cancel()
        elif self.left < 0:
            raise EnvironmentFailure("lost")
        return await super().reply(conversation)


def cut_off(folder, left, cancelled, partial):
    """What a run that is cut off in the second conversation, or the first, has written."""
    user = Leaving(left, cancelled)
    order = Order(SCENARIOS, user, "scripted", concurrency=1)

    async def main():
        made = carry_out(order, folder / "x.jsonl", folder / "j", partial=partial)
        user.run = asyncio.create_task(made)
        await user.run

    with pytest.raises(asyncio.CancelledError if cancelled else EnvironmentFailure):
        asyncio.run(main())
    return [d.id for d in read(folder / "x.jsonl")] if (folder / "x.jsonl").exists() else None


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_run_that_is_cut_off_writes_what_is_finished_only_if_asked(tmp_path, cancelled):
    # a conversation has ten turns
    assert cut_off(tmp_path, 15, cancelled, partial=False) is None
    discard(tmp_path / "j")
    assert cut_off(tmp_path, 5, cancelled, partial=True) is None
    discard(tmp_path / "j")
    assert cut_off(tmp_path, 15, cancelled, partial=True) == ["s0"]


def test_only_a_journal_is_discarded(tmp_path):
    journal = tmp_path / "j"
    discard(journal)  # none is there
    order = Order(SCENARIOS, Drawing(), "scripted", limit=1)
    asyncio.run(carry_out(order, tmp_path / "x.jsonl", journal))
    rounds = rounds_of(journal)
    rounds.mkdir()
    (rounds / "round_1.journal").write_bytes(journal.read_bytes())
    (rounds / "calibration.json").write_text("{}")
    discard(journal)
    assert not journal.exists()
    assert [path.name for path in rounds.iterdir()] == ["calibration.json"]
    for text in ("text\n", "[1]\n", '{"journal": "another"}\n', "{}\n"):
        journal.write_text(text)
        with pytest.raises(InputError, match="expected a journal of usergap"):
            discard(journal)
        assert journal.read_text() == text
    with pytest.raises(InputError, match="cannot be read"):
        discard(tmp_path)
