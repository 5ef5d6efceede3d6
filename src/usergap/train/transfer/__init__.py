"""Does progress made on simulated replies carry over to real ones?"""
