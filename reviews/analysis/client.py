"""What the client does, sentence by sentence: insight, feeling, intention, obstacle, resource, assent."""

import re
from collections.abc import Iterator, Mapping

from reviews.analysis.reading import Behaviour
from reviews.analysis.talk import Line, Sentence
from reviews.analysis.words import (
    DISAGREES,
    FEELING,
    IDLE_FEELING,
    IMAGE,
    NOT_OWN,
    PLEASANT,
    THIN_ASSENT,
)

_RULES: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("insight", ""): re.compile(
        r"\bi (?:had )?never (?:thought|saw|seen|noticed|said|put)\b|\bi (?:just )?(?:realised|realized|realise|realize)\b"
        r"|\bi see (?:now|that now|it now)\b|\bnow i (?:see|understand|get)\b|\bi did(?: not|n't) know (?:about|that)\b"
        r"|\bi notice(?:d)? (?:now|that|it)\b|\bi had not (?:put|seen|thought|noticed)\b|\bthat i (?:am|hide|have been|do not)\b.{0,40}"
        r"\b(?:more than|behind|holding|instead)\b|\bi would like to know who\b|\bit is not that\b.{0,60}\bit is that\b|\bthere i said it\b"
        r"|\bthat is (?:it|what it is|when it starts|more what it is)\b|\bmy god\b|\bin fact i (?:am|was)\b|\bi thought (?:that )?(?:i|they|it) was\b"
        r"|\bi have (?:not|never) (?:said|told) (?:that|it|this)\b|\bi (?:am|'m) surprised\b|\bsomehow it(?:'s| is) the same\b"
    ),
    ("commitment", ""): re.compile(
        r"\bi (?:will|'ll|am going to|'m going to|promise|shall)\b(?! (?:see|try|have to see|not|be (?:thinking|late)))|\bi(?: have|'ve) decided\b"
    ),
    ("action", ""): re.compile(
        r"\bi (?:could|can|will|would|'ll|want to|am going to|should like to|'d) (?:also |just |rather |then |simply )?"
        r"(?:ask|tell|write|call|ring|go|cook|talk|speak|send|start|stop|try|sit|say|do|put|take|set|book|meet|invite|practise|practice|read|make|drink|plan)\b"
    ),
    ("change_talk", "for"): re.compile(
        r"\bi (?:really )?(?:want|wish|would like|would love|need|hope|'d like)\b(?! (?:not|him to feel))|\bi have to (?:say|do|stop|change)\b|\bi am ready\b"
    ),
    ("change_talk", "against"): re.compile(
        r"\bi (?:can't|cannot|can not|won't|will not|don't want|do not want)\b|\b(?:no|never) time\b|\bit (?:won't|will not|never) work|\bwe tried that\b"
        r"|\bi would (?:rather )?not\b|\bi am not sure that i want\b|\bi like it,? (?:a little|the way)\b|\bit is (?:too|also) (?:hard|much|late)\b"
    ),
    ("obstacle", ""): re.compile(
        r"\b(?:gets?|stands?|comes?) in the way\b|\bi(?:'m| am) (?:a (?:bit|little) )?afraid (?:that|of|i|they)\b|\bthe (?:problem|trouble|risk|thing) is\b"
        r"|\bi would have to\b|\bi keep not\b|\bi will be on my feet\b|\bstops? me\b|\bdifficult\b|\bi (?:will|might|would) (?:forget|give up|make a joke)\b"
        r"|\bme making\b|\bi hide\b"
    ),
    ("resource", ""): re.compile(
        r"\b(?:helps?|helped|supports?|supported) me\b|\bi(?:'m| am) good at\b|\bi can (?:always )?rely\b|\bmy (?:sister|brother|friend|husband|wife|mother) (?:would|could|will|can)\b"
        r"|\bi have (?:done|managed) (?:it|that|this) before\b|\bthat is the help\b|\bthe best moment\b|\bi know (?:how|it by heart)\b"
    ),
    ("image", ""): IMAGE,
}


def read(line: Line) -> list[Behaviour]:
    """All behaviours of one client's turn, in the order of its sentences."""
    found: list[Behaviour] = []
    if THIN_ASSENT.match(line.low) and line.words <= 12:
        found.append(Behaviour(line.sentences[0].span, "assent", "thin", "client.thin_assent"))
    for number, sentence in enumerate(line.sentences):
        found.extend(_of(sentence, number == 0))
    return found


def _of(s: Sentence, first: bool) -> Iterator[Behaviour]:
    words = _own_feelings(s)
    if words:
        pleasant = all(PLEASANT.search(word) for word in words)
        yield Behaviour(s.span, "feeling", "pleasant" if pleasant else "", "client.feeling")
    if first and DISAGREES.search(s.low):
        yield Behaviour(s.span, "objection", "", "client.objection")
    for (kind, detail), pattern in _RULES.items():
        if pattern.search(s.low):
            yield Behaviour(s.span, kind, detail, f"client.{kind}")


def _own_feelings(s: Sentence) -> list[str]:
    """Feeling words of the client's own; not somebody else's, not denied, not a polite phrase."""
    if IDLE_FEELING.search(s.low):
        return []
    found = FEELING.finditer(s.low)
    return [
        m.group() for m in found if not NOT_OWN.search(s.low[max(0, m.start() - 40) : m.start()])
    ]
