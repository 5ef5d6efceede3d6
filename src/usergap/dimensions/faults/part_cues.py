"""Cues of a part that is played, by what is said of whom, where no known phrase is used."""

from __future__ import annotations

import re

_MADE = r"(?:fictional|fictitious|simulated|imaginary|pretend|made[- ]up|artificial|virtual)"
_TOLD = r"(?:prompts?|instructions?|script|persona|backstory|character|role|scenario|guidelines)"
_ACT = (
    r"(?:act|pretend|play|behave|role-?play|impersonate|simulate|portray|"
    r"respond (?:as|like)|reply (?:as|like)|speak (?:as|like)|sound (?!like|good|great|out))"
)
_PEOPLE = r"(?:user|human|customer|client|person|persona|character|role)"
_GOES_ON = r"(?:conversation|chat|dialogue|dialog|exchange|interaction|discussion)"

_CUES = (
    # what the speaker is
    (r"\bi(?:'m| am)(?: (?:just|only|actually|really|simply|myself|in fact|after all|also))* "
    r"an? (?:bot|machine|program|robot|software|algorithm|simulator|computer)\b(?!ming)"
    r"(?! [a-z])"),
    (r"\bi(?:'m| am)(?: (?:just|only|actually|really|simply))* not (?:really |actually |even )?"
    r"(?:a )?(?:real |actual |living |human )*(?:human|person|being)\b"
    r"(?! (?:who|that|of|with|to))"),
    (r"\b(?:being|as|since i'm|because i'm|since i am) (?:only |just )?(?:an? )?"
    r"(?:machine|software|program|bot|computer)\b[ ,]+(?:i\b|so\b|myself\b)"),
    # what it was told
    r"\b(?:my|these|the) (?:\w+ )?" + _TOLD + r" (?:i (?:got|have|was|received|am)|given to me|"
    r"you gave me|(?:does|do)(?:n't| not) (?:say|mention|tell|specify|cover|include)|"
    r"(?:says?|tells?|asks?|wants?) (?:me\b|i\b|that i\b|to\b))",
    r"\b(?:they|you|someone|it) (?:asked|told|instructed|wanted|want|ordered|assigned) me to "
    r"(?:" + _ACT + r"|be an? )",
    r"\bi(?:'ve| have)? (?:been|was|am|'m) (?:given|assigned|handed) (?:an?|the|this|my) "
    r"(?:\w+ )?(?:" + _TOLD + r"|profile|part)\b",
    (r"\bi(?:'ve| have| was)? (?:been )?(?:told|asked|instructed|programmed) (?:not |never )?to "
    r"(?:reveal|tell you|mention|sound|seem|be (?:\w+ly |very )?(?:polite|rude|vague|brief|short|"
    r"difficult|impatient|confused))"),
    r"\bmy (?:hidden|secret|assigned|real) (?:goal|task|objective|role|instructions?)\b",
    (r"\bmy (?:task|role|job|part) (?:here |now |in this \w+ )?is to (?:be|act|play|pretend|sound|"
    r"pose|portray)\b"),
    # what it does
    r"\bi(?:'m| am|'ll| will| must| should| have to| need to|'m going to| am going to|'m supposed "
    r"to) (?:now )?(?:just )?(?:only )?" + _ACT + r"\b(?! (?:the |my |an? )?(?:guitar|piano|game|"
    r"music|it|on|with|against|video|football|soccer|chess))",
    (r"\b(?:let me|i(?:'ll| will| have to| must| should)) (?:stay|remain|keep|get back|go back|"
    r"continue) (?:in|into|to|with) (?:my |the )?(?:role|character|part|persona)\b"),
    (r"\b(?:staying|remaining|keeping|getting back) (?:in|into|to) (?:my |the )?(?:role|character|"
    r"persona)\b|\b(?:out of|outside) (?:my |the )?role\b|\bout[- ]of[- ]character\b|\booc\b"),
    r"\b(?:the|my) " + _PEOPLE + r" (?:i(?:'m| am)|that i(?:'m| am)) (?:play|portray|simulat|"
    r"imitat|impersonat)ing\b",
    r"\bas (?:someone|somebody|a person) (?:playing|portraying|pretending|simulating)\b",
    # where it is
    r"\b(?:in|for|within|during) this " + _MADE + r"\b|\bmy (?:simulated|fictional|virtual) \w+|"
    r"\bas (?:an?|the|this|your) " + _MADE + r" \w+",
    (r"\bfor (?:the (?:purposes?|sake) of )?(?:this|the|our) (?:exercise|simulation|role-?play|"
    r"experiment|scenario)\b,? (?:let's|i\b|i'm)"),
    r"\b(?:let's|let us) pretend\b.{0,40}\b(?:that )?i(?:'m| am| have| own)\b",
    r"\bthis (?:is (?:just |only )?)?(?:an? )?(?:test|fake|simulated|staged|artificial) "
    + _GOES_ON + r"\b",
    # of itself as somebody else
    (r"\bthe (?:human|user) (?:would|will|should|may|might|can)? ?"
    r"(?:now|then|next|probably|likely)? ?(?:says?|asks?|repl(?:y|ies)|responds?|"
    r"thanks?|ends?|leaves?|continues?)\b"),
    r"\bas the (?:user|human|customer|client)(?: (?:in|of) (?:this|our) \w+)?, ?(?:i\b|my\b)",
    r"\bi, as (?:the|a|an) (?:user|human|customer|client|persona)\b",
    (r"\b(?:user|human|customer|realistic|natural|plausible|good|possible|next|fitting) "
    r"(?:user |next |human )?(?:follow-?up|reply|response|message|utterance)"
    r"(?: (?:from|by|of) the (?:user|human|customer))?(?: (?:here|now))?(?: (?:is|would be|could "
    r"be|might be))?:"),
)  # fmt: skip
_CUE = re.compile("|".join(_CUES))
_FORM = re.compile(
    r"\A[\W_]*(?:simulated |next |final )?(?:user|human)(?:'s)?(?: (?:reply|message|turn|response|"
    r"input|says|query))?(?: ?\d{1,2})?[\]*)]{0,3}(?:\s*:|\s*\n)"
    r"|\A[\W_]*(?:turn|round) \d{1,2}\s*[:)\]]"
    r"|\A[\W_]*(?:internal|inner|thoughts?|reasoning|plan|strategy|persona|goal|monologue)"
    r"(?: \w+)?\s*:.{0,200}(?:\]|\b(?:message|reply|response|user|output)\s*:)"
    r"|</?(?:user|human|customer|simulated|persona)[_-]?\w*>|</?think(?:ing)?>|</?thoughts?>|"
    r"</?(?:inner|internal|scratchpad|reflection)\w*>"
    r"|[\"']role[\"']\s*:\s*[\"'](?:user|assistant|human)",
    re.DOTALL,
)
_KEYS_TEXT = (
    "bot|machine|program|robot|software|algorithm|simulator|computer|human|person|being|prompt|"
    "prompts|instructions|instruction|script|persona|backstory|character|role|scenario|guidelines|"
    "asked|told|instructed|wanted|want|ordered|assigned|given|handed|profile|part|programmed|goal|"
    "task|objective|job|act|acting|pretend|play|playing|behave|roleplay|impersonate|simulate|"
    "portray|stay|remain|respond|reply|speak|sound|ooc|someone|somebody|fictional|fictitious|"
    "simulated|imaginary|made|artificial|virtual|exercise|simulation|experiment|test|fake|staged|"
    "user|customer|client|up|message|response|utterance|turn|round|internal|inner|thought|"
    "thoughts|reasoning|plan|strategy|monologue|think|thinking|scratchpad|reflection"
)
_KEYS = frozenset(_KEYS_TEXT.split("|"))
"""Words of which one must stand in a turn before the cues are tried."""


def plays(low: str, bag: frozenset[str]) -> re.Match[str] | None:
    """Where a lowered turn (``bag``: its words) shows that its speaker plays a part."""
    if bag.isdisjoint(_KEYS):
        return None
    return _FORM.search(low) or _CUE.search(low)
