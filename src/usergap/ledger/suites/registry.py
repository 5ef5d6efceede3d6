"""All categories: files in ``categories`` and entry points ``usergap.suite_categories``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.suites import categories as package
from usergap.ledger.suites.category import Category
from usergap.plugins import with_installed

GROUP = "usergap.suite_categories"


@cache
def categories() -> dict[str, Category]:
    """All categories by name; installed ones after ours. Raises EnvironmentFailure."""
    own: list[Category] = [
        import_module(f"{package.__name__}.{module.name}").CATEGORY
        for module in iter_modules(package.__path__)
    ]
    ours = {each.name: each for each in sorted(own, key=lambda each: each.name)}
    found = with_installed(ours, GROUP, Category, lambda each: each.name)
    for each in found.values():
        if not each.templates:
            raise EnvironmentFailure(f"entry point {each.name}: expected templates, found none")
    return found


def chosen(names: str | None) -> list[Category]:
    """The categories that are named, with commas between; all for None. Raises InputError."""
    known = categories()
    if names is None:
        return list(known.values())
    asked = list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    spelled = {name.replace("-", " ").casefold(): each for name, each in known.items()}
    found = []
    for name in asked:
        key = name.replace("-", " ").replace("_", " ").casefold()
        if key not in spelled:
            raise InputError(f"categories: expected some of {', '.join(known)}; found {name!r}")
        found.append(spelled[key])
    if not found:
        raise InputError(f"categories: expected some of {', '.join(known)}; found none")
    return found
