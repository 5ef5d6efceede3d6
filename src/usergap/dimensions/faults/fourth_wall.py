"""Fourth wall: the user says that it is a model, plays a part, or acts on a stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from usergap.dimensions.faults.fault import ENGLISH, Fault, Hit, Subject, quote
from usergap.dimensions.faults.keys import Keys
from usergap.dimensions.faults.part_cues import plays

LONGEST = 1500
"""Characters; longer turns hold pasted text."""

_MODEL = (
    r"(?:an? )?(?:\w+ )?(?:ai|a\.i\.|artificial intelligence|(?:large |ai )?language model|llm|"
    r"chatbot|bot|virtual assistant|machine learning model|computer program|machine|gpt)"
)
_PART = r"(?:persona|character|scenario|role|backstory|script|profile)"
_PLAY = r"(?:play|simulat|act|pretend|portray|role-?play|impersonat|behave)"
_MACHINE = re.compile(
    r"\b(?:as|being) " + _MODEL + r"(?: (?:assistant|model|language model|system|myself))?,? "
    r"i(?:'m|'d|'ve|'ll)?\b"
    r"|\bi(?:'m| am|'m not| am not) (?:just |only |actually |really |simply |in fact )*(?:an? "
    r")(?:ai\b|"
    r"artificial intelligence|(?:large |ai )?language model|llm\b|chatbot|virtual assistant|"
    r"ai (?:model|assistant)|simulated|simulation|computer program|real (?:person|human|user))"
    r"|\bmy (?:training data|knowledge cutoff|programming|training) (?:does|do|is|only|prevents|"
    r"goes|ends|cut)"
    r"|\bi (?:do not|don't|can't|cannot) (?:actually |really )?(?:have|feel|possess) (?:any |an? )?"
    r"(?:(?:personal|real|human|own|physical) )*(?:experiences?|feelings|opinions|emotions|"
    r"preferences|body|"
    r"consciousness)\b"
)
_STAGE = re.compile(
    r"\b(?:speaking )?as (?:the|a) (?:simulated |human )?user[,:]? (?:i\b|my\b|you(?:'re|\b))"
    r"|\bi(?:'m| am|'ll be| will be| was|'ve been| have been) (?:now |currently |just |only |"
    r"still )?"
    r"(?:(?:simulat|pretend|portray|role-?play|impersonat)ing|acting (?:as|like)|playing (?:as\b|"
    r"the (?:part|role)|(?:an?|the|someone|somebody) (?!\w*(?:game|video|sport|song|guitar|"
    r"piano|match|"
    r"drum|violin|instrument|key|big))))\b"
    r"|\bi(?:'m| am|'ve been| have been| was) (?:asked|instructed|supposed|told|meant|programmed|"
    r"prompted|expected|designed|assigned) to " + _PLAY + r"e?\b"
    r"|\bi(?:'m| am|'ve been| have been| was)? (?:asked|instructed|programmed|prompted|assigned|"
    r"told|"
    r"supposed) to (?:ask|respond|reply|say|be (?:a|an|the)|speak|continue|mention|follow|stay|"
    r"keep|"
    r"end)\b"
    r"|\b(?:in|for|of|during|within) (?:this|the|our) (?:simulation|role-?play\w*|simulated|"
    r"roleplay|exercise as)\b"
    r"|\bthis (?:is|was) (?:just |only |all )?(?:a )?(?:simulat|role-?play|test conversation|"
    r"script)\w*"
    r"|\b(?:my|the|this) (?:assigned )?" + _PART + r"(?:'s)? (?:says?|states?|does(?:n't| not)|did|"
    r"is (?:to|that)|description|instructs?|requires?|is in|has|would|wants?|tells?|asks?|"
    r"mentions?|needs?|"
    r"likes?|i(?:'m| am| was| have|'ve)|given)\b"
    r"|\bmy (?:persona|backstory|role as (?:the|a) (?:user|customer|human|client|person))\b"
    r"|\b(?:according to|based on|as per|per|following|given|as) (?:my|the) (?:persona|scenario|"
    r"instructions?|prompt|character|role)\b"
    r"|\bas (?:i was |i am |i'm )?(?:instructed|prompted|programmed)\b"
    r"|\b(?:stay\w*|remain\w*|br(?:eak\w*|oke|oken)|out of|in|keep\w*) character\b"
    r"|\b(?:simulated (?:user|conversation|chat|dialogue|customer)|user simulat\w+|"
    r"(?:the|my|this) system prompt|end of (?:role-?play|simulation))\b"
    r"|\b(?:here(?:'s| is)|this is) (?:the|my|a possible|a) (?:user's |human's |next |possible )+"
    r"(?:message|turn|reply|response|line)\b"
    r"|\b(?:generated?|simulated|corresponding|following|appropriate|possible) (?:user |natural |"
    r"language )?utterances?\b|\bdialogue acts?\b|\butterance (?:would|could|might|is|for)\b"
    r"|\bas an? (?:simulated|virtual|artificial|fake) (?:user|person|human|customer)\b"
    r"|\bi, the (?:user|customer|human|persona)\b|\bplaying the (?:part|role) of\b"
    r"|\bthe (?:prompt|script) (?:tells|asks|says|wants|instructs|told|asked) (?:me|i)\b"
    r"|\b(?:this|the) (?:simulation|role-?play) (?:is|needs|requires|ends|has|asks|wants|"
    r"continues)\b"
    r"|\b(?:the|this|our) user (?:is|would|will|wants|asks|says|responds|replies|might|waits|"
    r"then)\b"
    r"|\b(?:my|the) persona\b|\b(?:in|into|of|break|broke|from) character\b|\bi simulate an?\b"
    r"|\b(?:according to|given|based on) my (?:profile|script|backstory)\b"
    r"|\bfollow(?:ing|ed)? (?:the|my|this) (?:scenario|script|persona|prompt)\b"
    r"|\b(?:in|for|during) (?:this|our|the) role[ -]?play\b|\bas (?:the|a) simulat\w+\b"
    r"|\bthe user (?:now |then |just |still |also )(?:asks|says|wants|responds|replies|waits|"
    r"needs)\b"
)
# Apart: where all alternatives begin at a word's edge, the search is five times as fast.
_TAG = re.compile(r"<\|[a-z_ ]{2,30}\|>|\[/?inst\]|<</?sys>>|</?(?:user|human|assistant|system)>")
_LABEL = re.compile(
    r"[\W_]*(?:next |user(?:'s)? |human(?:'s)? |simulated |my )*(?:user|human|customer|message|"
    r"turn|response|me)\s*(?:\(\w[\w ]{0,20}\)|\d{1,2})?\*{0,2}:\s"
)
_ACT = (
    r"(?:sigh|smile|laugh|grin|nod|chuckle|pause|shrug|frown|think|type|lean|look|wave|blush|cough|"
    r"giggle|yawn|wink|gasp|scratche|hesitate|roll|close|open|log|leave|walk|click|read|wait|"
    r"take|sip|stare|rub|clear|breathe|exhale|glance|check|scroll|feel|seem|sound|say|speak|turn|"
    r"put|pull|tap|tilt|end|exit|whisper|mutter|mumble|murmur|groan|cr(?:y|ie)|weep|clap|point|"
    r"sit|stand|grab|pick|drop|hand|raise|slam|snap|snort|sniff|swallow|beam|scoff|squint|blink|"
    r"hum|stretch|fold|cross|bite|shake|hold|reach|enter|return|arrive|shout|yell|whistle)"
    r"(?:s|es|ing|ghs)?"
)
_ASIDE = re.compile(
    r"\s*(?:\*[a-z][a-z ,']{2,60}\*|\(\w+ing\b[^()\n]{0,40}\)|"
    r"\[(?:the )?(?:user|human|customer|you|i|he|she)\b[^\[\]\n]{0,80}\]|\[\w+(?:s|ing)\]|"
    r"\((?:the )?(?:user|human|customer)\b[^()\n]{0,80}\))(?=\s|\Z|[.!?,])"
)
_DIRECTION = re.compile(
    r"(?:[*(\[](?:he |she |they |the user |user )?(?:\w+ly )?" + _ACT + r"\b[^*()\[\]\n]{0,80}"
    r"[*)\]]|(?<!\w)_(?:\w+ly )?" + _ACT + r"(?<=s)(?![^\W_])[^_\n]{0,80}_)(?=[\s.!?,*…]|\Z)"
)
_OPENS = Keys("*", "(", "[", "_")
_KEYS_TEXT = (
    "ai|artificial|intelligence|model|llm|chatbot|bot|assistant|program|machine|gpt|simulate|"
    "simulates|simulated|simulating|simulation|simulator|person|training|knowledge|programming|"
    "experience|experiences|feelings|opinions|emotions|preferences|body|consciousness|user|play|"
    "playing|played|act|acting|acted|pretend|pretending|portray|portraying|portrayed|roleplay|"
    "roleplaying|role|impersonate|impersonating|behave|behaving|instructed|programmed|prompted|"
    "assigned|told|asked|supposed|script|persona|character|scenario|backstory|profile|"
    "instructions|prompt|utterance|utterances|dialogue|message|turn|reply|response|im|inst|sys|"
    "human|customer|exercise|system"
)
_KEYS = frozenset(_KEYS_TEXT.split("|"))
"""Words of which one must stand in a turn before the patterns are tried."""


def find(subject: Subject) -> Iterator[Hit]:
    """Turns in which the user is no person at a keyboard."""
    for turn, low, bag in zip(subject.turns, subject.lowered, subject.bags, strict=True):
        if len(low) > LONGEST:
            continue
        found = _LABEL.match(low) or _ASIDE.match(low)
        if found is None and not bag.isdisjoint(_KEYS):
            found = _MACHINE.search(low) or _earlier(_STAGE.search(low), _TAG.search(low))
        found = found or plays(low, bag) or _direction(low)
        if found is not None:
            yield Hit(turn.number, quote(turn.text, found.start(), found.end()))


def _earlier(one: re.Match[str] | None, other: re.Match[str] | None) -> re.Match[str] | None:
    """The match that begins first."""
    if one is None or other is None:
        return one or other
    return one if one.start() < other.start() else other


def _direction(low: str) -> re.Match[str] | None:
    """A stage direction: the user's doing, told between marks that stand apart."""
    if not _OPENS.in_text(low):
        return None
    for found in _DIRECTION.finditer(low):
        before = low[found.start() - 1 : found.start()]
        if not before or before.isspace() or before in ".!?…*":
            return found
    return None


FAULT = Fault(
    id="fourth_wall",
    title="Fourth wall",
    summary="the user says that it is a model or plays a part, or acts as on a stage",
    version="2",
    find=find,
    languages=ENGLISH,
)
