"""Pictures as inline SVG: responsive without a script, drawn from percentages."""
