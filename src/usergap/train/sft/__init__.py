"""Supervised fine-tuning of user models on flipped dialogues."""
