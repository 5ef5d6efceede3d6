"""A store in a file and a small blind study in it."""

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")
pytest.importorskip("starlette", reason="needs the extra study")

from usergap.study.records import Item, Study
from usergap.study.store import Store, open_store


def small_study(name: str = "blind", count: int = 4) -> Study:
    said = [{"role": "user", "text": "Is <b>this</b> escaped?"}]
    items = tuple(
        Item(at, {"left": said, "right": said}, {"simulator": "secret-name", "domain": "d"})
        for at in range(count)
    )
    settings = {"consent": "You read conversations.\n\nYou may stop at any time."}
    return Study(
        name, "pairs", "Which user is the human?", 3, "2026-01-01T00:00:00Z", settings, items
    )


@pytest.fixture
def store(tmp_path) -> Store:
    opened = open_store(tmp_path / "study.db", create=True)
    yield opened
    opened.close()


@pytest.fixture
def study(store) -> Study:
    made = small_study()
    store.studies.add(made)
    return made
