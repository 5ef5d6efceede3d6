import json
import math
import time
from dataclasses import replace

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, labels, people, profile
from tests.compare.test_gold import gold
from usergap.compare import compare, confounds, from_json, to_json
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.intent import INTENT
from usergap.dimensions.mtld import MTLD
from usergap.dimensions.turns import TURNS
from usergap.dimensions.words import WORDS
from usergap.profiles import Texts

QUICK = {"measures": MEASURES, "replicates": 200}


def found(real, *simulated, settings=None, **options):
    comparison = compare(real, *simulated, **{**QUICK, **(settings or {})})
    measures = (settings or {}).get("measures", MEASURES)
    return comparison, confounds(
        real, *simulated, comparison=comparison, measures=measures, **options
    )


def of(all_, kind, stratum=None):
    (one,) = (x for x in all_ if x.id == kind and (stratum is None or x.stratum == stratum))
    return one


def effect(confound, measure):
    (one,) = (x for x in confound.effects if x.measure == measure)
    return one


def with_turns(rows, turns):
    return [{**row, "turns": int(count)} for row, count in zip(rows, turns, strict=True)]


def long_tailed(n, seed):
    return 1 + np.random.default_rng(seed).geometric(0.15, n)


def test_a_planted_cap_is_found_and_explains_the_turns():
    real = with_turns(people(300, 1), long_tailed(300, 5))
    simulated = with_turns(people(150, 2), np.minimum(long_tailed(150, 6), 10))
    comparison, all_ = found(profile(real), profile(simulated, "sim"))
    cap = of(all_, "turn_cap")
    row = next(x for x in comparison.rows if x.measure == "turns")
    turns = effect(cap, "turns")
    assert cap.stratum == "10 turns"
    assert cap.real == sum(row["turns"] > 10 for row in real)
    assert turns.before == row.value
    assert turns.floor_before == row.floor
    assert turns.high < 0
    assert turns.after < 2 * turns.floor_after
    assert [x.measure for x in cap.effects] == ["turns"]  # without text
    assert "need the dialogues' text" in cap.left_out
    assert cap.sentence.startswith("Simulated dialogues end at 10 turns")


def test_a_cap_alone_costs_what_methods_says(data):
    real = gold(data, "realsim/real.jsonl", "realsim/labels.tsv", "real")
    turns = np.array(real.table["turns"].to_pylist())
    by_hand = np.maximum(turns - 10, 0).mean()
    assert by_hand == pytest.approx(0.47, abs=0.05)  # 0.47 on the paper's 961 dialogues
    capped = replace(
        real,
        name="capped",
        table=real.table.set_column(
            real.table.column_names.index("turns"), "turns", [np.minimum(turns, 10)]
        ),
    )
    _, all_ = found(real, capped, settings={"pairs": "off"})
    turns = effect(of(all_, "turn_cap"), "turns")
    assert turns.before == pytest.approx(by_hand)
    assert turns.after == pytest.approx(0, abs=1e-12)
    assert turns.change == pytest.approx(-by_hand)


def test_no_cap_is_said_and_a_wrong_one_is_refused():
    real, simulated = profile(people(80, 1)), profile(people(80, 2), "sim")
    cap = of(found(real, simulated)[1], "turn_cap")
    assert not cap.effects
    assert cap.sentence.startswith("No sign of a cap")
    wrong = of(found(real, simulated, cap=4)[1], "turn_cap")
    assert not wrong.effects
    assert "4 turns are not this simulator's cap" in wrong.sentence
    given = of(found(real, simulated, cap=8)[1], "turn_cap")
    assert given.stratum == "8 turns"


def openers(n, turns, seed):
    """Users who ask for a text in first turns and for facts later, for any length."""
    rows = []
    for row in people(n, seed):
        later = labels(INTENT, turns, content_generation=1, info_retrieval=turns - 1)
        first = {f"intent.first.{x}": int(x == "content_generation") for x in INTENT.labels}
        rows.append({**row, "turns": turns, **later, **first})
    return rows


def test_shorter_dialogues_alone_make_no_gap_once_turns_are_weighed():
    real, simulated = profile(openers(60, 10, 1)), profile(openers(60, 2, 2), "sim")
    _, all_ = found(real, simulated)
    # shares of first turns: 1/10 against 1/2, so TVD 40; within a position 0
    weighed = effect(of(all_, "turn_position"), "intent")
    assert weighed.before == pytest.approx(40)
    assert weighed.after == pytest.approx(0, abs=1e-9)
    assert weighed.change == pytest.approx(-40)
    assert effect(of(all_, "later_turns"), "intent").after == pytest.approx(0, abs=1e-9)
    assert not of(all_, "first_turns").effects  # one label only: nothing to compare
    assert "10 % of real turns and 50 % of simulated ones" in of(all_, "turn_position").sentence


def test_a_weak_assistant_explains_a_gap():
    weak = people(100, 1, praise=0.02, assistant_model="weak", source="arena")
    strong = people(100, 2, praise=0.5, assistant_model="strong", source="arena")
    simulated = people(100, 3, praise=0.5, assistant_model="strong")
    _, all_ = found(profile(weak + strong), profile(simulated, "sim"))
    same = of(all_, "assistant_model", "strong")
    change = effect(same, "feedback")
    assert change.high < 0
    assert (same.left_real, same.left_simulated) == (100, 100)
    assert "smaller gaps in feedback" in same.sentence or "feedback (" in same.sentence
    platform = of(all_, "source")
    assert not platform.effects
    assert "all real dialogues come from arena" in platform.sentence.lower()


def test_standardising_both_sides_to_one_mix():
    def side(weak, strong, seed):
        return people(weak, seed, praise=0.02, assistant_model="weak") + people(
            strong, seed + 1, praise=0.6, assistant_model="strong"
        )

    _, all_ = found(profile(side(150, 50, 1)), profile(side(50, 150, 3), "sim"))
    change = effect(of(all_, "assistant_model", "standardised"), "feedback")
    assert change.before > 20
    assert change.after < 8
    assert change.high < 0


def test_a_platform_without_a_partner_cannot_be_told_apart():
    real = profile(people(60, 1, source="a"))
    _, all_ = found(real, profile(people(60, 2, source="b"), "sim"))
    assert "no real one does" in of(all_, "source").sentence
    assert "cannot be told apart" in of(all_, "assistant_model").sentence


def test_pairs_stay_pairs_in_a_stratum():
    real = people(60, 1, paired=True)
    for at, row in enumerate(real):
        row["source"] = "wild" if at < 25 else "arena"
    _, all_ = found(profile(real), profile(people(60, 2, paired=True), "sim"))
    wild = of(all_, "source", "wild")
    assert (wild.left_real, wild.left_simulated) == (25, 25)


def test_short_texts_are_left_out_of_lexical_diversity():
    measures = {"mtld": MTLD, "words": WORDS}
    rng = np.random.default_rng(0)

    def side(seed, shift):
        rows = []
        for at, row in enumerate(people(80, seed)):
            short = at % 2 == 0
            value = (20 if short else 60 + shift) + rng.normal(0, 3)
            rows.append({**row, "mtld": value, "mtld_tokens": 50.0 if short else 150.0})
        return rows

    extra = {"dimensions": {"mtld": "1", "words": "1"}}
    _, all_ = found(
        profile(side(1, 0), **extra),
        profile(side(2, 20), "sim", **extra),
        settings={"measures": measures},
    )
    short = of(all_, "short_text")
    assert (short.real, short.simulated) == (40, 40)
    change = effect(short, "mtld")
    assert change.before == pytest.approx(10, abs=1.5)
    assert change.after == pytest.approx(20, abs=2)
    assert change.low > 0
    assert [x.measure for x in short.effects] == ["mtld"]


def test_copies_count_once_without_text():
    real = [{**row, "fk_grade": at / 7} for at, row in enumerate(people(60, 1))]
    simulated = [{**row, "fk_grade": at / 9} for at, row in enumerate(people(60, 2))]
    copied = real + [{**real[0], "domain": "law"}] * 30
    _, all_ = found(profile(copied), profile(simulated, "sim"))
    copies = of(all_, "duplicates")
    assert "30 dialogues are in every measurement equal to another" in copies.sentence
    assert (copies.real, copies.simulated, copies.left_real) == (30, 0, 60)
    clean, _ = found(profile(real), profile(simulated, "sim"))
    for row in clean.rows:
        assert effect(copies, row.measure).after == pytest.approx(row.value)


def test_seen_turns_touch_labels_only():
    real = [{**row, "seen": int(at < 20)} for at, row in enumerate(people(60, 1))]
    simulated = [{**row, "seen": 0} for row in people(60, 2)]
    _, all_ = found(profile(real), profile(simulated, "sim"))
    seen = of(all_, "seen_turns")
    assert seen.real == 20
    assert {x.measure for x in seen.effects} == {"intent", "feedback", "identity"}


def talk(name, texts, **fields):
    dialogues = [
        Dialogue(f"{name}{at}", (Message("user", text),), **fields) for at, text in enumerate(texts)
    ]
    rows = [
        {"turns": 1, "words": len(text.split()), **labels(FEEDBACK, 1, no_feedback=1)}
        for text in texts
    ]
    return replace(profile(rows, name), texts=Texts(Corpus(name, tuple(dialogues)), ()))


def test_long_runs_of_a_real_users_words_are_found():
    rng = np.random.default_rng(3)
    texts = [" ".join(f"w{x}" for x in rng.integers(0, 10**6, 30)) for _ in range(100)]
    stolen = [f"so {' '.join(text.split()[4:17])} end" for text in texts[:5]]  # 13 words
    near = [f"so {' '.join(text.split()[4:16])} end" for text in texts[5:10]]  # 12 words
    own = [" ".join(f"v{x}" for x in rng.integers(0, 10**6, 30)) for _ in range(40)]
    measures = {"turns": TURNS, "words": WORDS}
    _, all_ = found(
        talk("real", texts), talk("sim", stolen + near + own), settings={"measures": measures}
    )
    shared = of(all_, "shared_text")
    assert (shared.real, shared.simulated, shared.left_simulated) == (0, 5, 45)
    doubled = found(
        talk("real", texts + texts[:3]), talk("sim", own), settings={"measures": measures}
    )[1]
    assert of(doubled, "duplicates").real == 3
    assert not of(doubled, "shared_text").effects


def test_it_survives_json_and_knows_no_order():
    real, simulated = people(50, 1, source="a"), people(50, 2)
    comparison, all_ = found(profile(real), profile(simulated, "sim"))
    whole = replace(comparison, confounds=all_)
    assert from_json(json.loads(json.dumps(to_json(whole), allow_nan=False))) == whole
    backwards = [{**row, "group": 99 - at} for at, row in enumerate(real[::-1])]
    assert found(profile(backwards), profile(simulated, "sim"))[1] == all_
    assert from_json({k: v for k, v in to_json(comparison).items() if k != "confounds"})


def test_without_a_confound_intervals_hold_zero():
    """Random strata change nothing: the joint intervals leave out 0 in few runs."""
    wrong = 0
    for seed in range(20):
        real = people(100, 100 + seed, praise=0.1)
        for at, row in enumerate(real):
            row["source"] = "ab"[at % 2]
        _, all_ = found(profile(real), profile(people(60, 500 + seed, praise=0.4), "sim"))
        wrong += any(x.beyond_noise for x in of(all_, "source", "a").effects)
    assert wrong <= 4  # 20 runs at 5 %: P(X > 4) = .003


def test_every_number_is_finite(data):
    real = gold(data, "realsim/real.jsonl", "realsim/labels.tsv", "real")
    simulated = [
        gold(data, f"simulated/{x}.jsonl", f"simulated/{x}_labels.tsv", x)
        for x in ("generic", "informed")
    ]
    comparison = compare(real, *simulated, **QUICK)
    start = time.perf_counter()
    all_ = confounds(real, *simulated, comparison=comparison, measures=MEASURES)
    assert time.perf_counter() - start < 5  # 0.3 s on the machine it was written on
    assert {x.simulator for x in all_} == {"generic", "informed"}
    for confound in all_:
        for one in confound.effects:
            assert all(math.isfinite(x) for x in (one.after, one.floor_after, one.low, one.high))
            assert one.low <= one.change <= one.high
