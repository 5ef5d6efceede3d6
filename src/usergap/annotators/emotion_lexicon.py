"""Small English lists of words that carry a feeling, one list a kind of feeling.

A word of a list counts as itself and as its list, so that a rare word can borrow the
weight of its kin. The lists are our own; a change of them needs new weights.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from usergap.annotators.hashing import Hashes, batch, tokens

LEXICON: Final[dict[str, str]] = {
    "anger": """angry anger mad furious rage raging pissed outraged outrage annoyed annoying annoys
        irritated irritating infuriating infuriates frustrating frustrated frustration hate hates
        hated hating hateful despise bitter hostile resent fuming livid fed sick tired stop damn
        dammit hell ridiculous unacceptable idiot idiots moron morons stupid dumb dumbass asshole
        assholes bastard jerk jerks bullshit bitch shut screw loser losers pathetic liar liars scum
        fool fools clown useless worst fucking fuck fucker fuckers goddamn crap shitty bs wtf ffs
        stfu""",
    "disgust": """disgusting disgusted disgust disgusts gross grossed nasty sickening sick vile
        repulsive revolting ew eww ewww yuck yucky icky cringe cringy cringey cringeworthy creepy
        creep filthy dirty rotten vomit puke nauseous nauseating nausea foul stinks stinky smelly
        rancid putrid awful embarrassing embarrassed awkward shameful trashy slimy barf perv pervert
        toxic""",
    "fear": """afraid fear fears feared fearful scared scary scares scare frightened frightening
        terrified terrifying terrifies terror horror horrified horrifying panic panicking panicked
        anxious anxiety worried worry worries worrying worrisome nervous nervously concerned
        concerning dread dreading dreadful paranoid nightmare nightmares threatened threatening
        danger dangerous phobia uneasy spooky creeped trembling shaking alarmed alarming petrified
        apprehensive stressed stress unsafe""",
    "joy": """happy happiness happier glad joy joyful delighted delightful pleased thrilled excited
        exciting excitement love loved loves loving lovely adore adorable cute sweet enjoy enjoyed
        enjoying enjoyable fun funny hilarious lol lmao haha hahaha rofl laugh laughed laughing
        smile smiling great awesome amazing wonderful fantastic excellent brilliant perfect
        beautiful gorgeous nice cool best good impressive impressed proud pride congrats
        congratulations thanks thank thankful grateful gratitude appreciate appreciated welcome hope
        hopefully hoping hopeful optimistic wish relieved relief yay woohoo hooray cheers blessed
        favorite favourite admire respect bless bravo kudos lucky win winning won agree absolutely
        definitely glorious superb stunning incredible legend hero care caring support xd""",
    "sadness": """sad sadly sadness sadder saddest depressed depressing depression unhappy miserable
        misery cry crying cried cries tears weep grief grieve grieving mourn mourning heartbroken
        heartbreaking heartbreak devastated devastating lonely alone loneliness hopeless despair
        sorrow sorry apologize apologies apology regret regrets regretted remorse guilty ashamed
        disappointed disappointing disappointment disappoints unfortunately unfortunate miss missed
        missing loss lost lose died death dead suicide suicidal hurt hurts hurting pain painful poor
        pity tragic tragedy rip gloomy upset broken sucks condolences""",
    "surprise": """surprised surprise surprises surprising surprisingly wow woah whoa omg omfg gosh
        shocked shocking shock astonished astonishing astounded amazed stunned speechless unexpected
        unexpectedly unbelievable incredible unreal suddenly realize realized realise realised
        realizing wonder wondering wondered curious curiosity confused confusing confusion puzzled
        weird strange odd huh really seriously wait what why how how's anyone idea interesting
        interested intrigued intriguing til apparently actually""",
    "negation": """not no never none nobody nothing neither nor without don't doesn't didn't isn't
        aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't ain't hardly barely
        dont doesnt didnt isnt cant wont""",
    "degree": """very so really too extremely absolutely totally completely super incredibly
        terribly awfully such quite pretty""",
}


@cache
def table() -> tuple[Hashes, Hashes]:
    """Sorted hashes of the listed words, and the hash that stands for each one's list."""
    found: dict[int, int] = {}
    for name, text in LEXICON.items():
        listed = tokens(batch([f"list of {name}"])).hashes
        words = tokens(batch([" ".join(text.split())]))
        for key in words.hashes.tolist():
            found.setdefault(key, int(listed[2]) ^ 0x5BD1E995)
    keys = np.array(sorted(found), dtype=np.uint64)
    return keys, np.array([found[int(key)] for key in keys], dtype=np.uint64)
