"""Graded truth: data in which it is known who is further from people, or what was changed.

``python -m benchmarks.graded_truth`` runs all five and writes ``results.json`` here and
the tables in ``docs/graded_truth.md``. Every file states, before any result was looked
at, what is measured and what must come out; the history shows the order.
"""
