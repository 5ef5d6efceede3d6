"""Wordings of facts about oneself, of our own making: some to develop the rule judge on, some
held out. ``first``, ``second`` and ``third`` were held out, measured once, and then developed on;
``held`` was written after that, and no rule was changed since it was measured.

``{v}`` stands for the value. ``Plain`` values exclude each other; ``Polar`` wordings say or
deny the same thing of a value; ``Counted`` ones give a number of something.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """Values that exclude each other, and wordings that hold one."""

    values: tuple[str, ...]
    develop: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True)
class Polar:
    """Values that are said (first) or denied (second)."""

    values: tuple[str, ...]
    develop: tuple[tuple[str, ...], tuple[str, ...]]
    first: tuple[tuple[str, ...], tuple[str, ...]]
    second: tuple[tuple[str, ...], tuple[str, ...]]
    third: tuple[tuple[str, ...], tuple[str, ...]]
    held: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Named:
    """Each value has wordings of its own; ``excluding`` pairs of values contradict."""

    excluding: tuple[tuple[str, str], ...]
    develop: dict[str, tuple[str, ...]]
    first: dict[str, tuple[str, ...]]
    second: dict[str, tuple[str, ...]]
    third: dict[str, tuple[str, ...]]
    held: dict[str, tuple[str, ...]]


Kind = Plain | Polar | Named

_COUNTS = {"0": "0", "1": "1", "2": "two", "3": "three", "4": "4", "5": "five"}
_CITIES = ("Seattle", "Boston", "Chicago", "Miami", "Denver", "London", "Paris", "Tokyo",
           "Toronto", "Oregon", "Ohio", "Sweden", "Germany", "Madrid", "Atlanta",
           "Dallas")  # fmt: skip


def _counted(
    one: tuple[str, ...], several: tuple[str, ...], none: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    found = {n: tuple(w.replace("{v}", _COUNTS[n]) for w in several) for n in "2345"}
    return {"0": none, "1": one, **found}


_DIFFERENT = tuple((a, b) for i, a in enumerate("012345") for b in "012345"[i + 1 :])

KINDS: dict[str, Kind] = {
    "age": Plain(
        ("19", "24", "31", "37", "45", "52", "63", "70", "twenty two", "forty"),
        (
            "I am {v} years old.", "I'm {v}.", "I just turned {v}.", "i am {v} yrs old",
            "I'm a {v} year old guy.", "im {v} and still learning", "My age is {v}.",
        ),
        (
            "At {v} years of age I still play football.", "I recently turned {v} years old.",
            "As a {v}-year-old, I worry about that.", "Well, I'm already {v}, you know.",
            "I will tell you my age: {v}.", "I am currently aged {v}.",
            "I'm {v} years young!",
        ),
        (
            "I'm {v} years old, believe it or not.", "I hit {v} this spring.",
            "I celebrated my birthday and turned {v}.", "I am {v} years of age.",
            "I'm just {v}, so what do I know.", "I'm only {v} years old!",
            "being {v} years old I get tired", "I am a healthy {v} year old.",
        ),
        (
            "I'm {v} years old and feeling it.", "I am {v} and I work.", "I'm a {v} year old.",
            "I turned {v} in March.", "I am now {v} years old.", "I'm turning {v} today!",
            "Since I'm {v}, I know that song.", "I am {v} myself.",
        ),
        (
            "I'm {v} years old, and you?", "I am {v}, born in spring.", "I just turned {v} today.",
            "As a {v} year old I am careful.", "I'm {v} now so I walk a lot.", "I am {v} years old.",
            "I'm a {v} year old student.", "I'm {v} already.",
        ),
    ),
    "children": Named(
        _DIFFERENT,
        _counted(
            ("I have one kid.", "I have only one child.", "I have 1 child, a lovely one."),
            ("I have {v} kids.", "I'm a mother of {v}.", "My {v} children keep me busy.",
             "We have {v} children."),
            ("I don't have any kids.", "I have no children.", "I am childless."),
        ),
        _counted(
            ("I've got just the one child.", "My wife and I have a single kid.",
             "I am a parent of one."),
            ("I've got {v} kids at home.", "I'm a proud mother of {v}.",
             "I am raising {v} children.", ("There are {v} kids in my house and all are mine, as"
             " I have {v} children.")),
            ("I never had children.", "We do not have kids yet.", "No kids for me.",
             "I haven't got any children."),
        ),
        _counted(
            ("I have just one kid.", "I'm a mom with one child.", "We have one child together."),
            ("I am the mother of {v} kids.", "I take care of my {v} kids.",
             "I have {v} wonderful children.", "My husband and I have {v} kids.",
             "I'm a mum of {v} and it's loud."),
            ("I do not have children.", "I've no kids.", "I don't have kids of my own.",
             "I have zero children.", "We never had kids."),
        ),
        _counted(
            ("I just have one child.", "I have one little kid.", "I'm a mother to one child."),
            ("My {v} kids are in school.", "I live with my {v} children.",
             "I have {v} kids and a big house.", "As a mom of {v}, I need coffee.",
             "I have {v} small children at home."),
            ("I don't have any children.", "No, I have no kids.", "I don't have children yet.",
             "I do not have any kids myself."),
        ),
        _counted(
            ("I have one child.", "I am a mom of one.", "I have one kid at home."),
            ("I have {v} beautiful kids.", "My {v} kids love school.", "I have {v} grown children.",
             "I am a mother of {v} children.", "My partner and I have {v} kids."),
            ("I don't have kids.", "I have no kids yet.", "We have no children.",
             "Unfortunately I don't have children."),
        ),
    ),
    "siblings": Named(
        _DIFFERENT,
        _counted(
            ("I have one sibling.", "I only have 1 sibling."),
            ("I have {v} siblings.", "I grew up with my {v} siblings.",
             "I am close to my {v} siblings."),
            ("I have no siblings.", "I am an only child.", "I don't have any brothers or sisters."),
        ),
        _counted(
            ("I've just got one sibling.", "I have a single sibling."),
            ("I've got {v} siblings.", "My {v} siblings all moved away.",
             "There are {v} siblings that I have."),
            ("I don't have siblings.", "I was an only child.", "I've no brothers or sisters.",
             "I never had any siblings."),
        ),
        _counted(
            ("I have one sibling and we are close.", "I've only got one sibling."),
            ("I come from a big family, I have {v} siblings.", "I've {v} siblings.",
             "I share a room with my {v} siblings.", "I have {v} older siblings."),
            ("I have no brothers or sisters.", "I grew up as an only child.",
             "I'm an only child too.", "Sadly I do not have any siblings."),
        ),
        _counted(
            ("I have exactly one sibling.", "I have one sibling who lives far away."),
            ("I have {v} siblings in total.", "I have {v} younger siblings.",
             "My {v} siblings and I are a team.", ("I am one of the older ones, I have {v}"
             " siblings.")),
            ("I have no siblings at all.", "I'm an only child so it's quiet.",
             "I don't have any siblings.", "I have no brothers and no sisters."),
        ),
        _counted(
            ("I've one sibling.", "I have one sibling, we talk a lot."),
            ("I have {v} siblings!", "I grew up with {v} siblings.",
             "I love my {v} siblings.", "I've got {v} siblings and we fight."),
            ("I don't have any siblings, sadly.", "No, I am an only child.", "I have no siblings.",
             "I do not have brothers or sisters."),
        ),
    ),
    "pets": Named(
        _DIFFERENT,
        _counted(
            ("I have one dog.", "I have only one dog at home."),
            ("I have {v} dogs.", "My {v} dogs are sleeping.", "I own {v} dogs."),
            ("I don't have a dog.", "I have no dogs.", "I don't own any dogs.",
             "I have no pets."),
        ),
        _counted(
            ("I've got a single dog.", "I keep one dog."),
            ("I've got {v} dogs.", "I walk my {v} dogs every day.",
             "I live with {v} dogs.", "We have {v} dogs in the family."),
            ("I do not own a dog.", "I've never had a dog.", "There are no pets in my home.",
             "I can't have any pets here."),
        ),
        _counted(
            ("I have one dog named Rex.", "I've one dog.", "I only own one dog."),
            ("I have {v} big dogs.", "I am the owner of {v} dogs.", "I adopted {v} dogs.",
             "My {v} dogs bark a lot.", "I take care of my {v} dogs."),
            ("I don't have any dogs.", "I have zero pets.", "We don't have pets.",
             "I don't own a dog or a cat.", "no dogs for me, I have no dog"),
        ),
        _counted(
            ("I have one small dog.", "I have one dog that I love."),
            ("I have {v} dogs and they are sweet.", "I have {v} rescue dogs.",
             "I'm home with my {v} dogs.", "I currently have {v} dogs."),
            ("I have no dog.", "I don't have any pets.", "I don't have a dog at the moment.",
             "I do not keep any pets.", "I can not have a dog here."),
        ),
        _counted(
            ("I have just one dog.", "I have one dog and he is old."),
            ("I have {v} dogs at home.", "My {v} dogs are great.", "I've {v} dogs.",
             "I have {v} lovely dogs.", "I love my {v} dogs."),
            ("I don't have any dogs.", "I have no pets right now.", "I do not have a dog.",
             "Sadly I have no dogs.", "I don't have pets because I travel."),
        ),
    ),
    "possessions": Polar(
        ("car", "house", "motorcycle", "piano", "garden", "boat", "laptop", "tattoo", "truck"),
        (
            ("I have a {v}.", "I own a {v}.", "My {v} is old.", "I just bought a {v}."),
            ("I don't have a {v}.", "I have no {v}.", "I do not own a {v}."),
        ),
        (
            ("I've got a {v}.", "I love my {v}.", "I'm the owner of a {v}.", "I do have a {v}."),
            ("I haven't got a {v}.", "I never owned a {v}.", "I don't even have a {v}.",
             "I lack a {v}."),
        ),
        (
            ("I have a nice {v}.", "I've owned a {v} for years.", "I got a new {v}.",
             "My new {v} is great.", "We have a {v}.", "I spent all day with my {v}."),
            ("I don't own a {v}.", "I have never owned a {v}.", "I don't have my own {v}.",
             "I do not have any {v}.", "I've got no {v}.", "I can't afford it, so I have no {v}."),
        ),
        (
            ("I have an old {v}.", "I own a small {v}.", "I bought a {v} last week.",
             "I've got a red {v}.", "My {v} needs some work.", "I use my {v} every day."),
            ("I don't have a {v} anymore.", "I don't have any {v}.", "I still don't own a {v}.",
             "No, I have no {v}.", "I have never had a {v}."),
        ),
        (
            ("I have a {v} at home.", "I own a {v} and I like it.", "I just got a {v}.",
             "My {v} is brand new.", "I do own a {v}.", "I bought my {v} in May."),
            ("I don't have a {v} at all.", "I do not have a {v}.", "I don't own any {v}.",
             "I really have no {v}.", "I never had a {v}.", "I don't have a {v} yet."),
        ),
    ),
    "job": Plain(
        ("nurse", "teacher", "lawyer", "software engineer", "chef", "mechanic", "firefighter",
         "accountant", "barber", "dentist", "farmer", "plumber"),
        (
            "I am a {v}.", "I work as a {v}.", "I'm a {v} at a small place.",
            "My job is being a {v}.", "I have worked as a {v} for ten years.",
            "i'm a {v} by trade", "I am a full time {v}.",
        ),
        (
            "I earn my living as a {v}.", "I'm employed as a {v}.",
            "I've been a {v} for six years now.", "As a {v}, I get up early.",
            "I make a living as a {v}.", "My profession is {v}.", "I'm a part-time {v} in town.",
        ),
        (
            "I'm a {v} and I love it.", "I work full time as a {v}.", "I have a job as a {v}.",
            "I became a {v} two years ago.", "I'm working as a {v} at the moment.",
            "My day job is {v}.", "I'm a {v}, what do you do?", "I am an experienced {v}.",
            "By profession I'm a {v}.",
        ),
        (
            "I'm a {v} for a living.", "I work as a {v} downtown.", "I am a {v} in a big town.",
            "I've worked as a {v} since college.", "I'm a {v} so I'm always tired.",
            "I am the best {v} here.", "My job? I am a {v}.", "I'm currently a {v}.",
        ),
        (
            "I'm a {v}, it pays the bills.", "I work as a {v} in a small town.", "I'm a {v} too.",
            "I have been a {v} for years.", "I am working as a {v}.", "I am a {v} by profession.",
            "I'm a professional {v}.", "I've been working as a {v} for a while.",
        ),
    ),
    "home": Plain(
        _CITIES,
        (
            "I live in {v}.", "I'm living in {v} right now.", "I moved to {v} last year.",
            "I reside in {v}.", "I have lived in {v} for ten years.", "My home is in {v}.",
        ),
        (
            "I am based in {v}.", "I've been living in {v} since June.", ("I own a flat in {v} and"
            " live there, in {v}."), "Home for me is {v}.", "We live over in {v}.",
            "I currently stay in {v}.", "I live near downtown in {v}.",
        ),
        (
            "I live in the {v} area.", "I'm in {v}.", "I just moved here to {v}.",
            "I have been living in {v} for a while.", "I live right outside {v}.",
            "I live with my parents in {v}.", "I live in beautiful {v}.",
            "I settled in {v}.", "My house is in {v}.", "I am living near {v} with friends.",
        ),
        (
            "I live in {v} with my family.", "I'm currently living in {v}.", "I live over in {v}.",
            "I live close to {v}.", "We just moved to {v}.", "I've lived in {v} all my life.",
            "I live here in {v}.", "My apartment is in {v}.", "I'm residing in {v}.",
        ),
        (
            "I live in {v}, it is nice.", "I live out in {v}.", "I've lived in {v} since I was"
            " born.", "I live in the city of {v}.", "I moved here to {v} in June.",
            "I'm located in {v}.", "I live in sunny {v}.", "My family and I live in {v}.",
        ),
    ),
    "origin": Plain(
        _CITIES,
        ("I was born in {v}.", "I am originally from {v}.", "I'm from {v}.", "I come from {v}."),
        (
            "My birthplace is {v}.", "I hail from {v}.", "I was born and raised in {v}.",
            "I am a native of {v}.", "I'm {v} born and bred, I was born in {v}.",
        ),
        (
            "I'm from {v} originally.", "I grew up in Rome but was born in {v}.",
            "I was born near {v}.", "Originally I come from {v}.", "I am from {v}, born there.",
            "I was actually born in {v}.",
        ),
        (
            "I was born in {v} long ago.", "I come from {v} originally.", "I'm from {v}, actually.",
            "I am from {v} and proud of it.", "I was born in {v} in winter.",
            "My home town is {v}.", "I originate from {v}.",
        ),
        (
            "I'm from {v}.", "I was born and grew up in {v}.", "I am originally from {v}, and you?",
            "I come from {v}, far away.", "I was born in {v}.", "Hi, I'm from {v}!",
        ),
    ),
    "likes": Polar(
        ("pizza", "dogs", "cooking", "hiking", "jazz", "horror movies", "spiders", "running",
         "country music", "chocolate", "snow", "fishing"),
        (
            ("I like {v}.", "I love {v}!", "I really enjoy {v}.", "I'm a big fan of {v}.",
             "I am fond of {v}."),
            ("I hate {v}.", "I don't like {v}.", "I'm not a fan of {v}.", "I can't stand {v}.",
             "I dislike {v}."),
        ),
        (
            ("I absolutely adore {v}.", "I am crazy about {v}.", "I'm really into {v}.",
             "I have always loved {v}.", "{v} is something I love."),
            ("I'm not into {v}.", "I despise {v}.", "I do not enjoy {v} at all.",
             "I've never liked {v}.", "I detest {v}.", "I don't care for {v}."),
        ),
        (
            ("I like {v} a lot.", "I do love {v}.", "I'm such a fan of {v}.", "I just love {v}!",
             "I love {v} and coffee.", "I like {v}, it makes me happy.", "I also enjoy {v}."),
            ("I really hate {v}.", "I don't really like {v}.", "I do not like {v} very much.",
             "I'm not a big fan of {v}.", "Honestly, I can't stand {v}.", "I don't enjoy {v}.",
             "Sorry, I am not fond of {v}."),
        ),
        (
            ("I really like {v}.", "I love {v} so much.", "I'm fond of {v}.", "I totally love {v}.",
             "I'm a huge fan of {v}.", "I truly enjoy {v} on weekends.", "I'm a fan of {v}.",
             "I love {v} more than anything."),
            ("I don't like {v} either.", "I hate {v} so much.", "I am not a fan of {v}.",
             "I do not like {v}.", "I can not stand {v}.", "I never liked {v}.",
             "I really dislike {v}.", "I don't love {v}."),
        ),
        (
            ("I love {v}, do you?", "I like {v} very much.", "I enjoy {v} in my free time.",
             "I'm really fond of {v}.", "Yes, I love {v}.", "I'm into {v} these days.",
             "I adore {v}!"),
            ("I don't like {v} much.", "No, I hate {v}.", "I do not love {v}.",
             "I'm not really a fan of {v}.", "I just can't stand {v}.", "I strongly dislike {v}.",
             "I'm not into {v} at all.", "I don't enjoy {v} that much."),
        ),
    ),
    "favourites": Plain(
        ("blue", "red", "green", "purple", "yellow", "orange", "pink", "black"),
        (
            "My favorite color is {v}.", "my favourite colour is {v}", "{v} is my favorite color.",
            "My favorite color has to be {v}.",
        ),
        (
            "My all-time favorite color is {v}.", "The color {v} is my favorite color.",
            "I'd say my favorite color is {v}.", "My favourite colour would be {v}.",
            "My favorite color? {v}.",
        ),
        (
            "My favorite color is definitely {v}.", "I think {v} is my favorite color.",
            "{v} has always been my favorite color.", "My favorite color happens to be {v}.",
            "my fav color is {v}", "Favorite color is {v}.", "My favorite color is {v} as well!",
        ),
        (
            "My favorite color is {v}!", "My favorite color is {v} because it is calm.",
            "My favorite color is {v}, always.", "{v} is my favourite colour too.",
            "My absolute favorite color is {v}.", "I guess my favorite color is {v}.",
            "Mine is {v}, my favorite color is {v}.",
        ),
        (
            "My favorite color is {v}, what about yours?", "{v} is definitely my favorite color.",
            "my favorite color is {v} :)", "I like all of them but my favorite color is {v}.",
            "My favourite colour is {v} of course.", "For me, {v} is my favorite color.",
        ),
    ),
    "diet": Named(
        (("vegan", "meat"), ("vegetarian", "meat"), ("vegan", "dairy")),
        {
            "vegan": ("I am a vegan.", "I'm vegan.", "I eat a vegan diet."),
            "vegetarian": ("I am a vegetarian.", "I don't eat meat.", "I'm vegetarian."),
            "meat": ("I eat meat.", "I love steak.", "I am a meat eater.", "I eat bacon daily.",
                     "I am a carnivore."),
            "dairy": ("I eat cheese every day.", "I love eggs for breakfast.", "I drink milk."),
        },
        {
            "vegan": ("I've been vegan for years.", "I follow a vegan diet.", "I went vegan.",
                      "As a vegan, I read the labels."),
            "vegetarian": ("I never eat meat.", "I gave up meat.", "I do not eat any meat.",
                           "I've been a vegetarian since school."),
            "meat": ("I enjoy a good steak.", "I had bacon and I eat it a lot, I eat bacon.",
                     "I'm a real meat lover.", "I like burgers and ribs.", "I often eat beef."),
            "dairy": ("I eat a lot of eggs.", "I love cheese.", "I enjoy yogurt in the morning.",
                      "I eat eggs for breakfast."),
        },
        {
            "vegan": ("I'm a strict vegan.", "I am vegan now.", "I became a vegan.",
                      "I've been a vegan for two years."),
            "vegetarian": ("I'm a lifelong vegetarian.", "I can't eat meat.",
                           "I stopped eating meat.", "I'm a vegetarian so no burgers."),
            "meat": ("I love a big juicy steak.", "I eat a lot of meat.", "I love eating bacon.",
                     "I love burgers.", "I like to eat hamburgers.", "I cook ribs on Sundays."),
            "dairy": ("I love ice cream.", "I like cheese a lot.", "I eat eggs.",
                      "I always drink milk."),
        },
        {
            "vegan": ("I'm a happy vegan.", "I live a vegan lifestyle.", "I am a vegan cook.",
                      "I am a committed vegan."),
            "vegetarian": ("I've been vegetarian since birth.", "I don't eat any meat.",
                           "I do not eat animals.", "I'm a vegetarian, too."),
            "meat": ("I love meat.", "I eat steak every week.", "I enjoy burgers.",
                     "I'm a meat eater.", "I love to eat bacon and eggs.", "I like my steak rare."),
            "dairy": ("I eat ice cream all day.", "I really love cheese.", "I like eggs.",
                      "I drink a glass of milk at night."),
        },
        {
            "vegan": ("I'm a vegan too.", "I am vegan for the animals.", "I turned vegan.",
                      "I only eat vegan food."),
            "vegetarian": ("I'm a strict vegetarian.", "I don't eat meat at all.",
                           "I haven't eaten meat in years.", "I am vegetarian, so no meat."),
            "meat": ("I eat meat every day.", "I like steak.", "I love a good burger.",
                     "I eat chicken and beef.", "I enjoy bacon.", "I really love ribs."),
            "dairy": ("I love milk.", "I eat eggs every morning.", "I enjoy cheese.",
                      "I love cheese on everything."),
        },
    ),
    "marital": Named(
        (("single", "married"), ("divorced", "married"), ("married", "dating"),
         ("single", "dating"), ("widowed", "married"), ("engaged", "married")),
        {
            "single": ("I am single.", "I don't have a girlfriend or a wife.", "I'm still single."),
            "married": ("I am married.", "My husband is a cook.", "I have a wife.",
                        "I'm happily married."),
            "divorced": ("I am divorced.", "I'm a divorced dad."),
            "dating": ("I have a girlfriend.", "My boyfriend is nice."),
            "widowed": ("I am a widow.", "I'm widowed."),
            "engaged": ("I am engaged.", "My fiance and I plan a trip."),
        },
        {
            "single": ("I've been single for a year.", "I'm currently single.",
                       "I am not dating anyone.", "I'm a single guy."),
            "married": ("I've been married for ten years.", "My wife and I travel a lot.",
                        "I live with my husband.", "I got married last spring."),
            "divorced": ("I got divorced in May.", "I'm a divorcee.",
                         "I have been divorced for years."),
            "dating": ("My girlfriend and I cook.", "I've got a boyfriend.",
                       "I live with my girlfriend."),
            "widowed": ("I am a widow these days.", "I have been widowed for some time."),
            "engaged": ("I got engaged.", "I've been engaged since May.", "I have a fiancee."),
        },
        {
            "single": ("I'm single right now.", "I am single and happy.", "I have no girlfriend.",
                       "I am a single lady."),
            "married": ("I'm a married man.", "My wife loves that.", "I have a lovely husband.",
                        "My husband works a lot.", "I am married with a dog."),
            "divorced": ("I am recently divorced.", "I'm divorced and free.",
                         "I'm twice divorced."),
            "dating": ("My girlfriend is from Spain.", "I have a boyfriend.",
                       "I have a new girlfriend.", "I'm dating a nice guy."),
            "widowed": ("I'm a widow with cats.", "I became a widow."),
            "engaged": ("I'm engaged to a doctor.", "I am engaged now.", "My fiancee is tall."),
        },
        {
            "single": ("I'm single at the moment.", "I am single, sadly.",
                       "I do not have a boyfriend.", "I'm a single person."),
            "married": ("I've been married since May.", "My husband cooks for me.",
                        "My wife is great.", "I'm newly married.", "I live with my wife."),
            "divorced": ("I got divorced last year.", "I am a divorced nurse.",
                         "I'm divorced now."),
            "dating": ("My boyfriend lives next door.", "My girlfriend loves that.",
                       "I have a boyfriend and we travel."),
            "widowed": ("I am a widow and live alone.", "I'm widowed now."),
            "engaged": ("I just got engaged!", "I am engaged to be married.",
                        "My fiance is a doctor."),
        },
        {
            "single": ("I'm a single man.", "I am single, are you?", "I don't have a girlfriend.",
                       "I'm single and looking."),
            "married": ("I am married to a nurse.", "My husband is asleep.",
                        "My wife and I like it.", "I have been married for two years."),
            "divorced": ("I'm divorced.", "I am divorced with a cat.", "I got divorced."),
            "dating": ("I live with my boyfriend.", "I have a girlfriend now.",
                       "My girlfriend is sweet."),
            "widowed": ("I'm a widow.", "I am widowed and retired."),
            "engaged": ("I'm engaged!", "I got engaged last month.", "I have a fiance."),
        },
    ),
    "looks": Plain(
        ("blonde", "brown", "black", "red", "grey"),
        (
            "I have {v} hair.", "My hair is {v}.", "I have long {v} hair.",
            "I have short, {v} hair.",
        ),
        (
            "I've got curly {v} hair.", "My hair color is {v}.", "My long hair is {v}.",
            "I am a person with {v} hair.", "My natural hair is {v}.",
        ),
        (
            "I have {v} curly hair.", "I've got {v} hair.", "My hair is long and {v}.",
            "I am tall with {v} hair.", "my hair is naturally {v}", ("I have dyed nothing, my hair"
            " is {v}."), "I have short {v} hair and freckles.",
        ),
        (
            "I have very long {v} hair.", "My hair is curly and {v}.", "I have thick {v} hair.",
            "I do have {v} hair.", "My hair is short and {v}.", "I am short and have {v} hair.",
        ),
        (
            "I have {v} hair and a beard.", "My hair is a nice {v}.", "I have wavy {v} hair.",
            "I've long {v} hair.", "My hair is {v}, and yours?", "I am thin, and I have {v} hair.",
        ),
    ),
    "habits": Polar(
        ("smoke", "drink alcohol", "play the guitar", "speak Spanish", "drive", "swim", "cook",
         "play golf", "drink coffee", "sing"),
        (
            ("I {v}.", "I can {v}.", "I {v} every day.", "I usually {v} on weekends."),
            ("I don't {v}.", "I never {v}.", "I do not {v} anymore.", "I don't ever {v}."),
        ),
        (
            ("I still {v} a lot.", "I {v} sometimes.", "I do {v}.", "I often {v} with friends.",
             "I know how to {v}."),
            ("I no longer {v}.", "I really don't {v} at all.", "I don't usually {v}.",
             "I simply never {v}.", "I quit, so I do not {v} now."),
        ),
        (
            ("I {v} all the time.", "I {v} a lot.", "Yes, I {v}.", "I really {v} often.",
             "I {v} with my friends.", "I can {v} well."),
            ("No, I don't {v}.", "I don't {v} at all.", "I've never learned, I can't {v}.",
             "I do not {v}, sorry.", "I can not {v}.", "I actually never {v}."),
        ),
        (
            ("I {v} every now and then.", "I like to {v}.", "I {v} quite often.", "Yes I can {v}.",
             "I actually {v} a lot.", "I {v} at home."),
            ("I don't {v} anymore.", "I do not {v} because it costs too much.", "I never {v}!",
             "I can't {v}.", "I don't {v} either.", "I still don't {v}."),
        ),
        (
            ("I {v} almost every day.", "I do {v} sometimes.", "I can {v} a little.",
             "I {v} when I have time.", "Oh yes, I {v}.", "I love to {v}."),
            ("I don't {v} these days.", "Sorry, I don't {v}.", "I can't {v} at all.",
             "I never ever {v}.", "I do not {v} myself.", "I don't {v}, do you?"),
        ),
    ),
    "gender": Plain(
        ("man", "woman"),
        ("I am a {v}.", "I'm a young {v}.", "I am a {v} who works a lot."),
        ("As a {v}, I understand that.", "I'm a single {v}.", "I am an old {v} from the coast.",
         "I'm just a {v} with a plan."),
        (
            "I'm a {v}.", "I'm a grown {v}.", "I am a married {v}.", "I'm a simple {v}.",
            "Well I am a {v} so yes.", "I am a very busy {v}.",
        ),
        (
            "I am a {v} from the south.", "I'm a tall {v}.", "I am a middle aged {v}.",
            "I'm a {v}, by the way.", "I am one lucky {v}, a {v} of few words, I am a {v}.",
        ),
        (
            "I am a {v} in my prime.", "I'm a strong {v}.", "I'm a {v} and I'm proud.",
            "I am a hard working {v}.", "Being honest, I am a {v}.",
        ),
    ),
    "name": Plain(
        ("Anna", "Peter", "Maria", "James", "Linda", "Oliver", "Sophie", "Daniel"),
        ("My name is {v}.", "Hi, my name's {v}.", "I am called {v}.", "You can call me {v}."),
        ("People call me {v}.", "The name is {v}.", "I go by {v}.", "My first name is {v}.",
         "Just call me {v}."),
        (
            "I'm called {v}.", "My name is {v}, nice to meet you.", "Hey, my name is {v}!",
            "Everyone calls me {v}.", "you may call me {v}", "My friends call me {v}.",
            "My real name is {v}.",
        ),
        (
            "My name is {v}.", "hello my name is {v} and I like art", "I'm named {v}.",
            "Hi! Name's {v}.", "My name's {v}, what is yours?", "They call me {v}.",
            "Please call me {v}.",
        ),
        (
            "Hi, I am called {v}.", "my name is {v}.", "My name is {v} and yours?",
            "You can just call me {v}.", "Hey! My name's {v}.", "My name is actually {v}.",
        ),
    ),
}  # fmt: skip

DECOYS: tuple[str, ...] = (
    "My brother is 90 years old.", "My neighbour has nine kids.", "Her sister lives in Moscow.",
    "I used to live in Sydney.", "When I was 12 I moved around a lot.", "My boss hates pizza.",
    "I wish I had a boat.", "If I were a pilot, I would fly home.", "My mother is a surgeon.",
    "Do you live in Lisbon?", "I would love to have ten cats.", "My friend is divorced.",
    "I used to be a waiter.", "My father smokes and drinks alcohol.", "Are you a vegan?",
    "Her favorite color is white.", "My aunt has red hair.", "My dad's name is Bruno.",
    "I met a man in the park.", "I want a car and a piano.", "They don't like dogs.",
    "My cousin can't swim or cook.", "I hope to have six children one day.",
    "She said that she never sings.",
)  # fmt: skip
"""Sentences that state none of these facts about the speaker."""

AROUND: tuple[str, ...] = (
    "{s}", "{s}", "{s}", "Oh nice! {s}", "{s} How about you?", "haha ok. {s}", "{s} Thanks!",
    "That sounds good. {s}", "Hello there. {s}", "{s} What do you do for fun?",
)  # fmt: skip
"""Small talk around a sentence."""
