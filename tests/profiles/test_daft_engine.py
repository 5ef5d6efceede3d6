"""Daft alone and on a Ray cluster: the profile of the local pool, also when a machine is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from usergap.errors import EnvironmentFailure
from usergap.formats import write
from usergap.formats.samples import SAMPLES, sample
from usergap.profiles import Plan, default_plan
from usergap.profiles.engines import PoolEngine
from usergap.profiles.engines.daft_engine import DaftEngine
from usergap.profiles.streaming import measure_to

SCRIPT = Path(__file__).with_name("cluster_run.py")
TIMES = 24


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 3,000 dialogues: the sample again and again, so that there are several waves."""
    path = tmp_path_factory.mktemp("chats") / "chats.jsonl"
    dialogues = sample(SAMPLES[0]).dialogues
    write(dialogues, path)
    path.write_text(path.read_text("utf-8") * TIMES, "utf-8")
    return path


@pytest.fixture(scope="module")
def local(chats: Path) -> tuple[str, str]:
    """Fingerprint and sha256 of the file that the pool writes."""
    out = chats.with_name("pool.parquet")
    done = measure_to(out, str(chats), default_plan(), PoolEngine(1))
    return done.fingerprint, sha256(out.read_bytes()).hexdigest()


def found(what: str, source: Path, output: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), what, str(source), str(output)],
        capture_output=True,
        text=True,
        timeout=240,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [line for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    return dict(json.loads(lines[0].removeprefix("FOUND ")))


@pytest.mark.skipif(find_spec("daft") is None, reason="needs daft (extra cluster)")
def test_daft_alone_makes_the_same_file(chats: Path, local: tuple[str, str]) -> None:
    out = chats.with_name("native.parquet")
    assert found("native", chats, out)["fingerprint"] == local[0]
    assert sha256(out.read_bytes()).hexdigest() == local[1]


@pytest.mark.skipif(
    find_spec("daft") is None or find_spec("ray") is None, reason="needs extra cluster"
)
def test_a_cluster_that_loses_a_machine_makes_the_same_file(
    chats: Path, local: tuple[str, str]
) -> None:
    out = chats.with_name("ray.parquet")
    told = found("losing", chats, out)
    assert told["in_mid_wave"] is True
    assert told["left"] == 1
    assert told["fingerprint"] == local[0]
    assert sha256(out.read_bytes()).hexdigest() == local[1]


def test_without_daft_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(EnvironmentFailure, match=r"usergap\[cluster\]"):
        next(DaftEngine().run([], plan))


def test_a_wave_that_is_lost_is_sent_again_and_an_error_is_not(
    monkeypatch: pytest.MonkeyPatch, plan: Plan
) -> None:
    pytest.importorskip("ray")
    from usergap.profiles.engines import daft_engine

    sent: list[str] = []

    def fails(told: str) -> None:
        def measured(*_: Any) -> dict[int, Any]:
            sent.append(told)
            if len(sent) < 3:
                raise RuntimeError(told)
            return {}

        sent.clear()
        monkeypatch.setattr(daft_engine, "_measured", measured)

    fails("The actor died unexpectedly")
    assert DaftEngine("auto")._wave([], b"", 1) == {}
    assert len(sent) == 3
    fails("a measure is wrong")
    with pytest.raises(RuntimeError, match="wrong"):
        DaftEngine("auto")._wave([], b"", 1)
    assert len(sent) == 1
