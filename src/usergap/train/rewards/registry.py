"""The rewards that are known: the files in ``suite`` and entry points ``usergap.rewards``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.errors import InputError
from usergap.plugins import with_installed
from usergap.train.rewards import suite
from usergap.train.rewards.reward import Reward

GROUP = "usergap.rewards"


@cache
def rewards() -> dict[str, Reward]:
    """All rewards by name, ours first, in alphabetical order.

    An entry point names a ``Reward``. Raises EnvironmentFailure for one that does not.
    """
    own = [
        import_module(f"{suite.__name__}.{module.name}").REWARD
        for module in iter_modules(suite.__path__)
    ]
    ours = {reward.id: reward for reward in sorted(own, key=lambda reward: reward.id)}
    return with_installed(ours, GROUP, Reward, lambda reward: reward.id)


def reward_named(name: str) -> Reward:
    """One reward. Raises InputError that names those that are known."""
    found = rewards().get(name)
    if found is None:
        raise InputError(f"reward: expected one of {', '.join(rewards())}; found {name!r}")
    return found
