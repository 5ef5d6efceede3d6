"""The closed word lists and patterns behind the knowledge rules (English)."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPENERS = _words(
    """
    ok okay okey alright right well so and but also then now next please pls plz hi hello hey
    dear thanks thank thx great good nice cool perfect awesome yes yeah yep yup sure oh ah hmm  um
    uh just kindly again still haha lol
    """
)
"""Words that may open any sentence and say nothing about its kind."""

QUESTION_OPENERS = _words(
    """
    is are was were am do does did can could will would should shall may might must has have had
    isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't
    hasn't haven't what's whats who's where's how's
    """
)
"""Verbs that open a yes/no question when a subject follows."""

PRONOUNS = _words(
    """
    i you he she it we they this that these those u im i'm
    """
)

ORDER_WRAPPERS = _words(
    """
    can could would will i i'd your help
    """
)
"""First words without which no order is wrapped (a guard, for speed)."""

POLITE = re.compile(
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |pls |kindly |also |just |now )*"
    r"|(?:i want|i need|i would like|i'd like) you to |your task is to |help me (?:to )?)"
)
"""Openings that wrap an order; the order is what counts."""

ANSWER_VERBS = _words(
    """
    explain tell describe define list give show teach name suggest recommend find discuss
    summarize summarise outline identify compare elaborate clarify analyze analyse evaluate
    provide search look check calculate compute solve answer help state enumerate cite guess
    predict determine justify interpret review assess rank rate translate recall  contrast
    distinguish differentiate
    """
)
"""Orders to be told something that the user does not have."""

MAKE_VERBS = _words(
    """
    write rewrite re-write make create generate draft compose design build code implement edit
    revise rephrase paraphrase reword proofread improve fix correct change modify add remove
    delete replace shorten extend expand continue convert format reformat update use include
    exclude insert refactor develop produce act pretend imagine play assume consider keep let
    turn put start begin stop try redo repeat combine merge organize organise simplify polish
    enhance optimize optimise finish complete do don't avoid ensure focus limit respond reply
    speak mention remember forget ignore take go come be set call pick choose select prepare plan
    """
)
"""Orders to make something: what they specify, the user knows."""

FINITE_VERBS = _words(
    """
    is are was were am be been being have has had do does did can could will would should shall
    may might must cannot isn't aren't want wants wanted need needs needed know knows knew think
    thinks thought like likes liked love hate use uses used work works worked get gets got go
    goes went make makes made say says said see saw seen feel feels felt try tried seem seems
    seemed look looks looked give gives gave take takes took mean means meant live lives lived
    believe told put became become started its thats theres im ive dont doesnt didnt isnt
    """
)

EMPTY_WORDS = _words(
    """
    a an the this that these those it its it's he she they we you i me my mine your yours his her
    their our us them him who whom whose which what when where why how is are was were am be been
    being have has had do does did doing can could will would should shall may might must not no
    nor and or but if then than so as of in on at by for with without from to into onto about
    over under up down out off again more most some any all both each few many much other others
    another such only own same too very just also there here now please thanks thank ok okay yes
    yeah hi hello hey one two ones thing things something anything everything nothing way lot
    lots bit kind sort sure well good great nice really even still else instead don't doesn't
    didn't isn't aren't wasn't can't won't couldn't wouldn't shouldn't i'm i've i'd i'll you're
    that's what's there's let's im dont cant get got give tell make go going want need like know
    explain list show answer question continue keep next first last repeat above below previous
    following someone somebody anyone everyone haha hahaha lol agree correct right true per etc eg
    ie vs via yet ever never always maybe perhaps
    """
)
"""Words without a topic: a statement of nothing else is no statement."""

CORRECTION_WORDS = _words(
    """
    no nope wrong incorrect actually in but that that's thats this it it's its you you're your
    what i
    """
)
"""First words without which nothing is a correction (a guard, for speed)."""

CORRECTION = re.compile(
    r"\W*(?:no[,.! ]+(?=\S+ \S+ \S)|nope[,. ]+|wrong[,. ]+|incorrect[,. ]+|actually,? |in fact,? "
    r"|(?:but |no,? )?(?:that(?:'s| is|s)|this is|it(?:'s| is)|you(?:'re| are)|your \w+ (?:is|are))"
    r" (?:not (?:right|correct|true|accurate)|wrong|incorrect|mistaken|false|inaccurate)\b[,.;: ]*"
    r"|you (?:forgot|missed|misunderstood|left out|made a mistake|didn't|did not|ignored)\b ?"
    r"|(?:what )?i (?:meant|said|asked for|already (?:said|told you|have|know|tried))\b ?)"
)
"""Openings by which the user sets the chatbot right; what follows is what they know."""

ADMISSION_WORDS = _words(
    """
    know understand get remember see figure find tell sure certain clear familiar unsure
    uncertain unclear unfamiliar idea clue heard known thought wondering curious confused
    struggling stuck lost wonder forgot forget
    """
)
"""Words without one of which no admission is possible (a guard, for speed)."""

ADMISSION = re.compile(
    r"\b(?:i(?:'m| am|m)? (?:really |still |just |honestly )?(?:"
    r"(?:do not|don't|dont|didn't|did not) (?:really |quite |fully )?"
    r"(?:know|understand|get|remember|see)"
    r"|(?:can't|cannot|cant|couldn't|could not)"
    r" (?:figure|understand|remember|find|tell|see)(?: out)?"
    r"|(?:not|un)(?: |)(?:sure|certain|clear|familiar)|have no (?:idea|clue)|no idea"
    r"|(?:have |had |'ve )?never heard|(?:had no|hadn't|hadnt) (?:idea|known|thought)"
    r"|(?:am |was )?(?:wondering|curious|confused|struggling|stuck|lost)|wonder|forgot|forget)"
    r"|not sure|no idea|no clue|didn't know|didnt know|never heard)\b"
    r"(?: of| about| that| if| whether| by| with| to)?"
)
"""Phrases by which the user says that they do not know; what follows is what."""

GRANTED_WORDS = _words(
    """
    because since given considering assuming although though if when while after before fact that
    despite unless knowing as
    """
)
"""Words without one of which nothing is taken for granted (a guard, for speed)."""

TAKEN_FOR_GRANTED = re.compile(
    r"\b(?:because|since|given(?: that)?|considering(?: that)?|assuming(?: that)?|although|though"
    r"|if|when|while|after|before|the fact that|now that|even though|despite|unless|knowing that"
    r"|as (?=i|we|my))\b (?P<clause>[^,;?]{8,})"
)
"""Subordinate clauses that a question or an order presupposes."""

TERM = re.compile(
    r"\b(?:[A-Z]{2,}[A-Za-z]*\d*|[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*|[A-Za-z]\w*_\w+"
    r"|[A-Za-z]+-?\d+\w*|\w+\.(?:py|js|ts|c|cpp|java|html|css|json|csv|xlsx?|pdf|exe|sh|net))\b"
)
"""Technical terms by form: acronyms, camel and snake case, model numbers, file names."""
