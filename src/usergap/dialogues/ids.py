"""Ids that a reader numbered, because a file holds one twice or gives none."""

from __future__ import annotations


class NumberedId(str):
    """An id that is used once among its corpus; ``given`` is it before it was numbered.

    It behaves as the plain text that it is. Whatever is made from it is plain text again.
    """

    given: str

    def __new__(cls, numbered: str, given: str) -> NumberedId:
        """The id ``numbered``, which was ``given`` before."""
        made = super().__new__(cls, numbered)
        made.given = given
        return made

    def __reduce__(self) -> tuple[type[NumberedId], tuple[str, str]]:
        """Keep ``given`` where the id goes to another process."""
        return NumberedId, (str(self), self.given)


def given_id(name: str) -> str:
    """The id before it was numbered, as a reader of one dialogue at a time gives it."""
    return name.given if isinstance(name, NumberedId) else name
