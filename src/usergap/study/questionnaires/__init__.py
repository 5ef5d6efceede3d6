"""Questionnaires: how people see a system or a user, in factors with their reliability.

What people see is not what is right: no factor here is a score of correctness, and factors
are never summed.
"""
