"""Missed stop: the user has said goodbye, or that it is over, and still goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from usergap.dimensions.faults.fault import ENGLISH, Fault, Hit, Subject, quote

LONGEST = 400
"""Characters; in longer turns a farewell is part of a text."""

_END = r"(?:conversation|chat|dialogue|dialog|discussion|interaction|session|simulation)"
_SAID = re.compile(
    r"\*(?:ends?|ending|leaves?|leaving|exits?|closes?|closing|logs? off) (?:the|this) "
    r"[^*\n]{2,30}\*|"
    r"[\[(<{*|#\"']{1,3}\s*/?(?:end|stop|eos|done|exit|quit|terminate|finish(?:ed)?|"
    r"end[ _-]?(?:of[ _-]?)?" + _END + r"|" + _END + r"[ _-]?(?:is[ _-]?)?(?:end(?:s|ed)?|over|"
    r"completed?|closed|finished))\s*[\])>}*|#\"']{1,3}"
    r"|\bend(?:ing)?(?: of)? (?:the |this |our |my )?"
    + _END
    + r"\b(?! (?:history|log|box|app|bot))"
    r"|\bend(?:of)?"
    + _END
    + r"\b|\b(?:end|stop)_"
    + _END
    + r"\b|\b"
    + _END
    + r"_(?:end|over|stop)\b"
    r"|(?:\A|[.!?\n] ?|\b(?:the|this|our|my) )" + _END + r" (?:(?:is|has|was)(?: been)? )?(?:now )?"
    r"(?:over|ended|completed?|finished|concluded|closed|done)\b"
    r"|\b(?:end|conclude|stop|close|finish|wrap up|terminate|leave) (?:the|this|our) "
    + _END
    + r"\b"
)
_ALONE = re.compile(r"\W*(?:STOP|END|EXIT|QUIT|DONE|EOS|FINISH(?:ED)?|TERMINATE[D]?)\W*")
_KEYS_SAID_TEXT = (
    "conversation|chat|dialogue|dialog|discussion|interaction|session|simulation|end|ends|ended|"
    "stop|eos|done|exit|quit|terminate|finish|finished|leaves|exits|closes|logs|leaving|closing|"
    "ending|endconversation|endchat|endofconversation"
)
_KEYS_SAID = frozenset(_KEYS_SAID_TEXT.split("|"))
_FILL = (
    r"(?:(?:(?:thanks|thank you|cheers)(?: a (?:lot|bunch|million)| again| so much| very much| "
    r"anyway|"
    r" for [^,.!?]{1,40})?|ok|okay|so|and|well|alright|great|perfect|good|cool|then|i think|i "
    r"guess|oh|"
    r"yes|no|nice|now|anyway|right|fine)[ ,!;-]+)*"
)
_BYE = re.compile(
    r"[\W_]*" + _FILL + r"(?:"
    r"(?:(?:good ?)?bye)\b|farewell\b|cheerio\b|so long\b|take care\b(?! of (?!yourself))"
    r"|(?:see|catch|speak to|talk to) (?:you|ya|u) ?(?:later|soon|around|next time|again|"
    r"tomorrow|then)?"
    r"[\W_]*\Z|talk (?:later|soon)\b|until (?:next time|then|we)\b"
    r"|(?:i hope you )?have a (?:very )?(?:great|good|nice|wonderful|lovely|fantastic|pleasant|"
    r"blessed|"
    r"safe|happy) (?:day|one|evening|night|weekend|rest|time|afternoon|week|trip|morning)\b"
    r"|enjoy (?:your|the rest of)(?: your)? (?:day|evening|weekend|night|week)\b|good ?night\b"
    r"|that(?:'s| is| was| will be|'ll be| would be) (?:all|everything|it for|it from|it, th)\b"
    r"|(?:i|we)(?:'m| am|'re| are) (?:all )?(?:done|set|finished|good now|good here|good to go)\b"
    r"(?! (?:with|the|up|a|it|my|in)\b)"
    r"|i(?:'ll| will| would like to|'d like to| should| better|'d better) (?:let you go|leave it|"
    r"stop here|be going|go now|get going|be off|head off|log off|sign off|leave now|say goodbye)\b"
    r"|(?:(?:i|i've|i have|i now have|we have|we've) )(?:got |have )?(?:now )?(?:everything|all) "
    r"(?:that )?(?:i|we) (?:need|needed|wanted)\b"
    r"|(?:i(?:'ve)? )?(?:got|gotta|need to|have to|must|should) (?:to )?(?:go|run|leave|be off)"
    r"(?: now)?[\W_]*(?:\Z|thank|bye|take|but thank)"
    r"|(?:i have |i've got |i've )?no (?:more|further|other|additional) questions\b"
    r"|i (?:do not|don't) (?:need|have|want) (?:anything|any|something) (?:else|more|further|"
    r"other)\b"
    r"|nothing (?:else|more)(?: for (?:now|today)| from me| to (?:ask|add))?(?:,? (?:thanks|"
    r"thank you))?[\W_]*\Z"
    r"|(?:it was |it's been )?(?:great|nice|lovely|good) (?:chatting|talking|speaking) (?:with|"
    r"to) you\b"
    r"|(?:my|all) questions? (?:are|is|have been|has been) (?:all )?answered\b"
    r")"
)
_KEYS_BYE_TEXT = (
    "bye|goodbye|byebye|farewell|cheerio|long|care|later|soon|around|time|again|tomorrow|then|"
    "see|until|day|one|evening|night|goodnight|weekend|rest|afternoon|week|trip|morning|all|"
    "everything|it|done|set|finished|good|go|going|leave|stop|off|now|run|questions|question|"
    "anything|any|something|nothing|chatting|talking|speaking|ya"
)
_KEYS_BYE = frozenset(_KEYS_BYE_TEXT.split("|"))
_PARTS = re.compile(r"[.!?\n]+|, (?=i |my |take|good|bye|have|see|that)")
MOST_WORDS = 30
"""Different words; a farewell in a longer turn is part of what the turn is about."""


def find(subject: Subject) -> Iterator[Hit]:
    """Turns with the words of an end and no end, and farewells that another turn follows."""
    last = len(subject.turns)
    for turn, low, bag in zip(subject.turns, subject.lowered, subject.bags, strict=True):
        if len(low) > LONGEST:
            continue
        found = None
        if not bag.isdisjoint(_KEYS_SAID):
            found = _SAID.search(low) or _ALONE.fullmatch(turn.text)
        if found is not None:
            yield Hit(turn.number, quote(turn.text, found.start(), found.end()))
        elif turn.number < last and _says_goodbye(low, bag):
            yield Hit(turn.number, quote(turn.text))


def _says_goodbye(low: str, bag: frozenset[str]) -> bool:
    """Whether a short turn that asks nothing holds a sentence of farewell."""
    if len(bag) > MOST_WORDS or "?" in low or bag.isdisjoint(_KEYS_BYE):
        return False
    return any(_BYE.match(part) for part in _PARTS.split(low))


FAULT = Fault(
    id="missed_stop",
    title="Missed stop",
    summary="the user goes on after goodbye, or says the end in words instead of ending",
    version="1",
    find=find,
    languages=ENGLISH,
)
