"""Read a policy: a TOML file of rules; whatever it holds that is no rule is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from usergap.compare.comparison import Verdict
from usergap.errors import InputError
from usergap.ledger.gate.fields import Fields
from usergap.ledger.gate.limits import BY, Limit
from usergap.ledger.gate.outcome import State
from usergap.ledger.gate.rules import (
    AnyRule,
    ComparisonRule,
    LedgerRule,
    Policy,
    ProbeRule,
    SuiteRule,
)
from usergap.ledger.results.files import KINDS
from usergap.ledger.tags import TAGS

DEMANDED = "demanded"
OPEN = (("cannot_tell", State.CANNOT_TELL), ("undefined", State.UNDEFINED))
SHARED = ("name", "cannot_tell", "undefined")
LIMITS = ("at_most", "at_least", "by")
VERDICTS = tuple(verdict.value for verdict in (Verdict.CLOSE, Verdict.DIFFERS))

Counts = Mapping[State, State]
Common = tuple[str, str, Counts]


def read_policy(path: str | Path) -> Policy:
    """Read a policy file. Raises InputError that names file, table, key, expected and found."""
    file = Path(path)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: expected a readable file, found {error.strerror}") from error
    except ValueError as error:  # not UTF-8, or not TOML
        raise InputError(f"{file}: expected TOML in UTF-8, found {error}") from error
    return policy_of(found, str(file))


def policy_of(found: Mapping[str, Any], source: str = "policy") -> Policy:
    """A policy from what TOML gave. Raises InputError as ``read_policy`` does."""
    Fields(source, found).only("policy", *_READERS)
    head = found.get("policy", {})
    if not isinstance(head, dict):
        raise InputError(f"{source}: policy: expected a table [policy], found {head!r}")
    fields = Fields(f"{source}: [policy]", head)
    fields.only(*SHARED)
    counts = _counts(fields, {})
    rules: list[AnyRule] = []
    for table, read in _READERS.items():
        entries = found.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(x, dict) for x in entries):
            raise InputError(f"{source}: {table}: expected tables [[{table}]], found {entries!r}")
        for number, entry in enumerate(entries, 1):
            each = Fields(f"{source}: [[{table}]] {number}", entry)
            common = (f"{table}/{number}", each.text("name") or "", _counts(each, counts))
            rules.append(read(each, common))
    if not rules:
        names = ", ".join(f"[[{table}]]" for table in _READERS)
        raise InputError(f"{source}: expected at least one rule ({names}), found none")
    return Policy(fields.text("name") or Path(source).stem, source, tuple(rules))


def _counts(fields: Fields, default: Counts) -> Counts:
    return {
        state: State(fields.choice(key, ("pass", "fail"), default.get(state, State.FAIL)))
        for key, state in OPEN
    }


def _comparison(fields: Fields, common: Common) -> ComparisonRule:
    fields.only(*SHARED, "measure", "simulator", "domain", "verdict", "on", *LIMITS)
    verdicts, limit = _judging(fields)
    on = fields.choice("on", ("distance", "excess"), "distance")
    if on == "excess":
        if limit is None:
            raise InputError(f"{fields.where}: on: expected a limit beside it, found none")
        if fields.table.get("by", "value") != "value":  # an excess has no interval of its own
            raise fields.wrong("by", "value (an excess has no interval)")
        limit = Limit(limit.at_most, limit.at_least, "value")
    selected = [fields.texts(key) for key in ("measure", "simulator", "domain")]
    return ComparisonRule(*common, selected[0], selected[1], selected[2], verdicts, limit, on)


def _probe(fields: Fields, common: Common) -> ProbeRule:
    fields.only(*SHARED, "probe", "simulator", "figure", "verdict", *LIMITS)
    verdicts, limit = _judging(fields)
    figure = fields.text("figure")
    if limit is not None and figure is None:
        raise InputError(f"{fields.where}: figure: expected what the limit is on, found none")
    probes, simulators = fields.texts("probe"), fields.texts("simulator")
    return ProbeRule(*common, probes, simulators, figure, verdicts, limit)


def _ledger(fields: Fields, common: Common) -> LedgerRule:
    fields.only(
        *SHARED, "verify", "anchor", "tags", "synthetic_at_most", "synthetic_at_least", "split"
    )
    shares = fields.share("synthetic_at_least"), fields.share("synthetic_at_most")
    bounded = shares != (None, None)
    verify, tags = fields.true("verify"), fields.texts("tags")
    if verify + bool(tags) + bounded != 1:
        raise InputError(
            f"{fields.where}: expected one of verify, tags or synthetic_at_most (synthetic_at_"
            f"least), found {', '.join(fields.table) or 'none'}"
        )
    for tag in tags:
        if tag not in TAGS and tags != (DEMANDED,):
            raise fields.wrong("tags", f"{DEMANDED!r} alone or names of {', '.join(TAGS)}")
    anchor, split = fields.text("anchor"), fields.text("split")
    if anchor is not None and not verify:
        raise InputError(f"{fields.where}: anchor: expected verify = true beside it, found none")
    if split is not None and verify:
        raise InputError(f"{fields.where}: split: expected tags or a share, found verify")
    limit = Limit(shares[1], shares[0]) if bounded else None
    return LedgerRule(*common, verify, _anchor(fields, anchor), tags, limit, split)


def _anchor(fields: Fields, told: str | None) -> tuple[int, str] | None:
    if told is None:
        return None
    number, colon, digits = told.partition(":")
    if not colon or not (number.isascii() and number.isdecimal()) or len(digits) < 8:
        raise fields.wrong("anchor", "ENTRIES:HASH as `usergap ledger add` printed it")
    return int(number), digits.lower()


def _suite(fields: Fields, common: Common) -> SuiteRule:
    fields.only(*SHARED, "kind", "suite", "category", "at_least", "by")
    fields.share("at_least")
    kinds = fields.texts("kind")
    if not set(kinds) <= set(KINDS):
        raise fields.wrong("kind", " or ".join(KINDS))
    limit = _limit(fields)
    if limit is None:
        raise fields.wrong("at_least", "a share from 0 to 1")
    return SuiteRule(*common, kinds, fields.texts("suite"), fields.texts("category"), limit)


def _judging(fields: Fields) -> tuple[tuple[str, ...], Limit | None]:
    verdicts, limit = fields.texts("verdict"), _limit(fields)
    if bool(verdicts) == (limit is not None):
        raise InputError(
            f"{fields.where}: expected either verdict or a limit (at_most, at_least), found "
            f"{'both' if verdicts else 'neither'}"
        )
    if not set(verdicts) <= set(VERDICTS):
        expected = f"{' or '.join(VERDICTS)} (cannot_tell and undefined say what those count as)"
        raise fields.wrong("verdict", expected)
    return verdicts, limit


def _limit(fields: Fields) -> Limit | None:
    most, least = fields.number("at_most"), fields.number("at_least")
    by = fields.choice("by", BY, "interval")
    if most is None and least is None:
        if "by" in fields.table:
            raise InputError(f"{fields.where}: by: expected a limit beside it, found none")
        return None
    if most is not None and least is not None and least > most:
        raise fields.wrong("at_least", f"at most {most:g}")
    return Limit(most, least, by)


_READERS: Mapping[str, Callable[[Fields, Common], AnyRule]] = {
    "comparison": _comparison,
    "probe": _probe,
    "ledger": _ledger,
    "suite": _suite,
}
