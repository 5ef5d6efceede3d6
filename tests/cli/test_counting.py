import pytest

from usergap.cli.counting import number_of


@pytest.mark.parametrize(
    ("count", "thing", "said"),
    [
        (0, "dialogue", "0 dialogues"),
        (1, "dialogue", "1 dialogue"),
        (2, "attention check", "2 attention checks"),
        (1, "category", "1 category"),
        (12, "category", "12 categories"),
    ],
)
def test_one_thing_and_several(count: int, thing: str, said: str) -> None:
    assert number_of(count, thing) == said
