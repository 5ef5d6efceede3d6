"""What the toolkit claims about itself, measured."""
