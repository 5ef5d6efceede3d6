"""Outcomes of tasks: what trials say of a task, all of k succeeding, success by difficulty."""
