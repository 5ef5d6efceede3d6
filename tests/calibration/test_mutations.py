"""The mutants still fit the source, and the check kills what it breaks."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from mutation_check_mutants import MUTANTS  # noqa: E402


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda x: x.name)
def test_every_mutant_finds_its_line(mutant):
    text = (ROOT / "src/usergap" / mutant.file).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
    assert mutant.old != mutant.new
    for name in mutant.tests:
        assert (ROOT / f"tests/compare/{name}.py").is_file()


def test_there_are_enough_of_them():
    assert len(MUTANTS) >= 15
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_a_mutant_is_killed():
    done = subprocess.run(
        [sys.executable, "scripts/mutation_check.py", "--only", "p without + 1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed    p without + 1: test_permutation.py::test_p_by_hand" in done.stdout
