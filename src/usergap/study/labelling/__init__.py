"""Labels by people: turns drawn with known probability, judged twice, settled, exported."""
