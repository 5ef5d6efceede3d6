"""The rewards that are known: the files in ``suite`` and entry points ``usergap.rewards``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.errors import EnvironmentFailure, InputError
from usergap.plugins import installed
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
    found = {reward.id: reward for reward in sorted(own, key=lambda reward: reward.id)}
    for reward in sorted(installed(GROUP, Reward), key=lambda reward: reward.id):
        if reward.id in found:
            raise EnvironmentFailure(f"entry point {reward.id}: that name is taken")
        found[reward.id] = reward
    return found


def reward_named(name: str) -> Reward:
    """One reward. Raises InputError that names those that are known."""
    found = rewards().get(name)
    if found is None:
        raise InputError(f"reward: expected one of {', '.join(rewards())}; found {name!r}")
    return found
