"""Reflections: statements that give back what the client said, and how much they add to it."""

import re

from reviews.analysis import themes
from reviews.analysis.reading import Behaviour, Span
from reviews.analysis.talk import Line, Sentence
from reviews.analysis.words import FEELING, NAMED_FEELING

_LEAD = r"^(?:(?:so|and|but|ah|yes|hm+|okay|ok|right|oh|then|now|no|um|uh|well|yeah|mm-hmm|mhm|you know|i mean|because|or)\b[\s,.-]*)*"
_SUMMARISES = re.compile(
    r"\blet me (?:sum|say back|summari[sz]e|play back)\b|\bto sum(?:mari[sz]e| up)\b|\bso far\b.{0,20}\byou\b|\bwhat i have heard\b"
)
_REFLECTS = re.compile(
    _LEAD + r"(?:(?:it |almost |that )?(?:sounds|seems|looks) (?:like|as if|as though|that)"
    r"|what i(?:'m| am)? (?:hear|hearing|picking up)|i(?:'m| am)? hear(?:ing)? (?:you|that|a|two|some)|i get (?:a|the) sense|(?:so |and )?(?:you(?:'re|'ve|'d)?|your|part of you|there is a part|a part of you"
    r"|you mentioned|on (?:the )?one (?:hand|side)|there is (?:somebody|someone|a|an|the)|in a way you)\b)"
)
_COMPLEX = re.compile(
    r"\bas if\b|\bas though\b|\bpart of you\b|\bon the (?:one|other) (?:hand|side)\b|\bat the same time\b|\band yet\b|\banother part\b"
    r"|\bunderneath\b|\bbehind (?:it|that)\b|\bmore than\b|\bmatters?\b|\bneed(?:s|ed)? to be\b|\bwithout you\b|\blong(?:ing)? for\b"
)
_NO_MIRROR = re.compile(
    r"^(?:(?:so|and|but|no|well)[\s,.]+)*you (?:know|see|don't have to|do not have to)\b|^(?:hello|hi|good (?:morning|afternoon|evening)"
    r"|good ?bye|bye|thank(?:s| you))\b|\byou see what i mean\b|\btoo much for\b|\byou just need\b"
)
INSTRUCTS = re.compile(
    r"^(?:(?:so|and|then|first|next|after that|okay|ok)[\s,]+)*you (?:take|make|put|export|import|throw|move|go|delete|write|will|can|could|just)\b"
)
_BARE_YOU = re.compile(r"^(?:(?:so|and|but|then|well|oh|now)[\s,]+)*(?:you|your|there is)\b")
_STATE = re.compile(
    r"\byou(?:'re| are|'d| would)? (?:\w+ )?(?:feel|felt|feeling|want|wanted|wish|hope|know|think|believe|care|love|like|need|said|say|keep)\b"
)

# “So …”, “But …” after the client: a statement about their side, not about plans of the talk or the coach.
_GOES_ON = re.compile(
    r"^(?:(?:yeah|okay|ok|right|mm-hmm|mhm|um|uh|well|yes|sure)\b[\s,.-]*)*(?:so|but|and|because)\b[\s,.-]*(?:um|uh)?[\s,.-]*"
    r"(?:it|that|this|there|for you|part|he|she|they|if you|when you|sometimes|not|your|you|maybe|even)\b"
)
_OF_THE_TALK = re.compile(
    r"\b(?:we|let us|let's|i|i'm|i'll|i'd|our|us)\b|\byou (?:could|can|should|will|might want)\b|\bhow about\b|^so that is something\b"
)


def read(s: Sentence, client: Line | None, near: frozenset[str], acts: bool) -> Behaviour | None:
    """The reflection a statement makes, or None. `near` are the content stems of the client's last turns;
    `acts` says that the sentence already does something else, so only a clear echo counts."""
    shared = s.stems & near
    if client is None or not _may_mirror(s, shared):
        return None
    if _SUMMARISES.search(s.low):
        return Behaviour(s.span, "reflection", "summary", "reflection.summary")
    rule = _echo(s, shared) if acts else _opening(s) or _echo(s, shared) or _going_on(s)
    return (
        Behaviour(s.span, "reflection", _depth(s, shared), f"reflection.{rule}") if rule else None
    )


def _opening(s: Sentence) -> str:
    return "opens" if _REFLECTS.search(s.low) and s.words >= 3 else ""


def _echo(s: Sentence, shared: frozenset[str]) -> str:
    """Half of the sentence's content words or more are the client's."""
    enough = shared and 2 * len(shared) >= len(s.stems) and s.words <= 40
    return "echo" if enough and not s.low.startswith("i ") else ""


def _going_on(s: Sentence) -> str:
    if s.words >= 4 and _GOES_ON.match(s.low) and not _OF_THE_TALK.search(s.low):
        return "goes_on"
    return "feeling" if NAMED_FEELING.search(s.low) and not s.low.startswith("i ") else ""


def _may_mirror(s: Sentence, shared: frozenset[str]) -> bool:
    """Greetings, instructions and reassurance are no mirrors; “You …” needs the client's words or a state."""
    if _NO_MIRROR.search(s.low) or themes.THEMES["reassurance"].search(s.low):
        return False
    if INSTRUCTS.match(s.low) and not _STATE.search(s.low) and "you will" not in s.low[:12]:
        return False
    if not _BARE_YOU.match(s.low) or s.low.startswith("so you"):
        return True
    return bool(shared or _STATE.search(s.low) or NAMED_FEELING.search(s.low))


def _depth(s: Sentence, shared: frozenset[str]) -> str:
    """Complex when it adds meaning, a contrast or a feeling; simple when it stays with what was said."""
    adds = len(s.stems) >= 4 and 2 * len(shared) < len(s.stems)
    feels = bool(FEELING.search(s.low)) and not shared
    return "complex" if adds or feels or _COMPLEX.search(s.low) else "simple"


def join(found: list[Behaviour], line: Line) -> list[Behaviour]:
    """Neighbouring mirror sentences are one reflection; four or more make a summary."""
    joined: list[Behaviour] = []
    place = {s.span: n for n, s in enumerate(line.sentences)}
    last, length = -1, 0
    at = -1
    for item in found:
        if item.kind != "reflection":
            joined.append(item)
            continue
        here = place[item.span]
        if at >= 0 and here == last + 1:
            length += 1
            joined[at] = _merged(joined[at], item, length)
        else:
            at, length = len(joined), 1
            joined.append(item)
        last = here
    return joined


def _merged(first: Behaviour, second: Behaviour, length: int) -> Behaviour:
    details = {first.detail, second.detail}
    detail = (
        "summary"
        if "summary" in details or length >= 4
        else max(details, key=("simple", "complex").index)
    )
    if "complex" in details and detail != "summary":
        detail = "complex"
    span = Span(first.span.turn, first.span.start, second.span.end)
    return Behaviour(span, "reflection", detail, first.rule)
