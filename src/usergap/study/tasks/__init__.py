"""What a study can ask: one file a task, found by name."""

from usergap.study.tasks.registry import task_named, task_of
from usergap.study.tasks.task import Form, Task

__all__ = ["Form", "Task", "task_named", "task_of"]
