import json
import random
from dataclasses import replace

import pytest

from tests.ledger.mixing.made import dialogue, real, synthetic
from tests.ledger.sweep.made import side
from usergap.annotators.sidecar import write_sidecar
from usergap.cli.app import run
from usergap.formats import read, write


@pytest.fixture
def files(tmp_path):
    write(real(30), tmp_path / "real.jsonl")
    write(synthetic(30), tmp_path / "sim.jsonl")
    return tmp_path


def mix(files, *more):
    return run(
        ["mix", "--real", str(files / "real.jsonl"), "--synthetic", str(files / "sim.jsonl"),
         "--ratio", "0.5", "-o", str(files / "train.jsonl"), *more]
    )  # fmt: skip


def test_a_mix_with_its_held_out_and_manifest(files, capsys):
    assert mix(files) == 0
    assert "50.0 % synthetic\n6 real ones held out" in capsys.readouterr().out
    told = json.loads((files / "train.manifest.json").read_text("utf-8"))
    assert told["train"] == {"real": 24, "synthetic": 24, "ratio": 0.5}
    assert [one["dialogues"] for one in told["inputs"]] == [30, 30]


def test_a_mix_has_no_overlap_with_its_held_out(files, capsys):
    assert mix(files) == 0
    both = ["--train", str(files / "train.jsonl"), "--eval", str(files / "train.held_out.jsonl")]
    assert run(["mix", "overlap", *both]) == 0
    assert "0 of 6 evaluation dialogues" in capsys.readouterr().out


def test_overlap_ends_with_1_and_names_what_it_found(files, capsys):
    both = ["--train", str(files / "real.jsonl"), "--eval", str(files / "real.jsonl")]
    assert run(["mix", "overlap", *both, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["any"], found["near"]) == (30, 30)


def test_kin_are_warned_of(files, capsys):
    write([dialogue("s", simulator="gpt-4o")], files / "one.jsonl")
    both = ["--train", str(files / "one.jsonl"), "--eval", str(files / "real.jsonl")]
    assert run(["mix", "overlap", *both, "--target", "gpt-4.1"]) == 0
    assert "are both GPT" in capsys.readouterr().out


def test_what_is_missing_is_named(files, capsys):
    assert run(["mix", "--real", str(files / "real.jsonl")]) == 2
    assert "expected --real, --synthetic, --ratio and -o" in capsys.readouterr().err


def test_a_failed_mix_writes_nothing(files, capsys):
    assert mix(files, "--size", "400") == 2
    assert "--size: expected at most" in capsys.readouterr().err
    assert not (files / "train.jsonl").exists()


def test_a_sweep_prints_scores_slopes_and_what_they_depend_on(tmp_path, capsys):
    arguments = ["mix", "sweep", "--seeds", "2", "--ratios", "0,1", "--errors", "0,0.5"]
    for name, key in (("r", "real"), ("s", "synthetic")):
        dialogues, rows = side(name, 40, 1)
        write(dialogues, tmp_path / f"{key}.jsonl")
        write_sidecar(tmp_path / f"{key}.tsv", rows)
        arguments += [f"--{key}", str(tmp_path / f"{key}.jsonl")]
        arguments += [f"--{key}-labels", str(tmp_path / f"{key}.tsv")]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert "∂score/∂η, class, λ = 1: -" in out
    assert "λ* = 0 at η = 0.5, random" in out
    assert out.rstrip().endswith("conditional on generator synthetic, error ε not measured")
    assert run([*arguments, "--json", "--generator", "mine"]) == 0
    assert json.loads(capsys.readouterr().out)["conditional"].startswith(
        "conditional on generator mine"
    )
    assert run([*arguments, "--ratios", "0,x"]) == 2
    assert run([*arguments, "--error", "0.2,0.1,0.3"]) == 0
    assert "error ε = 0.200 [0.100, 0.300]" in capsys.readouterr().out
    assert run([*arguments, "--error", "0.2"]) == 2


def test_an_audit_ranks_teachers_and_says_what_numbers_depend_on(tmp_path, capsys):
    dialogues, rows = side("r", 40, 1)
    write(dialogues, tmp_path / "real.jsonl")
    write_sidecar(tmp_path / "gold.tsv", rows)
    wrong = [replace(row, labels={"feedback": ("no_feedback",)}) for row in rows]
    write_sidecar(tmp_path / "bad.tsv", wrong)
    both = ["--real", str(tmp_path / "real.jsonl"), "--gold", str(tmp_path / "gold.tsv")]
    named = [f"--teacher={name}={tmp_path / name}.tsv" for name in ("bad", "gold")]
    synthetic = ["--synthetic", str(tmp_path / "real.jsonl")]
    assert run(["mix", "audit", *both, *named, *synthetic]) == 0
    out = capsys.readouterr().out
    assert out.startswith("gold: 120 real turns (0 not labelled)\n  error 0.000 [0.000, ")
    assert "conditional on generator bad, error ε = 0." in out
    assert "behind gold by 0." in out
    assert "mirage, spread of turn lengths" in out
    more = ["--second", str(tmp_path / "bad.tsv"), "--json"]
    assert run(["mix", "audit", *both, *named, *more]) == 0
    told = json.loads(capsys.readouterr().out)
    # "bad" says no_feedback throughout: it differs from gold on every other turn
    other = sum(row.labels["feedback"] != ("no_feedback",) for row in rows) / len(rows)
    assert told["gray_zone"]["share"]["value"] == pytest.approx(other)
    assert [one["teacher"] for one in told["teachers"]] == ["gold", "bad"]


def test_collapse_alarms_by_its_exit_code(tmp_path, capsys):
    rng = random.Random(1)
    weights = [1 / (i + 1) for i in range(2000)]
    texts = [
        " ".join(rng.choices([f"w{i}" for i in range(2000)], weights, k=9)) for _ in range(300)
    ]
    path = tmp_path / "real.jsonl"
    write([dialogue(f"d{i}", text) for i, text in enumerate(texts)], path)
    assert run(["mix", "collapse", str(path), "--chains", "3"]) == 1
    assert "tail since generation 2: -" in capsys.readouterr().out
    assert run(["mix", "collapse", str(path), "--chains", "3", "--fresh", "0.7"]) == 0
    assert run(["mix", "collapse", *[str(path)] * 4, "--json"]) == 0
    assert run(["mix", "collapse"]) == 2


def test_augment_writes_variants_with_their_parents(files, capsys):
    out = files / "more.jsonl"
    arguments = ["mix", "augment", str(files / "real.jsonl"), "-o", str(out), "--rule", "typos"]
    assert run(arguments) == 0
    assert "typos: " in capsys.readouterr().out
    assert all(len(one.provenance.parents) == 1 for one in read(out))
    assert run([*arguments, "--rule", "shout"]) == 2


def test_the_hidden_trait_says_what_filters_cannot_do(capsys):
    assert run(["mix", "hidden-trait", "--runs", "2"]) == 0
    assert "no text filter clears data" in capsys.readouterr().out


def test_a_mix_says_what_its_numbers_depend_on(files, capsys):
    assert mix(files, "--error", "sim=0.2,0.1,0.3") == 0
    clause = "conditional on generator sim, error ε = 0.200 [0.100, 0.300]"
    assert capsys.readouterr().out.rstrip().endswith(clause)
    assert json.loads((files / "train.manifest.json").read_text("utf-8"))["conditional"] == [clause]


@pytest.mark.parametrize("told", ["0.2,0.1,0.3", "sim=0.2", "sim=0.2,0.3,0.4", "other=0.2,0.1,0.3"])
def test_an_error_of_no_generator_is_refused(files, capsys, told):
    assert mix(files, "--error", told) == 2
    assert "--error: expected" in capsys.readouterr().err
    assert not (files / "train.jsonl").exists()


def test_an_audit_compares_the_gray_zone_of_both_sides(tmp_path, capsys):
    arguments = ["mix", "audit"]
    for name, key, wrong in (("r", "real", 0.5), ("s", "synthetic", 0.1)):
        dialogues, rows = side(name, 40, 1)
        second = [
            replace(row, labels={"feedback": ("regeneration_request",)})
            if number < wrong * len(rows)
            else row
            for number, row in enumerate(rows)
        ]
        write(dialogues, tmp_path / f"{key}.jsonl")
        write_sidecar(tmp_path / f"{key}.tsv", rows)
        write_sidecar(tmp_path / f"{key}2.tsv", second)
    arguments += ["--real", str(tmp_path / "real.jsonl"), "--gold", str(tmp_path / "real.tsv")]
    arguments += ["--teacher", f"t={tmp_path / 'real2.tsv'}"]
    arguments += ["--second", str(tmp_path / "real2.tsv")]
    arguments += ["--synthetic", str(tmp_path / "synthetic.jsonl")]
    labels = ["--synthetic-labels", str(tmp_path / "synthetic.tsv")]
    labels += ["--synthetic-second", str(tmp_path / "synthetic2.tsv")]
    assert run([*arguments, *labels, "--json"]) == 0
    zone = json.loads(capsys.readouterr().out)["gray_zone"]
    assert zone["share"]["value"] == pytest.approx(0.5)
    assert zone["synthetic"]["share"]["value"] == pytest.approx(0.1)
    assert zone["difference"]["value"] == pytest.approx(-0.4)
    assert run([*arguments, *labels]) == 0
    out = capsys.readouterr().out
    assert "  synthetic minus real -0.400 [-0.5" in out
    assert "conditional on generator synthetic, error ε not measured" in out
    assert run([*arguments, *labels[:2]]) == 2
    assert "--synthetic-labels and --synthetic-second together" in capsys.readouterr().err


def test_people_rank_teachers_without_gold(tmp_path, capsys):
    told = [
        {"item": f"i{n}", "rater": f"p{n % 4}", "a": "gpt", "b": "qwen", "choice": "ab"[n % 5 == 0]}
        for n in range(40)
    ]
    path = tmp_path / "choices.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in told), "utf-8")
    assert run(["mix", "audit", "--choices", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("gpt: chosen 0.7")
    assert lines[2].startswith("  behind gpt by 0.5")
    assert run(["mix", "audit"]) == 2
    assert run(["mix", "audit", "--choices", str(path), "--teacher", "a=b"]) == 2
    assert "expected --real and --gold beside --teacher" in capsys.readouterr().err


def test_an_audit_of_the_shipped_annotator_says_what_it_was_trained_on(tmp_path, capsys):
    dialogues, rows = side("r", 10, 1)
    write(dialogues, tmp_path / "real.jsonl")
    write_sidecar(tmp_path / "gold.tsv", rows)
    both = ["--real", str(tmp_path / "real.jsonl"), "--gold", str(tmp_path / "gold.tsv")]
    assert run(["mix", "audit", *both]) == 0
    assert "none of these turns, by their exact text, is among those" in capsys.readouterr().out
    assert run(["mix", "audit", *both, f"--teacher=a={tmp_path / 'gold.tsv'}"]) == 0
    assert "trained on" not in capsys.readouterr().out


def test_an_audit_on_the_annotator_s_own_training_data_is_called_optimistic(data, capsys):
    real, gold = data / "realsim/real.jsonl", data / "realsim/labels.tsv"
    assert run(["mix", "audit", "--real", str(real), "--gold", str(gold)]) == 0
    out = capsys.readouterr().out
    assert "5031 of these 5032 turns are among those that it was trained on" in out
    assert "the error is optimistic" in out
