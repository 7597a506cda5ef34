"""What the coach does, sentence by sentence: questions, reflections, affirmations, advice and the rest."""

import re
from collections.abc import Iterator

from reviews.analysis import mirrors, questions, themes
from reviews.analysis.reading import Behaviour, Span
from reviews.analysis.talk import Line, Sentence, Talk

_REPORTED = (
    r"(?<!if )(?<!that )(?<!think )(?<!feel )(?<!what )(?<!how )(?<!said )(?<!where )(?<!when )"
)
ADVICE = re.compile(
    rf"{_REPORTED}\byou (?:should|ought to|need to|have to|must|had better|might want to|may want to|'d better)\b"
    rf"|{_REPORTED}\byou (?:could|can) (?:also |always |just |even |still |simply |then )?+(?!not\b|n't|be there|hear|see\b|feel"
    r"|get down|tell me)(?!.{0,60}\?)[a-z]+\b"
    r"|\bi(?: would|'d)? (?:also |really |strongly )?(?:suggest|recommend|advise)\b|\bmy (?:advice|suggestion|tip)\b"
    r"|\bif i were you\b|\bwhy don't you\b|\bhave you (?:ever |already |also )?(?:tried|thought (?:about|of))\b"
    r"|\b(?:it|that) would be (?:good|better|best|helpful) (?:if|for) you\b|\bwhat (?:you can do|i always tell)\b"
    r"|\bi think (?:it|that) (?:might|would|could) help\b|\bmake sure (?:you|that you|to)\b|\bthe best thing\b"
    r"|^(?:(?:so|okay|ok|then|and|just|maybe|even better|perfect|great|good|super)[\s,.]+)*(?:try (?:to|it|a|the|\w+ing)|write (?:her|him|them|an?)\b"
    r"|do it (?:now|later|tomorrow)|delete\b|put it\b|take (?:all )?the\b|stop (?:that|doing|worrying)|go and\b|talk to (?:her|him|them|your)"
    r"|(?:walk|call|ring|set|use|plan|install|switch|sleep|drink|eat|move)\b(?! me)|ask (?:her|him|them|your|for)\b|tell (?:her|him|them|your)\b)"
    r"|\bthen (?:stop|do|try|write|tell|ask) (?:that|it|her|him|them)\b|\byou just have to\b"
)
_PERMISSION_GIVEN = re.compile(
    r"^\W*(?:yes|please|sure|of course|go ahead|i would|i'd|gladly|ok(?:ay)?)\b"
)
_CLIENT_ASKED = re.compile(
    r"\bwhat would you (?:do|suggest|say|advise)\b|\bdo you have (?:an? )?(?:idea|advice|tip|suggestion)"
    r"|\bwhat do you (?:think|suggest|recommend) i\b|\bany (?:ideas|advice|tips)\b|\bwhat should i\b|\btell me what to do\b"
)
AFFIRMS = re.compile(
    r"\b(?:that|it) (?:took|takes|took some|must have taken) (?:some |real |a lot of )?(?:\w+ and )?(?:courage|something|strength|effort|honesty|patience)\b"
    r"|\bi (?:\w+ )?(?:like|appreciate|admire|value|respect) (?:how|that|the way|your)\b|\bi want to (?:say|acknowledge|honou?r)\b"
    r"|\byou (?:were|are|have been) (?:\w+ )?(?:honest|brave|courageous|thoughtful|careful|patient|clear|open|creative|generous)\b"
    r"|\byou (?:found|noticed|corrected|worked (?:that|it)|managed|stayed|kept|dared|chose|made|did) .{0,60}"
    r"\b(?:yourself|me on|out of|the way|all the same|anyway|courage|your own)\b"
    r"|\byou looked at it\b|\byou found (?:that|her|him|it|them)\b|\bi(?:'m| am) (?:impressed|moved|touched) by\b"
    r"|\bthat is a (?:big|real|great|strong) (?:insight|step|discovery)\b|\bthank you,? (?:\w+,? )?for (?:going|saying|trusting|telling|your)\b"
    r"|\bi (?:notice|noticed|see|hear) how (?:\w+ ){0,3}you\b|\bthat is (?:more )?exact\b"
)
_PRAISE = re.compile(
    r"\byou (?:did|are doing|'re doing) (?:\w+ )?(?:great|well|a (?:great|good) job|fantastic)\b|\bwell done\b|\bgood for you\b"
    r"|\bgood job\b|\bthat is (?:a )?(?:lovely|great|wonderful|fantastic|very good|brilliant|amazing)\b|\bi(?:'m| am) proud of you\b"
)
_DISCLOSES = re.compile(
    r"\bi (?:had|used to|also|myself|once|went|lost|did|was in|remember|missed a|got so)\b(?! the (?:impression|feeling|sense))"
    r"|\bmy (?:own|wife|husband|partner|boss|son|daughter|sister|brother|mother|father|kids|children|colleagues|old (?:company|job))\b"
    r"|\bwhen i was\b|\bi have one too\b|\bme too\b|\bi do th(?:is|at) (?:too|every|as well)\b"
)
_INFORMS = re.compile(
    r"\b(?:studies|research|statistics|proven|percent|scientists?)\b|\bis called\b|\bthere(?:'s| is| are) (?:a |an |some )?(?:\w+ ){0,2}"
    r"(?:method|technique|book|apps?|tool|model|theory|template)s?\b|\b(?:usually|normally|in general|generally)\b"
    r"|\blet me explain\b|\bfor example\b|\bpeople (?:often|usually|like|tend)\b|\bthe first step is\b|\bthe key in\b"
    r"|\b(?:is|are) (?:really |very )?(?:important|the key|the point) (?:when|in|of|for)\b|\bit is (?:in|under) the\b"
)
ENCOURAGES = re.compile(
    r"^(?:(?:mm+(?:-?h+m+)?|mhm+|uh-?huh|hm+|yes|yeah|yep|ok(?:ay)?|right|i see|sure|good|great|nice|perfect|exactly|super|ha|oh|go on"
    r"|of course|wow|lovely|fine|all right|alright|no problem|absolutely|so|well|that is sweet|you're welcome|even better|no)\b[\s,.!…-]*)+$"
)
_STRUCTURES = re.compile(
    r"\bminutes? (?:left|more|to go)\b|\bhalf ?way\b|\bbefore we (?:start|begin|finish|close)\b|\brecord(?:ing|ed)?\b|\bour time\b"
    r"|\blet us (?:start|begin|come back|look at|stop)\b|\blet's (?:start|begin|come back|look at|stop)\b|\btoday we\b|\bwe have about\b"
    r"|\bwithout (?:your )?names?\b|\bsame time\b|\blast time we\b|\bwe (?:started|began) with\b"
)


def read(line: Line, talk: Talk) -> list[Behaviour]:
    """All behaviours of one coach's turn, in the order of its sentences; the turn's stacking comes last."""
    return finish([mark for marks in by_sentence(line, talk) for mark in marks], line)


def by_sentence(line: Line, talk: Talk) -> list[list[Behaviour]]:
    """What each sentence of the turn does, before neighbours are joined."""
    client = talk.before(line.index)
    near = talk.recent(line.index)
    allowed = is_allowed(line, talk)
    return [
        [*_of(sentence, client, near, allowed), *_themes(sentence)] for sentence in line.sentences
    ]


def finish(found: list[Behaviour], line: Line) -> list[Behaviour]:
    """Neighbouring mirrors joined, and the turn's stacking, where two of its sentences ask."""
    asking = {mark.span for mark in found if mark.kind == "question" and mark.detail != "check"}
    return [*mirrors.join(found, line), *_stacked(line, asking)]


def _mark(sentence: Sentence, kind: str, detail: str, rule: str) -> Behaviour:
    return Behaviour(sentence.span, kind, detail, rule)


def _of(
    s: Sentence, client: Line | None, near: frozenset[str], allowed: bool
) -> Iterator[Behaviour]:
    if questions.is_question(s):
        form = questions.form(s)
        yield _mark(s, "question", form, f"question.{form}")
        if form == "leading" and ADVICE.search(s.low):
            yield _mark(s, "advice", permission(allowed), "advice.in_a_question")
        mirror = mirrors.read(s, client, near, False) if questions.is_declarative(s) else None
        if mirror is not None:
            yield mirror
        return
    if ENCOURAGES.match(s.low):
        yield _mark(s, "encourager", "", "encourager.short")
        return
    acts = list(_statement(s, allowed))
    yield from acts
    if not any(
        act.kind in ("advice", "self_disclosure", "information", "structuring") for act in acts
    ):
        mirror = mirrors.read(s, client, near, bool(acts))
        if mirror is not None:
            yield mirror


def permission(allowed: bool) -> str:
    return "with_permission" if allowed else "without_permission"


def _statement(s: Sentence, allowed: bool) -> Iterator[Behaviour]:
    if ADVICE.search(s.low):
        yield _mark(s, "advice", permission(allowed), "advice.words")
    elif themes.THEMES["imposed"].search(s.low):
        yield _mark(s, "advice", "without_permission", "advice.set_by_the_coach")
    if AFFIRMS.search(s.low):
        yield _mark(s, "affirmation", "specific", "affirmation.names_it")
    elif _PRAISE.search(s.low):
        yield _mark(s, "affirmation", "general", "affirmation.praise")
    if _DISCLOSES.search(s.low):
        yield _mark(s, "self_disclosure", "", "self_disclosure.words")
    if _INFORMS.search(s.low) or mirrors.INSTRUCTS.match(s.low) or s.words > 45:
        yield _mark(s, "information", "", "information.words")
    if _STRUCTURES.search(s.low):
        yield _mark(s, "structuring", "", "structuring.words")


def _themes(s: Sentence) -> Iterator[Behaviour]:
    for name in themes.themes_in(s.low):
        yield _mark(s, "theme", name, f"theme.{name}")


def is_allowed(line: Line, talk: Talk) -> bool:
    """The client asked for it, or said yes to an offer, just before this turn."""
    client = talk.before(line.index)
    if client is None:
        return False
    if _CLIENT_ASKED.search(client.low):
        return True
    earlier = talk.lines[line.index - 2] if line.index >= 2 else None
    offered = (
        earlier is not None and earlier.is_coach and themes.THEMES["permission"].search(earlier.low)
    )
    return bool(offered and _PERMISSION_GIVEN.search(client.low))


def _stacked(line: Line, asking: set[Span]) -> Iterator[Behaviour]:
    """Two questions or more in one turn, before the client can answer; checks do not count."""
    asked = [s for s in line.sentences if s.span in asking]
    total = sum(2 if questions.asks_twice(s) else 1 for s in asked)
    if total >= 2:
        span = Span(line.turn.number, asked[0].span.start, asked[-1].span.end)
        yield Behaviour(span, "stacked", str(total), "question.stacked")
