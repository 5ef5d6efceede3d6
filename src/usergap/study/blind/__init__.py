"""The blind human test: can people tell simulated users from real ones?"""
