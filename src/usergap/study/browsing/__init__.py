"""A comparison in the browser: from gaps over domains to the very turns, side by side."""
