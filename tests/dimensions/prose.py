"""Ordinary prose, written for these tests."""

GARDEN = """Last spring we turned the narrow yard behind our house into a garden. The soil was
heavy and full of stones, so the first three weekends went into digging, sorting and carrying.
My brother built two raised beds from old boards. I planted beans, carrots and a row of
sunflowers along the fence. By June the beans had reached the top of their poles, and the
carrots were still no longer than a finger. A neighbor told us that carrots dislike stones
even more than we do. In July it did not rain for four weeks. We carried water every evening,
and the sunflowers turned their heads as if they wanted to watch us work. When the first beans
were ripe, we cooked them with butter and salt and ate them outside. They tasted better than
any beans from a shop, which is probably not true, but nobody at the table said so."""

RADIO = """Modern receivers convert an incoming signal to a lower frequency before they amplify
it. This technique, known as heterodyning, allows the designer to build one excellent filter
instead of many mediocre ones. The local oscillator determines which station is selected, and
its stability therefore determines whether the program remains audible. Early oscillators
drifted considerably with temperature, and listeners accepted continuous adjustment as an
ordinary part of the experience. Crystal references eliminated most of that inconvenience.
Digital synthesis later eliminated the remainder. Engineers who maintain historical equipment
nevertheless appreciate the original circuits, because every component performs a visible and
comprehensible function."""

LETTER = """Dear Anna, thank you for the long letter and for the photographs of the lake. We
are well. The children have grown so much that you would not know them. Tom reads every night
until we take the lamp away. Mary wants to be a pilot, or a baker, or both. The roof leaks
again. Frank says he will mend it when the rain stops, but when the rain stops the roof does
not leak, and so he sees no reason to go up. I have found the recipe that you asked for. Take
six eggs, a cup of sugar and the juice of two lemons. Do not open the oven before the hour is
over, or the cake will fall and you will blame me. Write soon and tell me how it came out."""

ALL = {"garden": GARDEN, "radio": RADIO, "letter": LETTER}
