"""Stereotypes: answers of real and simulated people by group, and what a persona moves along."""
