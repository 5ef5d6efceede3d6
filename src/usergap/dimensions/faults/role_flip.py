"""Role flip: the user speaks as the chatbot would: offers help, answers, takes thanks.

Phrases say where to look, a model of who speaks says how far to trust them: an opening of a
chatbot stands for itself, an ending or cues of service must also read like a chatbot's, and
what reads so beyond doubt needs no phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from usergap.dimensions.faults.fault import ENGLISH, Fault, Hit, Subject, quote
from usergap.dimensions.faults.keys import Keys
from usergap.dimensions.faults.service_cues import serves
from usergap.dimensions.faults.speaker_features import LONGEST as LONGEST_READ
from usergap.dimensions.faults.speaker_model import chatbot_odds

HEAD, TAIL = 160, 200
"""Characters at a turn's ends where a chatbot's phrases give a flip away; pasted text has
them in its middle too."""
LONGEST = 1500
"""Characters; longer turns hold pasted text, whose end says nothing of who speaks."""
ECHO = 12
"""Words from which on an answer given back whole is a flip."""
SHORT = 200
"""Characters; longer turns may end with a letter that the user had written."""
CLOSES, CLOSES_LONG, SERVES, ALONE = 0.0, 2.5, 1.0, 4.7
"""Log odds (``chatbot_odds``) from which on a turn is a flip: with a closing phrase, with one
behind a long text, with cues of service, with neither. Set on scores of real users' turns by
models that had not seen their conversations (``scripts/train_speakers.py --cross-check``), so
that at most 1 % of real dialogues sound an alarm."""

_HELP = r"(?:help|assist|support|serve|be of (?:help|assistance|service))"
_ASK = r"(?:questions?|concerns?|requests?)"
_OPENING = re.compile(
    r"\A[\W_]*(?:"
    r"(?:hi|hello|hey|welcome|greetings|good (?:morning|afternoon|evening))[^.!?\n]{0,40}[.!?,]\s*"
    r"(?:and )?(?:how|what) (?:can|may|could) i " + _HELP + r"\b"
    r"|you(?:'re| are) (?:very |most |so )?welcome\b"
    r"|(?:it's |it is |it was )?my pleasure\b"
    r"|(?:thank you|thanks) for (?:reaching out|contacting (?:us|me)|your (?:question|inquiry|"
    r"patience|interest)|bringing (?:this|that) to my)"
    r"|(?:that's |that is )?(?:a )?(?:great|excellent|wonderful|good) question\b[^?]*\Z"
    r"|(?:certainly|sure(?: thing)?|of course|absolutely|definitely)\b[,!.:]?\s*"
    r"(?:here(?:'s| is| are) (?:a|an|the|some|my|your|how|what|one|\d+|two|three|four|five|six|"
    r"seven|"
    r"eight|nine|ten|several|few)\b"
    r"|i(?:'d| would|'ll| will)(?: be)? (?:more than )?(?:happy|glad|love) to "
    r"(?:help|assist|explain|provide|share|answer)"
    r"|i(?:'ll|'d| will| can| would) (?:help|assist|explain|provide|walk|guide)\b"
    r"|let me (?:help|explain|break|walk|provide|clarify))"
    r"|i(?:'d| would|'m| am) (?:be )?(?:more than )?(?:happy|glad|here|delighted|pleased|love) to "
    r"(?:help|assist|explain|support|answer|provide)"
    r"|(?:i(?:'m| am) )?(?:always )?(?:happy|glad|here) to (?:help|assist|be of)\b"
    r"|i(?:'m| am) (?:so |very )?(?:glad|happy|pleased) (?:that )?(?:i (?:could|was able to)|"
    r"(?:this|that|it) (?:was|helped|helps)|you found|to (?:hear|have) (?:that )?(?:i|it|this) "
    r"(?:helped|could))"
    r"|(?:i apologi[sz]e|(?:i'm |i am )?(?:so |very )?sorry) for (?:the|any|my) (?:confusion|"
    r"inconvenience|misunderstanding|mistake|error|oversight)[^.!?\n]{0,40}[.!?,]\s*(?:let me |"
    r"here |how |is there |you(?:'re| are) (?:right|correct|absolutely))"
    r"|as your (?:\w+ )?(?:assistant|chatbot|guide|ai)\b"
    r"|no (?:problem|worries)(?: at all)?[!.,]? (?:just )?(?:tell|let|feel|i(?:'ll| can| will)\b)"
    r"|i(?:'d| would)? (?:strongly |highly )?(?:recommend|suggest|advise) (?:that you|you|starting|"
    r"trying|using|checking|consulting|to start|reading|taking)\b"
    r"|(?:hi|hello|hey|welcome|greetings|good (?:morning|afternoon|evening))[^.!?\n]{0,30}[.!?,]\s*"
    r"what (?:would|do) you (?:like|want|need) (?:to|help|me|today)\b"
    r"|(?:below|here) (?:is|are) (?:a|an|some|the|two|three|four|five|six|seven|eight|ten|few|\d+)"
    r"[^.!?\n]{0,50}\b(?:you|your)\b"
    r"|(?:that's|that is|what) a (?:great|excellent|wonderful|lovely|fantastic|good) (?:choice|"
    r"idea|"
    r"goal|start|topic|plan)\b[^?]{0,80}\b(?:you|your)\b"
    r"|(?:thank you|thanks) for (?:asking|sharing|letting me know|your (?:message|feedback|order))"
    r"|what brings you (?:here|to)\b|hope (?:this|that) helps\b"
    r"|(?:i(?:'m| am) )?(?:so |very |really )?sorry (?:about|for|to "
    r"hear)[^.!?\n]{0,50}[.!?]\s*(?:let me|"
    r"i(?:'ll| will| can)|how can i)\b"
    r"|i (?:can|could) (?:certainly|definitely|absolutely|gladly|surely)\b"
    r"|as an? (?:\w+ )?assistant\b|let's (?:go through|start with|work on|break) \w+ "
    r"(?:together|step)"
    r"|i (?:\w+ly )?understand (?:your|how you)(?: \w+){0,3} (?:concerns?|frustrations?|feel\w*)\b"
    r"|(?:i can|i could) (?:certainly |definitely |absolutely |also )?(?:help|assist) you\b"
    r"|(?:assistant|chatbot|bot|ai|agent|system|gpt|chatgpt)\s*:\s"
    r")"
)
_CLOSING = re.compile(
    r"(?:"
    r"let me know (?:if|whether|how|what) (?:you(?:'d| would)? (?:need|want|like|prefer)\b"
    r"|you have any (?:other |more |further |additional |specific )?"
    + _ASK
    + r"|there(?:'s| is) (?:anything|"
    r"something) (?:else )?(?:(?:that )?i can|you)|i can\b)"
    r"|(?:please )?feel free to (?:ask|reach out|let me know|share|contact)"
    r"|(?:is|was) there (?:anything|something) (?:else )?(?:(?:that )?i (?:can|could|may)|"
    r"you(?:'d| would)? (?:like|need|want))"
    r"|(?:if you (?:have|need|want)|should you have) (?:any )?(?:other|more|further|additional)"
    r"|(?:please )?(?:do not|don't) hesitate to (?:ask|reach|contact|let)"
    r"|(?:how|what) (?:else )?(?:can|may|could) i " + _HELP + r" you"
    r"|would you (?:like|prefer) me to\b"
    r"|(?:if you(?:'d| would)? (?:like|want|wish|prefer|need)[^.!?\n]{0,30},? )i (?:can|could|"
    r"will|would)"
    r"|\bi (?:can|could|will|would|'ll) (?:also |gladly |certainly |definitely |even )?(?:write|"
    r"create|"
    r"provide|explain|suggest|recommend|generate|prepare|draft|make|give|show|look|do|find|list|"
    r"take)"
    r"[^.!?\n]{0,50} (?:for you|care of it)"
    r"|(?:just |please )?(?:tell me|let me know) (?:what|how|which|where|when) (?:else "
    r")?(?:you(?:'d| would)? (?:need|want|like|prefer|think|have in)|i can)\b"
    r"|\bto (?:better )?(?:help|assist|support|give|serve) you\b"
    r"|what (?:else )?would you like (?:to (?:know|talk|discuss|do|try|explore|learn)|me to|help)"
    r"|do you have any (?:other|more|further) (?:" + _ASK + r")"
    r"|(?:i(?:'m| am) (?:always )?here (?:to help|if you need|for you|whenever))"
    r"|(?:could|can|would) you (?:please )?(?:provide|share|tell|give|specify|clarify) (?:me )?"
    r"(?:with )?(?:a (?:bit|little) )?(?:some |any )?(?:more|further|additional) "
    r"(?:details?|information|context)[^.!?\n]{0,30} (?:you|your)\b"
    r"|i hope (?:this|that|it) (?:helps|information|answers|clarifies|was helpful|is helpful)"
    r"|shall i (?:continue|proceed|go on|start|explain|write|add|include|make|show|give)\b"
    r"|(?:you(?:'d| would)? like|you want) me to\b|\brest assured\b|would you like (?:some|more|"
    r"a|an|to)\b"
    r"|(?:could|can|would) you (?:please )?(?:tell|share|give|provide|specify|let) (?:me |us "
    r")?(?:with )?"
    r"(?:know )?(?:about )?your (?!opinion|thoughts|answer|response|name|advice|favou?rite|idea)"
    r"|please (?:provide|share|tell me|specify|choose|enter|describe|"
    r"send)[^.!?\n]{0,50}\b(?:you(?:'d| would)"
    r" like|your (?:needs|budget|goals?|preferences|question|email|order|name|location|dates?))"
    r"|(?:just ask|reach out|get in touch|free to come back)"
    r"(?: (?:to|with|if|any ?time|again|when)\b|[.!]*\Z)"
    r"|(?:is|was) there anything else\b|i(?:'ll| will) do my best to (?:help|assist)"
    r")[^.!?\n]{0,90}(?:[.!?]+[^.!?\n]{0,50})?[.!?\W]*\Z"
)
_KEYS_CLOSING = Keys(
    "your", "if you", "for you", "let me know", "feel free", "there anything", "there something",
    "should you have", "hesitate", "i be of", "you like me to", "do you have any",
    "here to help", "here whenever", "details", "information", "context", "i hope ",
    "anything else", "you prefer me", "care of it", "tell me", "help you", "assist you",
    "support you", "give you", "serve you", "would you like", "do my best", "shall i",
    "like me to", "want me to", "rest assured", "just ask", "reach out", "in touch",
)  # fmt: skip
"""Parts of which one must stand at a turn's end, the most common first."""


def find(subject: Subject) -> Iterator[Hit]:
    """Turns that open, close or read as a chatbot's answer does, or give one back whole."""
    for turn, low in zip(subject.turns, subject.lowered, strict=True):
        if (found := _phrase(low)) is not None:
            yield Hit(turn.number, quote(turn.text, found.start(), found.end()))
        elif _reads_so(low, turn.number) or _gives_back(turn.text, turn.answer):
            yield Hit(turn.number, quote(turn.text))


def _phrase(low: str) -> re.Match[str] | None:
    if found := _OPENING.match(low, 0, HEAD):
        return found
    place = max(0, len(low) - TAIL)
    tail = low[place:]
    if len(low) > LONGEST or not _KEYS_CLOSING.in_text(tail):
        return None
    found = _CLOSING.search(low, place)
    least = CLOSES if len(low) <= SHORT else CLOSES_LONG
    return found if found is not None and chatbot_odds(low) >= least else None


def _reads_so(low: str, number: int) -> bool:
    """Whether the words alone are a chatbot's; an opening turn may begin with pasted text."""
    if len(low) > LONGEST_READ:
        return False
    served = serves(low)
    if not served and number == 1:
        return False
    return chatbot_odds(low) >= (SERVES if served else ALONE)


def _gives_back(text: str, answer: str) -> bool:
    if abs(len(text) - len(answer)) > len(answer) // 10:  # not even with other white space
        return False
    words = text.lower().split()
    return len(words) >= ECHO and words == answer.lower().split()


FAULT = Fault(
    id="role_flip",
    title="Role flip",
    summary="the user speaks as the chatbot does: offers help, answers, takes thanks",
    version="2",
    find=find,
    languages=ENGLISH,
)
