"""Tasks by name: ours, and those of the entry point ``usergap.studies``."""

from __future__ import annotations

from functools import lru_cache

from usergap.errors import InputError
from usergap.plugins import with_installed
from usergap.study.records import Item, Study
from usergap.study.tasks import choices, labels, pairs, questionnaire, single
from usergap.study.tasks.task import Task

GROUP = "usergap.studies"
OURS = (pairs.TASK, single.TASK, labels.TASK, questionnaire.TASK, choices.TASK)


@lru_cache(maxsize=1)
def tasks() -> dict[str, Task]:
    """All tasks. Raises EnvironmentFailure for one that takes the name of another."""
    ours = {task.name: task for task in OURS}
    return with_installed(ours, GROUP, Task, lambda task: task.name)


def task_named(name: str) -> Task:
    """Raises InputError for a name that no task has."""
    try:
        return tasks()[name]
    except KeyError:
        raise InputError(f"task: expected one of {', '.join(tasks())}; found {name!r}") from None


def task_of(study: Study, item: Item) -> Task:
    """The task of an item: its study's, but for closing items."""
    return task_named(item.closing or study.kind)
