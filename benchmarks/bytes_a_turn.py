"""How many bytes a user turn takes as text, and a dialogue as a profile: for docs/scale.md.

Run: python -m benchmarks.bytes_a_turn [FILE]

FILE: dialogues in any format that is read; without one, ``realsim/real.jsonl`` under
``USERGAP_DATA`` (default ``../shared/data``). The text is written as JSON lines and as Parquet
(zstd) as ``usergap convert`` does; the profile is that of ``usergap measure``, with and without
knowledge vectors. Its footer grows by the row group, of up to 16,384 dialogues, and stands apart.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from usergap.dialogues import Corpus
from usergap.formats import read, write
from usergap.profiles import default_plan, measure_corpus, write_profile


def default_file() -> Path:
    """The development dialogues. Raises ``SystemExit`` where they are not."""
    path = Path(os.environ.get("USERGAP_DATA", "../shared/data")) / "realsim" / "real.jsonl"
    if not path.is_file():
        raise SystemExit("expected FILE, or realsim/real.jsonl under USERGAP_DATA; found neither")
    return path


def text_sizes(corpus: Corpus, folder: Path) -> dict[str, int]:
    """Bytes of the dialogues as JSON lines and as Parquet."""
    return {
        "text as JSON lines": write(corpus.dialogues, folder / "text.jsonl").stat().st_size,
        "text as Parquet": write(corpus.dialogues, folder / "text.parquet").stat().st_size,
    }


def profile_sizes(corpus: Corpus, folder: Path) -> dict[str, tuple[int, int]]:
    """Bytes of the profile's columns and of its footer, with and without vectors."""
    found = {}
    for name, vectors in (("with", True), ("without", False)):
        profile = measure_corpus(corpus, default_plan(vectors=vectors), jobs=1, keep_texts=False)
        path = write_profile(profile, folder / f"{name}.parquet")
        footer = pq.read_metadata(path).serialized_size
        found[f"profile {name} vectors"] = path.stat().st_size - footer, footer
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    source: Path = parser.parse_args().file or default_file()
    corpus = read(source)
    dialogues, turns = len(corpus), sum(len(each.turns) for each in corpus)
    print(f"{dialogues:,} dialogues, {turns:,} user turns, {turns / dialogues:.1f} a dialogue\n")
    print("| what | bytes | a turn | a dialogue |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = {"the file as it is": source.stat().st_size, **text_sizes(corpus, folder)}
        for what, size in sizes.items():
            print(f"| {what} | {size:,} | {size / turns:,.0f} | {size / dialogues:,.0f} |")
        for what, (columns, footer) in profile_sizes(corpus, folder).items():
            each = f"{columns / turns:,.0f} | {columns / dialogues:,.0f}"
            print(f"| {what} | {columns:,} + {footer:,} a row group | {each} |")
    print(f"\nPython {sys.version.split()[0]}, pyarrow {pa.__version__}")


if __name__ == "__main__":
    main()
