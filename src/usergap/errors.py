"""The errors that usergap raises on purpose; each names what was expected and found."""

from __future__ import annotations


class UsergapError(Exception):
    """Base of all errors raised on purpose. ``exit_code`` is what the CLI returns."""

    exit_code = 2


class InputError(UsergapError):
    """A file, row, column or option is not what it should be."""


class UndefinedMeasureError(UsergapError):
    """A measure cannot be computed on this input; never a silent NaN or 0."""


class EnvironmentFailure(UsergapError):  # noqa: N818 - EnvironmentError is taken
    """An endpoint, library or machine does not do its part."""

    exit_code = 3
