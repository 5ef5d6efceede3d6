"""Latent-state alignment: do a reply's belief, goal, value, stance, emotion and way match?"""
