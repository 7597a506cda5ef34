"""Is this sentence a question, and which form has it: open, closed, choice, check, leading or compound."""

import re

from reviews.analysis.talk import Sentence
from reviews.analysis.words import AUX, WH

_LEAD_IN = (
    r"(?:(?:and|but|so|or|then|okay|ok|well|right|now|oh|yes|no|maybe|also|just|good|great|hm+"
    r"|alright|all right|of course|before we finish|for you)\b[\s,:]*){0,8}+"
)
_CLAUSE = r"(?:^|[,;:–—-]\s*|\b(?:and|but|so|or|then)\s+)"
_OPEN_AT = re.compile(
    rf"{_CLAUSE}{_LEAD_IN}(?:(?:in|from|to|at|on|for|with|of|by)\s)?{WH}\b(?!ever)"
)
_AUX_AT = re.compile(rf"^{_LEAD_IN}{AUX}\b")
_FACT_OPENER = re.compile(
    rf"^{_LEAD_IN}(?:how (?:many|much|long|often|old|far|big)\b|(?:at )?what time\b|when (?:do|did|does|will|would|is|was|are|can|could)\b)"
)
_INVITES = re.compile(
    rf"^{_LEAD_IN}(?:please )?(?:tell me(?: (?:more|about|a (?:bit|little)|what|how))?|say (?:a bit |a little )?more"
    r"|describe|help me understand|walk me through|talk me through|i(?:'d| would) like to hear)\b"
)
_POLITE_OPEN = re.compile(
    rf"^{_LEAD_IN}(?:can|could|would|will) you (?:please )?(?:tell me|say|describe|explain|share|talk|give me an example)\b"
)
_LEADING = re.compile(
    rf"^{_LEAD_IN}(?:don't|doesn't|didn't|isn't|aren't|wasn't|wouldn't|couldn't|shouldn't|can't|haven't|hasn't) "
    r"(?:you|it|that|there|we|they|he|she|this)\b"
    r"|\bwhy (?:don't|haven't|didn't|aren't|wouldn't|can't) you\b"
    r"|\bhave you (?:ever |already |also )?(?:tried|thought (?:about|of)|considered)\b"
    r"|\b(?:wouldn't|shouldn't) (?:it|you|that)\b|\bdo you (?:not|really) think\b"
    r"|\bdo you think (?:that )?(?:you|it) (?:should|need|ought|might be better)\b"
    r"|\bis it (?:that|because) you\b|\bcould (?:it|that) be (?:that|because)\b|\bshould(?:n't)? you\b"
)
_TAG = re.compile(
    r",\s*(?:right|correct|isn't it|isn't that so|aren't you|don't you|doesn't it|can't (?:you|he|she|they)|won't you"
    r"|haven't you|wasn't it|wouldn't it|wouldn't you|no|yes|you know)\s*\?\W*$"
)
_CHECK = re.compile(
    r"\b(?:is|are) (?:that|this|it) (?:still )?(?:right|okay|ok|all right|alright|fine|correct|so|fair)\b(?!.*\bif i\b)"
    r"|\bdoes (?:that|this|it) (?:fit|make sense|sound right|sound|match|land|help)\b|\bdid i (?:get|hear|understand)\b"
    r"|\bhave i (?:got|understood)\b|\bdo you (?:understand|know what i mean|see what i mean)\b|\bwould that help\b"
    r"|^(?:is that okay|okay|right|yes|you know|really|did you)\W*$|\bis that what you\b"
)
_CHOICE = re.compile(
    rf"\bwhich (?:of|one|would|way|shall|should|do)\b|\brather\b|\bprefer\b|\b{AUX} (?:we|you|it|that|this|there|i)\b"
    r".{2,120}\bor\b\s(?!something|so\b|not\b|anything).{2,120}\?|\bor (?:has|is there|do you|would you|shall we|are you)\b"
)
_ASKED_TWICE = re.compile(
    rf"(?:,|\band\b|\?)\s*(?:and |like,? |also )*(?:{WH}(?:'s)? (?:{AUX}|(?:\w+ ){{1,2}}{AUX})|{AUX} (?:you|we|it|he|she|they|there|that))\b"
)
_ELLIPTIC_OPEN = re.compile(
    rf"^{_LEAD_IN}(?:and )?(?:if|what if|because|else|more|like)\b|\b{WH}\W*\?\W*$|\b{WH}\b.{{0,20}}\?"
)
_OPENER = re.compile(
    rf"^{_LEAD_IN}(?:(?:in|from|to|for|with|at) )?(?:{WH}(?:'s)? (?:{AUX}|makes|else|made|happens|happened|could|of|kind)\b"
    rf"|{AUX} (?:you|we|it|that|this|there|i|he|she|they|your)\b|(?:and )?what about\b|how about\b)"
)


def is_question(sentence: Sentence) -> bool:
    """By its mark; without any mark by how it opens (speech-to-text); invitations such as “Tell me more”."""
    if sentence.asks:
        return True
    if _INVITES.search(sentence.low) and sentence.words >= 2:
        return True
    return not sentence.stopped and sentence.words >= 3 and bool(_OPENER.search(sentence.low))


def form(sentence: Sentence) -> str:
    """One word for a sentence that is a question. Leading comes first: it decides what may be answered."""
    low = sentence.low
    if _LEADING.search(low) or (_TAG.search(low) and sentence.words > 2):
        return "leading"
    if _CHECK.search(low) and not _OPEN_AT.search(low.removeprefix("so ")):
        return "check"
    if _CHOICE.search(low):
        return "choice"
    if _INVITES.search(low) or _POLITE_OPEN.search(low):
        return "open"
    if _AUX_AT.search(low) or _FACT_OPENER.search(low):
        return "closed"
    return "open" if _OPEN_AT.search(low) or _ELLIPTIC_OPEN.search(low) else "closed"


def asks_twice(sentence: Sentence) -> bool:
    """True when one sentence holds two questions joined by “and” or a comma; “or” offers a choice instead."""
    if sentence.words < 8 or not is_question(sentence) or form(sentence) == "choice":
        return False
    head = _OPENER.search(sentence.low)
    start = head.end() if head else 0
    twice = _ASKED_TWICE.search(sentence.low, start) if head else None
    return twice is not None and not sentence.low.endswith(("do you think?", "would you say?"))


def is_declarative(sentence: Sentence) -> bool:
    """A statement with a question mark (“So it was not what you expected?”): asked and mirrored at once."""
    low = sentence.low
    return (
        sentence.asks
        and sentence.words >= 4
        and not _AUX_AT.search(low)
        and not _OPEN_AT.search(low)
        and form(sentence) in ("closed", "check")
    )
