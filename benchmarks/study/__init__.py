"""Measurements of the room ``study``: intervals, load, pictures of its pages."""
