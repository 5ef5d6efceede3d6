"""Generations of a generator that learns from its own output: does the variety of people last?"""
