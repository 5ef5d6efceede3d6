"""Train the shipped linear annotators of intent, feedback and identity."""
