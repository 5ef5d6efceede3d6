"""Agenda: a user without a model, by goal and agenda (Schatzmann et al. 2007)."""
