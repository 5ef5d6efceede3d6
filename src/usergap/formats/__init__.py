"""Readers and writers: ``read`` recognises the format and reports every row it drops."""

from usergap.formats.describe import describe
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row
from usergap.formats.read import read
from usergap.formats.registry import formats
from usergap.formats.write import write

__all__ = [
    "BadRowError",
    "Draft",
    "Format",
    "Log",
    "Record",
    "Row",
    "describe",
    "formats",
    "read",
    "write",
]
