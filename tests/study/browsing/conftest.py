"""A small comparison of made-up dialogues, with everything that a page may stumble over."""

import pytest

pytest.importorskip("starlette", reason="needs the extra study")

from usergap.compare import compare
from usergap.dialogues import Corpus, Dialogue, Message, Reading
from usergap.profiles import default_plan, measure_corpus
from usergap.study.browsing.catalogue import catalogue_of

HOSTILE = '<script>alert("x")</script>\u202eesrever\x1b[2J'
DOMAINS = ("cooking", "travel & <b>trips</b>")


def corpus_of(name, said, simulator=None, count=24):
    dialogues = []
    for at in range(count):
        messages = [Message("user", f"Please tell me about number {at}.")]
        for text in said(at):
            messages += [Message("assistant", "Here is an answer."), Message("user", text)]
        dialogues.append(
            Dialogue(
                f"d{at}",
                tuple(messages),
                scenario_id=f"s{at}",
                domain=DOMAINS[at % 2],
                simulator=simulator,
            )
        )
    return Corpus(name, tuple(dialogues), Reading(sha256=f"hash of {name}"))


@pytest.fixture(scope="session")
def profiles():
    real = corpus_of(
        "real", lambda at: ["That is wrong!", HOSTILE] if at % 3 else ["ok", "", "why?"]
    )
    # without a partner: not compared, and the two sides' places are not the same
    alone = [Dialogue(f"alone{at}", real[0].messages, domain=DOMAINS[0]) for at in range(3)]
    real = real.with_dialogues([*alone, *real])
    kind = corpus_of("kind", lambda _: ["Perfect, thanks.", "Great, thank you!"], "kind/1 <i>")
    plan = default_plan()
    return tuple(measure_corpus(one, plan, jobs=1) for one in (real, kind))


@pytest.fixture(scope="session")
def comparison(profiles):
    return compare(*profiles, by="domain", replicates=200)


@pytest.fixture(scope="session")
def catalogue(comparison, profiles):
    return catalogue_of(comparison, profiles[0], profiles[1:])
